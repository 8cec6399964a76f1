"""Questions that several guided dialogues share: yes or no, a choice, an age, an amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Callable, Dict, Iterable, Mapping, Optional

from bot.dialogue.engine import InvalidAnswer, Step
from bot.dialogue.phrases import NOT_TODAYS_AGE
from bot.dialogue.utterance import Utterance, amount
from bot.rules.dates import age_on
from bot.wording.formats import euros, number, with_unit

OLDEST = 120
YES_OR_NO = {"yes": True, "no": False}


def yes_or_no(step_id: str, **options: Any) -> Step:
    """Return a question that is answered by yes or no; the answer is a boolean."""
    return Step(step_id, read_yes_or_no, "choice", choices=YES_OR_NO, **options)


def read_yes_or_no(utterance: Utterance, asked: bool) -> Optional[bool]:
    """Return what a yes or no says; only the open question gives it a meaning."""
    return {"affirm": True, "deny": False}.get(utterance.act or "") if asked else None


def one_of(step_id: str, kind: str, values: Iterable[str], **options: Any) -> Step:
    """Return a question with a choice of values, which are those of a kind of fact."""
    choices = {value: value for value in values}

    def read(utterance: Utterance, asked: bool) -> Optional[str]:
        value = utterance.value(kind)
        return value if value in choices else None

    return Step(step_id, read, "choice", frozenset({kind}), choices, **options)


def age(step_id: str, decides: Callable[[int, date], Any]) -> Step:
    """Return the question about an age in whole years.

    Args:
        step_id: the step's id.
        decides: what an age decides on a day. A birth year leaves two ages open, and is enough where both decide alike.
    """

    def read(utterance: Utterance, asked: bool) -> Optional[int]:
        born = utterance.value("birth_date")
        if born is not None:
            return int(within(0, age_on(date.fromisoformat(born), utterance.today), OLDEST))
        ages = [fact for fact in utterance.found("age") if asked or not NOT_TODAYS_AGE.search(utterance.clause(fact))]
        if ages:
            # "My mother is 70 and my father 66": the person has to say whose age is meant.
            several = not asked and any(fact.value != ages[0].value for fact in ages)
            return None if several else int(within(0, amount(ages[0]), OLDEST))
        year = utterance.value("birth_year")
        if year is not None:
            return by_birth_year(int(year), utterance.today)
        years = utterance.value("number") if asked else None
        return None if years is None else int(within(0, Decimal(years), OLDEST))

    def by_birth_year(year: int, today: date) -> int:
        older = int(within(0, today.year - year, OLDEST))
        younger = max(older - 1, 0)
        if decides(younger, today) != decides(older, today):
            raise InvalidAnswer("flow.common.birth_year", younger=younger, older=older)
        return older

    kinds = frozenset({"age", "birth_date", "birth_year", "number"})
    return Step(step_id, read, "integer", kinds, show=lambda value, _: str(value))


def within(low: int, value: Decimal | int, high: int) -> Decimal:
    """Return a number that is between two limits.

    Raises:
        InvalidAnswer: it is not.
    """
    if not low <= value <= high:
        raise InvalidAnswer()
    return Decimal(value)


def show_euros(value: str, language: str) -> str:
    """Write an answered sum of money."""
    return euros(value, language)


def show_km(value: str, language: str) -> str:
    """Write an answered distance."""
    return with_unit(value, "km", language)


def show_hours(value: str, language: str) -> str:
    """Write an answered length of a day."""
    return f"{number(value, language)} h"


def show_place(value: Dict[str, str], language: str) -> str:
    """Write an answered municipality."""
    return value["name"]


def as_decimal(given: Mapping[str, Any], step_id: str) -> Optional[Decimal]:
    """Return an answered amount, None where it is not known."""
    value = given.get(step_id)
    return None if value is None else Decimal(value)
