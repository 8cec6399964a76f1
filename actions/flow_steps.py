"""Questions that several guided dialogues share: yes or no, a choice, an age, an amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Callable, Dict, Iterable, Mapping, Optional

from actions.flow_engine import Invalid, Step
from actions.flow_said import Said
from bot import answers

OLDEST = 120
_YES_OR_NO = {"affirm": True, "deny": False}


def yes_or_no(step_id: str, **options: Any) -> Step:
    """Return a question that is answered by yes or no; the answer is a boolean."""
    return Step(step_id, _read_yes_or_no, choices={"yes": True, "no": False}, **options)


def _read_yes_or_no(said: Said, asked: bool) -> Optional[bool]:
    return _YES_OR_NO.get(said.act or "") if asked else None


def one_of(step_id: str, kind: str, values: Iterable[str], **options: Any) -> Step:
    """Return a question with a choice of values, which are those of a kind of fact."""
    choices = {value: value for value in values}

    def read(said: Said, asked: bool) -> Optional[str]:
        value = said.value(kind)
        return value if value in choices else None

    return Step(step_id, read, frozenset({kind}), choices, **options)


def age(step_id: str, decides: Callable[[int, date], Any]) -> Step:
    """Return the question about an age in whole years.

    Args:
        step_id: the step's id.
        decides: what an age decides on a day. A birth year leaves two ages open, and is enough where both decide alike.
    """

    def read(said: Said, asked: bool) -> Optional[int]:
        born = said.value("birth_date")
        if born is not None:
            return int(within(0, age_on(date.fromisoformat(born), said.today), OLDEST))
        year = said.value("birth_year")
        if year is not None:
            older = int(within(0, said.today.year - int(year), OLDEST))
            younger = max(older - 1, 0)
            if decides(younger, said.today) != decides(older, said.today):
                raise Invalid("flow.common.birth_year", younger=younger, older=older)
            return older
        years = said.value("age")
        if years is None and asked:
            years = said.value("number")
        return None if years is None else int(within(0, years, OLDEST))

    return Step(step_id, read, frozenset({"age", "birth_date", "birth_year", "number"}), show=lambda value, _: str(value))


def age_on(born: date, today: date) -> int:
    """Return the age in whole years on a day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def within(low: float, value: Any, high: float) -> Decimal:
    """Return an amount as a number.

    Raises:
        Invalid: it is not between the limits.
    """
    amount = Decimal(str(value))
    if not low <= amount <= high:
        raise Invalid()
    return amount


def plain(amount: Decimal) -> str:
    """Write an amount for the state: a decimal string without needless zeros."""
    return f"{amount.normalize():f}"


def show_euros(value: str, language: str) -> str:
    """Write an answered sum of money."""
    return answers.euros(value, language)


def show_km(value: str, language: str) -> str:
    """Write an answered distance."""
    return f"{answers.number(value, language)} km"


def show_hours(value: str, language: str) -> str:
    """Write an answered length of a day."""
    return f"{answers.number(value, language)} h"


def show_place(value: Dict[str, str], language: str) -> str:
    """Write an answered municipality."""
    return value["name"]


def as_decimal(given: Mapping[str, Any], step_id: str) -> Optional[Decimal]:
    """Return an answered amount, None where it is not known."""
    value = given.get(step_id)
    return None if value is None else Decimal(value)
