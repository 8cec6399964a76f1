"""The measures, worked by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from bot.decision.labels import FALLBACK
from evaluation import measures
from evaluation.cases import Case
from evaluation.decisions import Decision


def decision(
    asked: str,
    decided: str,
    confidence: float = 0.5,
    best: str | None = None,
    kind: str = "answer",
    candidates: tuple[str, ...] = (),
    **more: Any,
) -> Decision:
    """Return a decision; `best` is the first choice where that was not sure enough."""
    return Decision(
        case=Case("", asked, "fi"),
        topic=decided,
        kind=kind,
        confidence=confidence,
        candidates=candidates,
        language="fi",
        supported=True,
        best=best or decided,
        best_confidence=confidence,
        **more,
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


EMERGENCY, OUT_OF_SCOPE, INDIVIDUAL_CASE = "guard.emergency", "guard.out_of_scope", "guard.individual_case"


@pytest.mark.parametrize(
    ("made", "right", "reached", "wrong", "confidently"),
    [
        pytest.param(decision("a", "a"), True, True, False, False, id="the answer"),
        pytest.param(decision("a", "b", also=("a",)), True, True, False, False, id="the answer to a further question"),
        pytest.param(decision("a", "b", alternatives=("a",)), False, True, False, False, id="one press away"),
        pytest.param(decision("a", "b", alternatives=("c",)), False, False, True, False, id="wrong, said to be unsure"),
        pytest.param(decision("a", "b"), False, False, True, True, id="confidently wrong"),
        pytest.param(decision("a", "b", candidates=("a",)), False, False, True, True, id="candidates are not shown"),
        pytest.param(
            decision("a", FALLBACK.topic, kind="meta", candidates=("a",)),
            False,
            True,
            False,
            False,
            id="to choose from",
        ),
        pytest.param(decision("a", FALLBACK.topic, kind="meta"), False, False, False, False, id="not understood"),
        pytest.param(decision("a", INDIVIDUAL_CASE, kind="guard"), False, False, True, True, id="a wrong safety reply"),
        pytest.param(decision("a", OUT_OF_SCOPE, kind="guard"), False, False, False, False, id="a wrong refusal"),
        pytest.param(
            decision(OUT_OF_SCOPE, FALLBACK.topic, kind="meta"), False, True, False, False, id="an honest not sure"
        ),
        pytest.param(decision("a", EMERGENCY, kind="guard"), False, False, True, True, id="a false alarm"),
        pytest.param(
            decision(EMERGENCY, "a", possible_danger=True), False, True, False, False, id="danger, with a line on 112"
        ),
    ],
)
def test_what_a_person_gets(made: Decision, right: bool, reached: bool, wrong: bool, confidently: bool) -> None:
    assert (made.right, made.reached, made.wrong, made.confidently_wrong) == (right, reached, wrong, confidently)


@pytest.mark.parametrize(
    ("made", "alone", "line"),
    [
        pytest.param(decision("a", EMERGENCY, kind="guard"), True, False, id="112 in place of an answer"),
        pytest.param(decision("a", "a", possible_danger=True), False, True, id="a line above it"),
        pytest.param(decision(EMERGENCY, EMERGENCY, kind="guard"), False, False, id="danger"),
        pytest.param(decision(EMERGENCY, "a", possible_danger=True), False, False, id="danger, with a line"),
    ],
)
def test_false_alarms_of_either_grade(made: Decision, alone: bool, line: bool) -> None:
    assert (made.false_alarm, made.false_line) == (alone, line)


@pytest.mark.parametrize(
    ("right", "wrong", "low", "high"),
    [
        # By Wilson's formula, from any table of it.
        pytest.param(0, 100, 0.0, 0.037, id="none of a hundred"),
        pytest.param(50, 50, 0.404, 0.596, id="a half"),
        pytest.param(1, 0, 0.207, 1.0, id="one of one"),
    ],
)
def test_an_interval_is_wilsons(right: int, wrong: int, low: float, high: float) -> None:
    found = measures.interval([True] * right + [False] * wrong)
    assert found.low == pytest.approx(low, abs=5e-4)
    assert found.high == pytest.approx(high, abs=5e-4)
    assert found.value == right / (right + wrong)


def test_nothing_measured_is_a_dash() -> None:
    assert str(measures.interval([])) == "–"
