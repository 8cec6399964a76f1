"""Rehabilitation allowance (kuntoutusraha): who may get it, its waiting period and its deadline; never its amount.

Where the sources leave something open:

- Ages are inclusive at both ends: 67 is met, 68 is not, and likewise 19 and 20 for the young person's allowance.
- Where only an age is known and the birth date decides (from 2025 those born before 1 January 2009 keep the lower
  minimum age), every birth date that gives the age is considered: all inside is met, none is not met, some is unknown.
- A day under four hours that prevents work and earning is for Kela to judge: unknown.
- Kela, occupational health care and public health care (the wellbeing services counties) are the organisers the sources
  name; any other does not meet the criterion.
- That relatives, waiting and interruptions are covered reads "Kela may pay": never met, at most unknown.
- A deadline counts from the day payment is wanted, by the value in force on that day.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from bot.rules.dates import add_months, age_on, birth_dates
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
    unconfirmed,
)
from bot.rules.parameters import Parameter, find_parameter

Organiser = Literal["kela", "occupational_health", "public_health_care", "other"]
RelativeOccasion = Literal["adaptation_course", "rehabilitation_course", "family_rehabilitation", "other"]
Pause = Literal["waiting_for_long_rehabilitation", "short_interruption"]

KELA = "kela_rehabilitation_allowance"
KELA_YOUTH = "kela_young_persons_allowance"
INVALIDILIITTO = "invalidiliitto_rehabilitation"
ORGANISERS_COVERED = ("kela", "occupational_health", "public_health_care")
OCCASIONS_COVERED = ("adaptation_course", "rehabilitation_course", "family_rehabilitation")
AGE_PARAMETERS = ("allowance_min_age", "allowance_max_age")
YOUTH_AGE_PARAMETERS = ("youth_allowance_min_age", "youth_allowance_max_age")
EXCEPTION_PARAMETERS = ("allowance_exception_born_before", "allowance_min_age_born_before_exception")

# Kela's list of waiting periods; the two at the end depend on the length of the rehabilitation.
WAITING_PERIODS: Mapping[str, str] = {
    "sickness_or_unemployment_allowance_just_before": "waiting_period_none",
    "basic_social_assistance_this_or_last_month": "waiting_period_none",
    "own_childs_rehabilitation": "waiting_period_none",
    "kiila": "waiting_period_short",
    "work_try_out": "waiting_period_short",
    "vocational_assessment": "waiting_period_short",
    "taito": "waiting_period_short",
    "education_or_training": "waiting_period_long",
    "youth_allowance": "waiting_period_long",
    "full_pension": "waiting_period_full_pension",
}
WAITING_PERIODS_BY_LENGTH: Mapping[str, str] = {
    "individual_rehabilitation": "short_individual_rehabilitation_max_days",
    "course_or_family_rehabilitation": "short_course_max_days",
}


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """A person's age on a date, by birth date or in whole years; None where nobody said."""

    date: datetime.date
    birth_date: datetime.date | None = None
    age: int | None = None

    def __post_init__(self) -> None:
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


@dataclass(frozen=True, kw_only=True)
class AllowanceFacts(PersonFacts):
    """What is known of a rehabilitation day: hours 0-24, whether it prevents work, and who organises it."""

    hours_per_day_including_travel: Decimal | None = None
    prevents_work: bool | None = None
    organiser: Organiser | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_between("hours_per_day_including_travel", self.hours_per_day_including_travel, 0, 24)
        require_one_of("organiser", self.organiser, get_args(Organiser))


@dataclass(frozen=True, kw_only=True)
class YouthAllowanceFacts(PersonFacts):
    """What is known of a young person's capacity for work, need and personal plan (KHOPS)."""

    capacity_substantially_reduced: bool | None = None
    needs_intensified_rehabilitation: bool | None = None
    has_personal_plan: bool | None = None


class AllowanceResult(Assessment):
    """The criteria of either allowance; alternatives are ids of topics."""


@dataclass(frozen=True)
class WaitingPeriod:
    """Working days (Monday to Saturday) before the allowance is paid; None where an unknown length decides."""

    date: datetime.date
    days: int | None
    parameters: tuple[Parameter, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the waiting period ready for JSON."""
        return {
            "days": self.days,
            "parameters": [used.as_dict() for used in self.parameters],
            "unconfirmed": unconfirmed(self.parameters, self.date),
            "indicative": True,
        }


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


def assess_youth_allowance(facts: YouthAllowanceFacts) -> AllowanceResult:
    """Assess the right to the young person's allowance (nuoren kuntoutusraha).

    Source: Kela. Ages 16-19 until 31 December 2024; 18-19 from 1 January 2025, 16 for those born before 1 January 2009.
    """
    age, parameters = _age_criterion(facts, YOUTH_AGE_PARAMETERS, KELA_YOUTH)
    criteria = (
        age,
        criterion_of(
            "capacity",
            facts.capacity_substantially_reduced,
            KELA_YOUTH,
            reasons=("capacity_reduced", "capacity_not_reduced", "capacity_not_given"),
        ),
        criterion_of(
            "need",
            facts.needs_intensified_rehabilitation,
            KELA_YOUTH,
            reasons=("need_intensified", "need_not_intensified", "need_not_given"),
        ),
        criterion_of(
            "plan",
            facts.has_personal_plan,
            KELA_YOUTH,
            reasons=("personal_plan", "no_personal_plan", "personal_plan_not_given"),
        ),
    )
    return AllowanceResult(facts.date, criteria, parameters)


def assess_relatives_allowance(
    date: datetime.date, occasion: RelativeOccasion | None, justified_in_plan: bool | None
) -> AllowanceResult:
    """Assess the allowance of a relative or parent who takes part: Kela may pay it, so the outcome is never met.

    Source: Invalidiliitto; undated.
    """
    require_one_of("occasion", occasion, get_args(RelativeOccasion))
    covered = None if occasion is None else occasion in OCCASIONS_COVERED
    criteria = (
        criterion_of(
            "occasion",
            covered,
            INVALIDILIITTO,
            reasons=("occasion_covered", "occasion_not_covered", "occasion_not_given"),
        ),
        criterion_of(
            "plan",
            justified_in_plan,
            INVALIDILIITTO,
            reasons=("justified_in_plan", "not_justified_in_plan", "justification_not_given"),
        ),
        _kela_may_pay(),
    )
    return AllowanceResult(date, criteria, ())


def assess_pause(date: datetime.date, pause: Pause) -> AllowanceResult:
    """Assess the allowance for a wait before long rehabilitation or a short interruption: for Kela to judge.

    Source: Invalidiliitto; undated. It does not say how long either may be.
    """
    require_one_of("pause", pause, get_args(Pause))
    return AllowanceResult(date, (Criterion("pause", "met", pause, INVALIDILIITTO), _kela_may_pay()), ())


def waiting_period(date: datetime.date, situation: str, working_days: int | None = None) -> WaitingPeriod:
    """Return the waiting period (omavastuuaika) of a situation.

    Args:
        date: the day asked about.
        situation: a key of WAITING_PERIODS or WAITING_PERIODS_BY_LENGTH.
        working_days: the length of the rehabilitation, Monday to Saturday, where it decides.

    Raises:
        InvalidFact: the situation or its length is not valid, or no value covers the date.
    """
    require_one_of("situation", situation, (*WAITING_PERIODS, *WAITING_PERIODS_BY_LENGTH))
    require_between("working_days", working_days, 1, 1000)
    if situation in WAITING_PERIODS:
        used = parameters_on(date, WAITING_PERIODS[situation])
        return WaitingPeriod(date, used[0].whole, used)
    used = parameters_on(date, WAITING_PERIODS_BY_LENGTH[situation], "waiting_period_short", "waiting_period_long")
    longest_short, short, long = used
    if working_days is None:
        return WaitingPeriod(date, None, used)
    return WaitingPeriod(date, (short if working_days <= longest_short.whole else long).whole, used)


def allowance_claim_deadline(from_day: datetime.date) -> datetime.date:
    """Return the last day to claim an allowance from a day on: six months, until the end of 2022 four.

    Raises:
        InvalidFact: no value covers the day.
    """
    (months,) = parameters_on(from_day, "allowance_claim_deadline_months")
    return add_months(from_day, months.whole)


def _age_criterion(facts: PersonFacts, limits: tuple[str, str], source: str) -> tuple[Criterion, tuple[Parameter, ...]]:
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


def _kela_may_pay() -> Criterion:
    return Criterion("decision", "unknown", "kela_may_pay", INVALIDILIITTO)
