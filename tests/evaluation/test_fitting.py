"""The fit of the bounds to the stated cost, on readings made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from bot.contract import IdentifiedLanguage, MessageContext
from bot.decision.labels import Label
from bot.decision.limits import FITTED, DecisionLimits, RerankingLimits
from evaluation.cases import Case
from evaluation.decisions import Decision
from evaluation.fitting import GRIDS, Costs, Known, fitted, fitted_alarms, tried, written
from evaluation.readings import Reading

COSTS = Costs(confidently_wrong=10, wrong_right_beside=2, wrong=5, offered=1, not_offered=3, right_with_others=0.2)
LIMITS = RerankingLimits.of({})


def known(topic: str, **probabilities: float) -> Known:
    """Return a reading of a message about a topic; labels by kind and topic, with "__" for "/" and "_" for "."."""
    ranking = {Label.parse(name.replace("__", "/").replace("_", ".")): value for name, value in probabilities.items()}
    language = IdentifiedLanguage(code="fi", confidence=1.0, supported=True)
    reading = Reading("miten tämä on", "miten tämä on", ranking, (), language, MessageContext())
    return Known(Case("miten tämä on", topic, "fi"), reading, LIMITS)


def decision(decided: str, kind: str = "answer", **more: Any) -> Decision:
    """Return a decision about travel.taxi."""
    case = Case("x", "travel.taxi", "fi")
    return Decision(case, decided, kind, 0.9, more.pop("candidates", ()), "fi", True, decided, 0.9, **more)


@pytest.mark.parametrize(
    ("made", "cost"),
    [
        pytest.param(decision("travel.taxi"), 0, id="right"),
        pytest.param(decision("travel.taxi", alternatives=("travel.who",)), 0.2, id="right, with more to read"),
        pytest.param(decision("travel.who", alternatives=("travel.taxi",)), 2, id="the right one beside it"),
        pytest.param(decision("travel.who", alternatives=("travel.claim",)), 5, id="wrong, said to be unsure"),
        pytest.param(decision("travel.who"), 10, id="confidently wrong"),
        pytest.param(decision("meta.fallback", "meta", candidates=("travel.taxi",)), 1, id="offered"),
        pytest.param(decision("meta.fallback", "meta"), 3, id="not offered"),
        pytest.param(decision("guard.out_of_scope", "guard"), 3, id="refused"),
    ],
)
def test_what_an_outcome_costs(made: Decision, cost: float) -> None:
    assert COSTS.of(made) == cost


def test_an_honest_refusal_costs_nothing() -> None:
    case = Case("x", "guard.out_of_scope", "fi")
    assert COSTS.of(Decision(case, "meta.fallback", "meta", 0.2, (), "fi", True, "x", 0.2)) == 0


def test_alone_stands_only_what_is_surer_than_the_wrong_ones() -> None:
    wrong = [known("travel.who", answer__travel_taxi=0.91, answer__travel_who=0.09)] * 2
    right = [known("travel.taxi", answer__travel_taxi=0.96, answer__travel_who=0.04)] * 20
    begin = DecisionLimits.of({"suggest_threshold": 0.03, "answer_threshold": 0.5})
    curve = {each.value: each.cost for each in tried([*wrong, *right], begin, "alone_threshold", COSTS)}
    assert list(curve) == list(GRIDS["alone_threshold"])
    assert curve[0.9] == pytest.approx(2 * 10 / 22), "all stand alone"
    assert curve[0.95] == pytest.approx(2 * 2 / 22), "the wrong ones have the right one beside them"
    assert curve[0.97] == pytest.approx((2 * 2 + 20 * 0.2) / 22), "so have the right ones"
    found = fitted([*wrong, *right], begin, COSTS)
    assert sum(COSTS.of(each.decided(found)) for each in [*wrong, *right]) <= 4


def test_an_alarm_stands_alone_only_where_nobody_gets_it_falsely() -> None:
    harmless = [known("travel.taxi", answer__travel_taxi=0.2, guard__guard_emergency=0.8)] * 10
    danger = [known("guard.emergency", answer__travel_taxi=1 - p, guard__guard_emergency=p) for p in (0.12, 0.95)]
    found = fitted_alarms([[*harmless, *danger]], DecisionLimits.of({}))
    assert (found.alarm_threshold, found.alarm_line_threshold) == (0.85, 0.1)
    story = known("guard.emergency", answer__travel_taxi=0.94, guard__guard_emergency=0.06)
    found = fitted_alarms([[*harmless, *danger], [story]], DecisionLimits.of({}))
    assert found.alarm_line_threshold == 0.05, "each group counts by itself"


def test_only_the_named_bounds_are_written() -> None:
    text = FITTED.read_text(encoding="utf-8")
    new = written(text, {"alone_threshold": 0.123})
    assert new.replace("alone_threshold: 0.123", "") == text.replace(
        f"alone_threshold: {DecisionLimits.of({}).alone_threshold}", ""
    )
    with pytest.raises(ValueError, match=r"decision\.nothing"):
        written(text, {"nothing": 1.0})


def test_the_stated_costs_are_read() -> None:
    assert Costs.stated().confidently_wrong == 10
