"""One dated value of a parameter: what it is, when it holds, and which source confirms it until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Union

from bot.knowledge import sources

# Money and measures are Decimal, so that nobody computes with floats.
Value = Union[Decimal, int, str, date]


class NoValueOn(LookupError):
    """A parameter has no value on a day; names both."""

    def __init__(self, name: str, on: date) -> None:
        super().__init__(f"{name} has no value on {on.isoformat()}: no source seen covers that day")
        self.name = name
        self.on = on


@dataclass(frozen=True)
class Parameter:
    """One value of a parameter, in force from `valid_from` until the next one's first day.

    Attributes:
        valid_from_stated: false where no source states that day and it is the earliest one the evidence supports.
        confirmed_until: the last day for which a source seen confirms the value; None where none does.
        source: an id of bot/knowledge/sources.yml.
    """

    name: str
    description: str
    value: Value
    unit: str
    valid_from: date
    valid_from_stated: bool
    confirmed_until: date | None
    source: str
    note: str

    @property
    def source_url(self) -> str:
        """The address of the page that states the value."""
        return sources()[self.source].url

    @property
    def number(self) -> Decimal:
        """The value of a parameter counted in money, a measure or whole units."""
        if not isinstance(self.value, (Decimal, int)):
            raise TypeError(f"{self.name} is a {self.unit}, not a number")
        return Decimal(self.value)

    @property
    def whole(self) -> int:
        """The value of a parameter counted in whole units: days, months, years, persons."""
        if not isinstance(self.value, int):
            raise TypeError(f"{self.name} is in {self.unit}, not in whole units")
        return self.value

    @property
    def day(self) -> date:
        """The value of a parameter that is a date."""
        if not isinstance(self.value, date):
            raise TypeError(f"{self.name} is in {self.unit}, not a date")
        return self.value

    def confirmed_on(self, on: date) -> bool:
        """Tell whether a source seen confirms the value for that day."""
        return self.confirmed_until is not None and on <= self.confirmed_until

    def as_dict(self) -> dict[str, Any]:
        """Return the parameter ready for JSON: numbers as numbers, dates in ISO form."""
        return {
            "name": self.name,
            "value": _json_ready(self.value),
            "unit": self.unit,
            "valid_from": self.valid_from.isoformat(),
            "valid_from_stated": self.valid_from_stated,
            "confirmed_until": self.confirmed_until.isoformat() if self.confirmed_until else None,
            "source": self.source,
            "source_url": self.source_url,
        }


def _json_ready(value: Value) -> float | int | str:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
