"""Rehabilitation allowance (kuntoutusraha): who may get it; never its amount.

Where the sources leave something open:

- Ages are inclusive at both ends: 67 is met, 68 is not, and likewise 19 and 20 for the young person's allowance.
- Where only an age is known and the birth date decides (from 2025 those born before 1 January 2009 keep the lower
  minimum age), every birth date that gives the age is considered: all inside is met, none is not met, some is unknown.
- A day under four hours that prevents work and earning is for Kela to judge: unknown.
- Kela, occupational health care and public health care (the wellbeing services counties) are the organisers the sources
  name; any other does not meet the criterion.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from bot.rules.dates import age_on, birth_dates
from bot.rules.outcome import (
    Assessment,
    Criterion,
    InvalidFact,
    Outcome,
    criterion_of,
    overall,
    parameters_on,
    require_between,
    require_one_of,
)
from bot.rules.parameters import Parameter, find_parameter

Organiser = Literal["kela", "occupational_health", "public_health_care", "other"]

KELA = "kela_rehabilitation_allowance"
KELA_YOUTH = "kela_young_persons_allowance"
ORGANISERS_COVERED = ("kela", "occupational_health", "public_health_care")
AGE_PARAMETERS = ("allowance_min_age", "allowance_max_age")
YOUTH_AGE_PARAMETERS = ("youth_allowance_min_age", "youth_allowance_max_age")
EXCEPTION_PARAMETERS = ("allowance_exception_born_before", "allowance_min_age_born_before_exception")


@dataclass(frozen=True, kw_only=True)
class AllowanceFacts:
    """What is known of a person and of a rehabilitation day; None where nobody said.

    Attributes:
        date: the day asked about.
        birth_date: the person's date of birth, or
        age: their age on the date in whole years.
        hours_per_day_including_travel: length of the day, 0-24.
        prevents_work: whether rehabilitation otherwise prevents work on such a day.
        organiser: who arranges the rehabilitation.
    """

    date: datetime.date
    birth_date: datetime.date | None = None
    age: int | None = None
    hours_per_day_including_travel: Decimal | None = None
    prevents_work: bool | None = None
    organiser: Organiser | None = None

    def __post_init__(self) -> None:
        require_between("hours_per_day_including_travel", self.hours_per_day_including_travel, 0, 24)
        require_one_of("organiser", self.organiser, get_args(Organiser))
        require_between("age", self.age, 0, 120)
        parameters_on(self.date, *AGE_PARAMETERS, *YOUTH_AGE_PARAMETERS)
        if self.birth_date is None:
            return
        if self.birth_date > self.date:
            raise InvalidFact("birth_date", f"{self.birth_date} is after {self.date}")
        require_between("birth_date", age_on(self.birth_date, self.date), 0, 120)
        if self.age not in (None, age_on(self.birth_date, self.date)):
            raise InvalidFact("age", f"a person born on {self.birth_date} is not {self.age} on {self.date}")

    def known_age(self) -> int | None:
        """Return the age on the date, or None."""
        return self.age if self.birth_date is None else age_on(self.birth_date, self.date)

    def possible_birth_dates(self, age: int) -> tuple[datetime.date, datetime.date]:
        """Return the first and last birth date that give the age; the same where the birth date is known."""
        return (self.birth_date, self.birth_date) if self.birth_date else birth_dates(age, self.date)


class AllowanceResult(Assessment):
    """The criteria of the allowance; alternatives are ids of topics."""


def assess_allowance(facts: AllowanceFacts) -> AllowanceResult:
    """Assess the right to rehabilitation allowance for a day of rehabilitation.

    Source: Kela. Ages 16-67 until 31 December 2024; 18-67 from 1 January 2025, 16 for those born before 1 January 2009.
    """
    minimum_hours = parameters_on(facts.date, "allowance_min_hours_per_day")
    age, age_parameters = _age_criterion(facts, AGE_PARAMETERS, KELA)
    criteria = (age, _day_length(facts, minimum_hours[0]), _organiser(facts.organiser))
    alternatives: tuple[str, ...] = ()
    if overall(criteria) != "met":
        youth_age, _ = _age_criterion(facts, YOUTH_AGE_PARAMETERS, KELA_YOUTH)
        if facts.known_age() is not None and youth_age.result != "not_met":
            alternatives = ("allowance.youth",)
    return AllowanceResult(facts.date, criteria, (*age_parameters, *minimum_hours), alternatives)


def _age_criterion(
    facts: AllowanceFacts, limits: tuple[str, str], source: str
) -> tuple[Criterion, tuple[Parameter, ...]]:
    """Return the age criterion and the parameters it rests on."""
    minimum, maximum = used = parameters_on(facts.date, *limits)
    exception = tuple(filter(None, (find_parameter(name, facts.date) for name in EXCEPTION_PARAMETERS)))
    age = facts.known_age()
    if age is None:
        return Criterion("age", "unknown", "age_not_given", source), (*used, *exception)
    if age > maximum.whole:
        return Criterion("age", "not_met", "age_above_maximum", source), used
    if age >= minimum.whole:
        return Criterion("age", "met", "age_within_limits", source), used
    if exception and age >= exception[1].whole:
        result, reason = _born_before(exception[0].day, *facts.possible_birth_dates(age))
        return Criterion("age", result, reason, source), (*used, *exception)
    return Criterion("age", "not_met", "age_below_minimum", source), (*used, *exception)


def _born_before(limit: datetime.date, earliest: datetime.date, latest: datetime.date) -> tuple[Outcome, str]:
    if latest < limit:
        return "met", "born_before_exception"
    return ("unknown", "birth_date_decides") if earliest < limit else ("not_met", "age_below_minimum")


def _day_length(facts: AllowanceFacts, minimum: Parameter) -> Criterion:
    hours = facts.hours_per_day_including_travel
    if hours is None:
        return Criterion("day_length", "unknown", "hours_not_given", KELA)
    if hours >= minimum.number:
        return Criterion("day_length", "met", "day_long_enough", KELA)
    if facts.prevents_work is False:
        return Criterion("day_length", "not_met", "day_too_short", KELA)
    reason = "kela_assesses_prevented_work" if facts.prevents_work else "prevents_work_not_given"
    return Criterion("day_length", "unknown", reason, KELA)


def _organiser(organiser: Organiser | None) -> Criterion:
    covered = None if organiser is None else organiser in ORGANISERS_COVERED
    reasons = ("organiser_covered", "organiser_not_covered", "organiser_not_given")
    return criterion_of("organiser", covered, KELA, reasons=reasons)
