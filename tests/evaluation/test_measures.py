"""The measures, worked by hand."""

from __future__ import annotations

import math

import pytest

from bot.decision.labels import FALLBACK
from evaluation import measures
from evaluation.cases import Case
from evaluation.decisions import Decision


def decision(asked: str, decided: str, confidence: float = 0.5, best: str | None = None) -> Decision:
    """Return a decision; `best` is the first choice where that was not sure enough."""
    return Decision(
        case=Case("", asked, "fi"),
        topic=decided,
        kind="answer",
        confidence=confidence,
        candidates=(),
        language="fi",
        supported=True,
        best=best or decided,
        best_confidence=confidence,
    )


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1, 0.2], [0.9, 0.8], 0.0),
        ([0.5, 0.5], [0.5], 0.5),
        ([0.9, 0.4], [0.6, 0.1], 3 / 4),  # of four pairs only 0.4 against 0.6 is the wrong way round
        ([0.9, 0.5], [0.5, 0.1], 3.5 / 4),  # a tie is half
        ([0.9], [0.8, 0.7, 0.95], 2 / 3),
    ],
)
def test_separation_is_the_share_of_pairs_in_the_right_order(
    inside: list[float], outside: list[float], expected: float
) -> None:
    assert measures.separation(inside, outside) == pytest.approx(expected)


@pytest.mark.parametrize(("inside", "outside"), [([], [0.5]), ([0.5], [])])
def test_nothing_separates_from_nothing(inside: list[float], outside: list[float]) -> None:
    assert math.isnan(measures.separation(inside, outside))


def test_calibration_error_weighs_each_bin_by_its_messages() -> None:
    # Three at 0.9, two of them right: |0.9 - 2/3|. One at 0.3, wrong: 0.3.
    group = [decision("a", "a", 0.9), decision("a", "a", 0.9), decision("a", "b", 0.9), decision("a", "b", 0.3)]
    assert measures.calibration_error(group) == pytest.approx(3 / 4 * (0.9 - 2 / 3) + 1 / 4 * 0.3)


def test_true_confidence_has_no_calibration_error() -> None:
    assert measures.calibration_error([decision("a", "a", 0.5), decision("a", "b", 0.5)]) == pytest.approx(0)


def test_certainty_belongs_to_the_last_bin() -> None:
    (last,) = measures.bins([decision("a", "a", 1.0), decision("a", "a", 0.92)])
    assert (last.count, last.accuracy) == (2, 1.0)
    assert last.confidence == pytest.approx(0.96)


def test_a_refusal_is_an_error_whatever_the_first_choice_was() -> None:
    group = [decision("a", FALLBACK.topic, best="a"), decision("a", "a")]
    assert measures.accuracy(group) == 0.5
    assert measures.share(each.best_right for each in group) == 1.0


def test_macro_f1_counts_rare_topics_as_much_as_common_ones() -> None:
    # a: three asked, three given, all right: 1. b: one asked, none given: 0.
    group = [decision("a", "a")] * 3 + [decision("b", FALLBACK.topic)]
    assert measures.macro_f1(group) == pytest.approx(0.5)
