"""What is measured of decisions: pure functions that return shares from 0 to 1, NaN where nothing can be measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan, sqrt

from scipy.stats import rankdata

from bot.decision.labels import OUT_OF_SCOPE
from evaluation.decisions import Decision

BINS = 10
# Of a normal distribution, 95 % lies within so many standard deviations.
Z = 1.96


@dataclass(frozen=True)
class Bin:
    """Decisions of similar confidence: how many, their mean confidence, and how often they are right."""

    count: int
    confidence: float
    accuracy: float


def share(flags: Iterable[bool]) -> float:
    """Return how many of `flags` are true."""
    values = list(flags)
    return sum(values) / len(values) if values else float("nan")


@dataclass(frozen=True)
class Interval:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return "–" if isnan(self.value) else f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


def interval(flags: Iterable[bool]) -> Interval:
    """Return how many of `flags` are true, with Wilson's interval, which holds for small shares as well."""
    values = list(flags)
    if not values:
        return Interval(float("nan"), float("nan"), float("nan"))
    count, value = len(values), share(values)
    weight = Z * Z / count
    middle = (value + weight / 2) / (1 + weight)
    half = Z * sqrt(value * (1 - value) / count + weight / (4 * count)) / (1 + weight)
    return Interval(value, max(0.0, middle - half), min(1.0, middle + half))


def accuracy(decisions: Sequence[Decision]) -> float:
    """Return how many got the right topic."""
    return share(each.right for each in decisions)


def macro_f1(decisions: Sequence[Decision]) -> float:
    """Return the mean F1 of the topics that were asked for; "not sure" is a miss of the topic, and no topic itself."""
    asked, given, right = Counter[str](), Counter[str](), Counter[str]()
    for each in decisions:
        asked[each.case.topic] += 1
        # A topic that is as good counts as the one asked for, or it would be a false alarm of its own.
        given[each.case.topic if each.right else each.topic] += 1
        right[each.case.topic] += each.right
    scores = [2 * right[topic] / (asked[topic] + given[topic]) for topic in asked]
    return sum(scores) / len(scores) if scores else float("nan")


def out_of_scope_declined(decisions: Sequence[Decision]) -> float:
    """Return how many out-of-scope questions got "not something I know", "not sure" or another guard's reply."""
    return share(each.declined or each.kind == "guard" for each in decisions if each.case.topic == OUT_OF_SCOPE.topic)


def out_of_scope_answered(decisions: Sequence[Decision]) -> float:
    """Return how many out-of-scope questions got an answer on some matter."""
    return share(each.answered for each in decisions if each.case.topic == OUT_OF_SCOPE.topic)


def in_scope_declined(decisions: Sequence[Decision]) -> float:
    """Return how many questions with an answer were told that there is none, or that the assistant is not sure."""
    return share(each.declined for each in decisions if each.case.in_scope)


def rescued(decisions: Sequence[Decision]) -> float:
    """Return how many of the in-scope questions that were declined had the right topic among the buttons offered."""
    lost = [each for each in decisions if each.case.in_scope and each.declined]
    return share(bool({each.case.topic, *each.case.also} & set(each.candidates)) for each in lost)


def wrong_answers(decisions: Sequence[Decision]) -> float:
    """Return how many of all messages got an answer on a matter they did not ask about."""
    return share(each.answered and not each.right for each in decisions)


def missed(decisions: Sequence[Decision], topic: str) -> float:
    """Return how many messages of a topic were taken for something else."""
    return share(not each.right for each in decisions if each.case.topic == topic)


def false_alarms(decisions: Sequence[Decision], topic: str) -> float:
    """Return how many other messages were taken for a topic."""
    return share(each.topic == topic for each in decisions if topic not in (each.case.topic, *each.case.also))


def bins(decisions: Sequence[Decision]) -> list[Bin]:
    """Return the decisions by the confidence of the first choice, in ten equal ranges; empty ones left out."""
    groups: list[list[Decision]] = [[] for _ in range(BINS)]
    for each in decisions:
        groups[min(int(each.best_confidence * BINS), BINS - 1)].append(each)
    return [
        Bin(len(group), sum(each.best_confidence for each in group) / len(group), share(d.best_right for d in group))
        for group in groups
        if group
    ]


def calibration_error(decisions: Sequence[Decision]) -> float:
    """Return the expected calibration error: how far confidence and accuracy lie apart, on average over the bins."""
    return sum(abs(each.confidence - each.accuracy) * each.count for each in bins(decisions)) / len(decisions)


def separation(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return the area under the ROC curve: how often an inside value is above an outside one; ties count half."""
    if not inside or not outside:
        return float("nan")
    ranks = rankdata([*inside, *outside])
    above = float(ranks[: len(inside)].sum()) - len(inside) * (len(inside) + 1) / 2
    return above / (len(inside) * len(outside))
