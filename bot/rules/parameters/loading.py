"""Reads the parameter files.

A file maps the name of a parameter to `description`, `unit` (a key of UNITS) and `values`, in the order of their days:

    valid_from         the first day it holds; it holds until the next value's first day
    valid_from_stated  false where no source states that day and it is the earliest one the evidence supports
    value              null where the parameter was repealed or nothing is known from that day on
    confirmed_until    the last day for which a source seen confirms the value; of an undated page, the earliest day its
                       content can be from
    source             an id of bot/knowledge/sources.yml
    note               a remark for the person who checks the table (`make rules-table`)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Optional

from pydantic import ConfigDict, Strict

from bot.data_files import DataError, load_records
from bot.knowledge import SOURCES_FILE, sources
from bot.rules.parameters.value import Parameter, Value

MEASURES = ("EUR", "EUR/km", "km", "hours", "percent")
# How a value of each unit is written in YAML.
UNITS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(MEASURES, (int, float)),
    **dict.fromkeys(("minutes", "days", "weeks", "months", "years", "persons", "times"), (int,)),
    "date": (date,),
    "time": (str,),
}

# A name's values by first day; None where there is no value from that day on.
Table = Mapping[str, "tuple[tuple[date, Parameter | None], ...]"]


# Strict: a date in quotation marks is a text.
_Day = Annotated[date, Strict()]


@dataclass(frozen=True)
class _DatedValue:
    """A value as it stands in a file; see the module."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    valid_from: _Day
    value: Any
    source: str
    valid_from_stated: bool = True
    confirmed_until: Optional[_Day] = None
    note: str = ""


@dataclass(frozen=True)
class _Entry:
    """A parameter as it stands in a file."""

    id: str
    description: str
    unit: str
    values: tuple[_DatedValue, ...]


def load(files: Iterable[Path]) -> Table:
    """Read parameter files.

    Raises:
        DataError: a file breaks the schema, names an unknown source, or defines a name of another file again.
    """
    table: dict[str, tuple[tuple[date, Parameter | None], ...]] = {}
    for file in files:
        for name, entry in load_records(file, _Entry).items():
            if name in table:
                raise DataError(f"{file}: '{name}' is defined in another file too: keep one of them")
            table[name] = tuple(_values(f"{file}: '{name}'", entry))
    return table


def _values(where: str, entry: _Entry) -> Iterator[tuple[date, Parameter | None]]:
    if entry.unit not in UNITS:
        raise DataError(f"{where}: unit {entry.unit!r} is unknown: use one of {', '.join(UNITS)}")
    previous = date.min
    for dated in entry.values:
        if dated.valid_from <= previous:
            raise DataError(f"{where}: {dated.valid_from} comes after {previous}: order the values by valid_from")
        if dated.confirmed_until is not None and dated.confirmed_until < dated.valid_from:
            raise DataError(f"{where}: confirmed_until is before valid_from {dated.valid_from}: correct either")
        if dated.source not in sources():
            raise DataError(f"{where}: source {dated.source!r} is unknown: add it to {SOURCES_FILE.name}")
        previous = dated.valid_from
        yield dated.valid_from, None if dated.value is None else _parameter(where, entry, dated)


def _parameter(where: str, entry: _Entry, dated: _DatedValue) -> Parameter:
    return Parameter(
        name=entry.id,
        description=entry.description,
        value=_typed(where, dated.value, entry.unit),
        unit=entry.unit,
        valid_from=dated.valid_from,
        valid_from_stated=dated.valid_from_stated,
        confirmed_until=dated.confirmed_until,
        source=dated.source,
        note=dated.note,
    )


def _typed(where: str, value: Any, unit: str) -> Value:
    # The exact type: a bool is an int, and a point in time is a date, but neither is meant.
    if type(value) not in UNITS[unit]:
        raise DataError(f"{where}: {value!r} is no value in {unit}: correct the value or the unit")
    # Through text: the float 0.33 is not exactly 0.33, but its shortest text is.
    if unit in MEASURES:
        return Decimal(str(value))
    typed: Value = value
    return typed
