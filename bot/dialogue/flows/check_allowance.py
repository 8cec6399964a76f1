"""The guided check of the right to rehabilitation allowance."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Optional, Tuple

from bot import languages
from bot.dialogue.engine import Answers, Ending, Flow, Step
from bot.dialogue.outcome import assessment
from bot.dialogue.steps import (
    YES_OR_NO,
    age,
    as_decimal,
    one_of,
    read_yes_or_no,
    show_hours,
    within,
    yes_or_no,
)
from bot.dialogue.utterance import Utterance, amount
from bot.entities.entity import Entity, plain
from bot.languages.patterns import anywhere
from bot.rules import AllowanceFacts, Criterion, assess_allowance
from bot.rules.parameters import parameter

ID = "check.allowance"
ORGANISERS = ("kela", "occupational_health", "public_health_care", "other")
BIRTH_DATE_DECIDES = "birth_date_decides"
HOURS_IN_DAY = 24


@dataclass(frozen=True)
class AllowanceWords:
    """A language's words; what each list holds is said in data/words/fi/check_allowance.yml."""

    with_travel: Tuple[str, ...]
    travel: Tuple[str, ...]
    not_a_day: Tuple[str, ...]
    each_way: Tuple[str, ...]


_WORDS = languages.merged("check_allowance", AllowanceWords)
# Whether a length of time includes the journey, speaks of one, or is no day's length at all.
_WITH_TRAVEL = anywhere(_WORDS.with_travel)
_TRAVEL = anywhere(_WORDS.travel)
_NOT_A_DAY = anywhere(_WORDS.not_a_day)
_EACH_WAY = anywhere(_WORDS.each_way)


def _age_criterion(years: Optional[int], today: date) -> Criterion:
    return assess_allowance(AllowanceFacts(date=today, age=years)).criteria[0]


def _birth_date_decides(answers: Answers, today: date) -> bool:
    years = answers.get("age")
    return years is not None and _age_criterion(years, today).reason == BIRTH_DATE_DECIDES


def _exception_day(today: date) -> date:
    return parameter("allowance_exception_born_before", today).day


def _read_born_before(utterance: Utterance, asked: bool) -> Optional[bool]:
    """Return whether the person was born before the day that keeps the lower minimum age."""
    day = _exception_day(utterance.today)
    born = utterance.value("birth_date") or (asked and utterance.value("date")) or None
    if born is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", born):
        return date.fromisoformat(born) < day
    year = utterance.value("birth_year")
    if year is not None:
        return int(year) < day.year
    return read_yes_or_no(utterance, asked)


def _read_hours(utterance: Utterance, asked: bool) -> Optional[str]:
    facts = [fact for fact in utterance.found("hours") if asked or not _NOT_A_DAY.search(utterance.clause(fact))]
    hours = sum((amount(fact) * _ways(utterance, fact) for fact in facts), Decimal(0))
    if not facts:
        number = utterance.value("number") if asked else None
        return None if number is None else plain(within(0, Decimal(number), HOURS_IN_DAY))
    # "Five hours" is long enough whatever the journey; of a shorter day it matters, so it is asked.
    whole_day = _WITH_TRAVEL.search(utterance.text) or (len(facts) > 1 and _TRAVEL.search(utterance.text))
    if asked or whole_day or hours >= _limit(utterance.today):
        return plain(within(0, hours, HOURS_IN_DAY))
    return None


def _ways(utterance: Utterance, fact: Entity) -> int:
    return 2 if _EACH_WAY.search(utterance.clause(fact)) else 1


def _limit(today: date) -> Decimal:
    return parameter("allowance_min_hours_per_day", today).number


def _day_is_short(answers: Answers, today: date) -> bool:
    hours = as_decimal(answers, "day_length")
    return hours is not None and hours < _limit(today)


def _finish(answers: Answers, language: str, now: datetime) -> Ending:
    today = now.date()
    facts = AllowanceFacts(
        date=today,
        age=answers.get("age"),
        hours_per_day_including_travel=as_decimal(answers, "day_length"),
        prevents_work=answers.get("prevents_work"),
        organiser=answers.get("organiser"),
    )
    born_before = answers.get("birth_date")
    if born_before is not None:
        # Any birth date on the right side of the day decides alike, and these two give the same age.
        day = _exception_day(today)
        facts = replace(facts, birth_date=day - timedelta(days=1) if born_before else day)
    result = assess_allowance(facts)
    related = {
        "met": ("allowance.apply", "allowance.amount", "allowance.overview"),
        "not_met": ("allowance.youth", "allowance.relatives", "allowance.overview"),
        "unknown": ("allowance.overview", "allowance.day_length", "contact.customer_service"),
    }[result.outcome]
    return Ending(assessment(ID, result, language, now), result.as_dict(), related, sources_of=ID)


FLOW = Flow(
    id=ID,
    steps=(
        age("age", decides=lambda years, today: _age_criterion(years, today).result),
        Step(
            "birth_date",
            _read_born_before,
            "choice",
            kinds=frozenset({"birth_date", "birth_year", "date"}),
            choices=YES_OR_NO,
            needed=_birth_date_decides,
        ),
        Step("day_length", _read_hours, "decimal", frozenset({"hours", "number"}), show=show_hours),
        yes_or_no("prevents_work", needed=_day_is_short),
        one_of("organiser", "organiser", ORGANISERS),
    ),
    finish=_finish,
)
