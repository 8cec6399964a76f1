"""What the rules share: outcomes, criteria, results ready for JSON, and the checks of the facts they are given."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bot.rules.parameters import NoValueOn, Parameter, parameter

Outcome = Literal["met", "not_met", "unknown"]


class InvalidFact(ValueError):
    """A fact that cannot be true or is needed and missing; names the field and the problem."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


@dataclass(frozen=True)
class Criterion:
    """One condition: whether it is met, a code for the reason, and the id of the source that states it."""

    id: str
    result: Outcome
    reason: str
    source: str

    def as_dict(self) -> dict[str, str]:
        """Return the criterion ready for JSON."""
        return {"id": self.id, "result": self.result, "reason": self.reason, "source": self.source}


@dataclass(frozen=True)
class Assessment:
    """The outcome of several criteria on a day; indicative, as only Kela decides."""

    date: datetime.date
    criteria: tuple[Criterion, ...]
    parameters: tuple[Parameter, ...]
    alternatives: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Met if every criterion is, not met if any is not, otherwise unknown."""
        return overall(self.criteria)

    def as_dict(self) -> dict[str, Any]:
        """Return the assessment ready for JSON."""
        return {
            "outcome": self.outcome,
            "criteria": [criterion.as_dict() for criterion in self.criteria],
            "alternatives": list(self.alternatives),
            "parameters": [used.as_dict() for used in self.parameters],
            "unconfirmed": unconfirmed(self.parameters, self.date),
            "indicative": True,
        }


def overall(criteria: Iterable[Criterion]) -> Outcome:
    """Return met if every criterion is, not met if any is not, otherwise unknown."""
    results = {criterion.result for criterion in criteria}
    if "not_met" in results:
        return "not_met"
    return "unknown" if "unknown" in results else "met"


def criterion_of(id: str, fact: bool | None, source: str, *, reasons: tuple[str, str, str]) -> Criterion:
    """Return the criterion that a yes-or-no fact decides.

    Args:
        id: the criterion's id.
        fact: whether the criterion holds; None where nobody said.
        source: the id of the source that states the criterion.
        reasons: the reason codes for yes, no and not given.
    """
    yes, no, not_given = reasons
    if fact is None:
        return Criterion(id, "unknown", not_given, source)
    return Criterion(id, "met", yes, source) if fact else Criterion(id, "not_met", no, source)


def negated(fact: bool | None) -> bool | None:
    """Return the opposite of a fact; what is unknown stays unknown."""
    return None if fact is None else not fact


def unconfirmed(used: Iterable[Parameter], on: datetime.date) -> list[str]:
    """Return the names of the parameters that no source seen confirms for a day."""
    return [each.name for each in used if not each.confirmed_on(on)]


def require_between(field: str, value: int | Decimal | None, low: int, high: int) -> None:
    """Reject a number outside the limits; None is a missing fact, and valid.

    Raises:
        InvalidFact: the number is outside the limits or not finite.
    """
    if value is None:
        return
    if not Decimal(value).is_finite() or not low <= value <= high:
        raise InvalidFact(field, f"{value} is not between {low} and {high}")


def require_one_of(field: str, value: str | None, choices: Iterable[str]) -> None:
    """Reject a word that is not among the choices; None is a missing fact, and valid.

    Raises:
        InvalidFact: the word is not among the choices.
    """
    if value is not None and value not in choices:
        raise InvalidFact(field, f"{value!r} is not one of {', '.join(choices)}")


def parameters_on(date: datetime.date, *names: str) -> tuple[Parameter, ...]:
    """Return the values in force on the date a rule was asked about.

    Raises:
        InvalidFact: a parameter has no value on that date; names both.
    """
    try:
        return tuple(parameter(name, date) for name in names)
    except NoValueOn as error:
        raise InvalidFact("date", str(error)) from error
