"""What `make evaluate` groups, and where it fails."""

from __future__ import annotations

import pytest

from evaluation.cases import Case
from evaluation.decisions import Decision
from evaluation.evaluate import Bounds, above_bounds, by_length

BOUNDS = Bounds(regression=0.25, real_life=0.5)


def decision(decided: str, text: str = "x", language: str = "fi") -> Decision:
    """Return a decision about a question on travel.taxi."""
    case = Case(text, "travel.taxi", language)
    return Decision(case, decided, "answer", 0.9, (), language, True, decided, 0.9)


RIGHT, WRONG = decision("travel.taxi"), decision("travel.who")


@pytest.mark.parametrize(
    ("regression", "real_life", "named"),
    [
        pytest.param([RIGHT] * 3 + [WRONG], [RIGHT, WRONG], [], id="at the bound"),
        pytest.param([RIGHT, RIGHT, WRONG], [RIGHT], ["regression"], id="above it"),
        pytest.param([RIGHT], [WRONG], ["real_life"], id="above the other"),
        pytest.param([RIGHT], [], [], id="no messages modelled on real ones"),
    ],
)
def test_it_fails_where_more_is_confidently_wrong_than_allowed(
    regression: list[Decision], real_life: list[Decision], named: list[str]
) -> None:
    assert [problem.split(":")[0] for problem in above_bounds(regression, real_life, BOUNDS)] == named


def test_lengths_are_counted_in_words() -> None:
    short, longer = decision("travel.taxi", "x " * 12), decision("travel.taxi", "x " * 13, "en")
    assert by_length([short, longer]) == {
        ("fi", "up to 12 words"): [short],
        ("en", "13 to 40 words"): [longer],
        ("all", "up to 12 words"): [short],
        ("all", "13 to 40 words"): [longer],
    }
