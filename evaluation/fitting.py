"""Fits the bounds of the decision to a stated cost, on readings whose topic is known: pure, without training."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from pydantic import TypeAdapter

from bot.data_files import read_mapping
from bot.decision.labels import EMERGENCY
from bot.decision.limits import FITTED, DecisionLimits, RerankingLimits
from bot.decision.rankings import best
from bot.decision.reranking import Verdict
from evaluation import measures
from evaluation.cases import Case
from evaluation.decisions import Decision
from evaluation.readings import Reading

# The bounds that are fitted to the cost, in this order, and what is tried for each.
GRIDS: dict[str, tuple[float, ...]] = {
    "alone_threshold": (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995),
    "answer_threshold": (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8),
    "suggest_threshold": (0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15),
    "guard_threshold": (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99),
}
# Often enough for every bound to see the others' values.
ROUNDS = 2
ALARMS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
LINES = (0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3)
# Of messages without danger so many may get 112 alone; of those with danger so many are to get it, alone or as a line.
MOST_FALSE_ALARMS = 0.001
FEWEST_DETECTED = 0.98


@dataclass(frozen=True)
class Costs:
    """What each outcome costs, in extra presses of a button; data/fitted.yml says what each is."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    confidently_wrong: float
    wrong_right_beside: float
    wrong: float
    offered: float
    not_offered: float
    right_with_others: float

    @classmethod
    def stated(cls) -> Costs:
        """Return the costs of data/fitted.yml.

        Raises:
            pydantic.ValidationError: one is missing, unknown or no number.
        """
        return TypeAdapter(cls).validate_python(read_mapping(FITTED)["costs"])

    def of(self, decision: Decision) -> float:
        """Return what a decision costs the person."""
        if decision.declined and not decision.right:
            # Nothing was told that is wrong: an honest refusal of what has no answer costs nothing.
            if decision.reached:
                return self.offered if decision.case.in_scope else 0.0
            return self.not_offered
        if decision.right:
            return self.right_with_others if decision.alternatives else 0.0
        if decision.reached:
            return self.wrong_right_beside
        return self.wrong if decision.alternatives else self.confidently_wrong


@dataclass(frozen=True)
class Known:
    """A message whose topic is known, and how it was read."""

    case: Case
    reading: Reading
    limits: RerankingLimits

    @cached_property
    def verdict(self) -> Verdict:
        """What the re-ranking makes of it, whatever is decided then."""
        return self.reading.verdict(self.limits)

    def decided(self, limits: DecisionLimits) -> Decision:
        """Return what is decided about it."""
        topic = self.reading.understood(self.verdict, limits)
        first = best(self.verdict.ranking)
        return Decision(
            case=self.case,
            topic=topic.id,
            kind=topic.kind,
            confidence=topic.confidence,
            candidates=topic.candidates,
            language=self.reading.language.code,
            supported=self.reading.language.supported,
            best=first.topic,
            best_confidence=self.verdict.ranking[first],
            also=topic.also,
            alternatives=topic.alternatives,
            possible_danger=topic.possible_danger,
        )


@dataclass(frozen=True)
class Tried:
    """A value of a bound with what it leads to."""

    value: float
    decisions: Sequence[Decision]
    cost: float


def cost(decisions: Sequence[Decision], costs: Costs) -> float:
    """Return the mean cost of a message."""
    return sum(map(costs.of, decisions)) / len(decisions)


def tried(known: Sequence[Known], limits: DecisionLimits, name: str, costs: Costs) -> list[Tried]:
    """Return what each value of a bound leads to, the other bounds as they are."""
    found = []
    for value in GRIDS[name]:
        decisions = [each.decided(_with(limits, name, value)) for each in known]
        found.append(Tried(value, decisions, cost(decisions, costs)))
    return found


def fitted(known: Sequence[Known], limits: DecisionLimits, costs: Costs) -> DecisionLimits:
    """Return the limits with the bounds of least cost, one after the other; of equal ones the most careful.

    Args:
        known: messages with and without an answer; those of an emergency are fitted apart, and left out.
        limits: to begin with.
        costs: what the outcomes cost.
    """
    harmless = [each for each in known if each.case.topic != EMERGENCY.topic]
    for _ in range(ROUNDS):
        for name in GRIDS:
            found = tried(harmless, limits, name, costs)
            least = min(each.cost for each in found)
            limits = _with(limits, name, max(each.value for each in found if each.cost <= least))
    return limits


def fitted_alarms(groups: Sequence[Sequence[Known]], limits: DecisionLimits) -> DecisionLimits:
    """Return the limits with both bounds of an alarm.

    The one for 112 alone is the lowest with few enough false alarms, the one for a line the highest at which enough
    messages with danger get either, in each group: danger in a long message is harder to tell.

    Args:
        groups: messages of different kinds, each with danger and without.
        limits: to begin with.
    """
    together = [each for group in groups for each in group]
    alone = [
        value
        for value in ALARMS
        if measures.share(each.false_alarm for each in _decided(together, _with(limits, "alarm_threshold", value)))
        <= MOST_FALSE_ALARMS
    ]
    limits = _with(limits, "alarm_threshold", min(alone, default=max(ALARMS)))
    danger = [[each for each in group if each.case.topic == EMERGENCY.topic] for group in groups]
    lines = []
    for value in LINES:
        tried_limits = _with(limits, "alarm_line_threshold", value)
        detected = [measures.share(each.reached for each in _decided(group, tried_limits)) for group in danger if group]
        if min(detected, default=0.0) >= FEWEST_DETECTED:
            lines.append(value)
    return _with(limits, "alarm_line_threshold", max(lines, default=min(LINES)))


def _decided(known: Sequence[Known], limits: DecisionLimits) -> list[Decision]:
    return [each.decided(limits) for each in known]


def _with(limits: DecisionLimits, name: str, value: float) -> DecisionLimits:
    changed: Mapping[str, Any] = {name: value}
    return replace(limits, **changed)


def written(text: str, values: Mapping[str, float]) -> str:
    """Return the text of data/fitted.yml with new values in its section "decision"; all comments stay.

    Raises:
        ValueError: the section has no line for a value.
    """
    before, heading, section = text.partition("\ndecision:\n")
    for name, value in values.items():
        section, count = re.subn(rf"^(  {name}: )\S+", rf"\g<1>{value}", section, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"data/fitted.yml: 'decision.{name}' must stand there once")
    return before + heading + section
