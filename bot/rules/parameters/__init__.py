"""The dated values the rules use: amounts, ages, periods and deadlines, each with its source.

Each YAML file beside this one has two keys. `sources` maps the ids used in the file to addresses. `parameters` maps a
name to `description`, `unit` and `values`; a value has

    valid_from         the first day it holds; it holds until the next value's first day
    valid_from_stated  false where no source states that day and it is the earliest one the evidence supports
    value              null where the parameter was repealed or nothing is known from that day on
    confirmed_until    the last day for which a source seen confirms the value; of an undated page, the earliest day its
                       content can be from
    source             an id of `sources`
    note               a remark for the person who checks the table (`make rules-table`)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.data_files import DataError, UniqueKeyLoader

FOLDER = Path(__file__).resolve().parent
STALE_AFTER = timedelta(days=365)

Value = Decimal | int | str | date

# How a value of each unit is written in YAML. Money and measures become Decimal, so that nobody computes with floats.
MEASURES = ("EUR", "EUR/km", "km", "hours")
UNITS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(MEASURES, (int, float)),
    **dict.fromkeys(("days", "months", "years", "persons"), (int,)),
    "date": (date,),
    "time": (str,),
}
FILE_KEYS = {"sources", "parameters"}
ENTRY_KEYS = {"description", "unit", "values"}
VALUE_KEYS = {"valid_from", "value", "source"}
OPTIONAL_VALUE_KEYS = {"valid_from_stated", "confirmed_until", "note"}


class NoValueOn(LookupError):
    """A parameter has no value on a day; names both."""

    def __init__(self, name: str, on: date) -> None:
        super().__init__(f"{name} has no value on {on.isoformat()}: no source seen covers that day")
        self.name = name
        self.on = on


class InvalidParameters(ValueError):
    """A parameter file breaks the schema; names the file, the key and the fix."""


@dataclass(frozen=True)
class Parameter:
    """One value of a parameter, in force from `valid_from` until the next one's first day."""

    name: str
    description: str
    value: Value
    unit: str
    valid_from: date
    valid_from_stated: bool
    confirmed_until: date | None
    source: str
    source_url: str
    note: str

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


def parameter(name: str, on: date) -> Parameter:
    """Return the value of a parameter in force on a day.

    Raises:
        NoValueOn: no value covers the day, or it was repealed.
        KeyError: there is no such parameter.
    """
    found = find_parameter(name, on)
    if found is None:
        raise NoValueOn(name, on)
    return found


def find_parameter(name: str, on: date) -> Parameter | None:
    """Return the value of a parameter in force on a day, or None where there is none."""
    current: Parameter | None = None
    for valid_from, dated in _table()[name]:
        if valid_from <= on:
            current = dated
    return current


def all_parameters() -> tuple[Parameter, ...]:
    """Return every value ever in force, by name and then by first day."""
    return tuple(dated for name in sorted(_table()) for _, dated in _table()[name] if dated is not None)


def names() -> tuple[str, ...]:
    """Return the names of all parameters, in order."""
    return tuple(sorted(_table()))


def stale(on: date) -> tuple[Parameter, ...]:
    """Return the values in force on a day whose confirmation is then older than a year, or missing."""
    in_force = (find_parameter(name, on) for name in names())
    return tuple(dated for dated in in_force if dated is not None and is_stale(dated, on))


def is_stale(dated: Parameter, on: date) -> bool:
    """Tell whether the value's confirmation is older than a year on a day, or missing."""
    return dated.confirmed_until is None or on - dated.confirmed_until > STALE_AFTER


# A name's values by first day; None where there is no value from that day on.
_Table = Mapping[str, tuple[tuple[date, "Parameter | None"], ...]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    return load(sorted(FOLDER.glob("*.yml")))


def load(files: Iterable[Path]) -> _Table:
    """Read parameter files.

    Raises:
        InvalidParameters: a file breaks the schema, or two files define the same name.
    """
    table: dict[str, tuple[tuple[date, Parameter | None], ...]] = {}
    for file in files:
        content = _read(file)
        for name, entry in content["parameters"].items():
            if name in table:
                raise InvalidParameters(f"{file.name}: {name} is defined twice: keep one of them")
            table[name] = tuple(_values(f"{file.name}: {name}", name, entry, content["sources"]))
    return table


def _read(file: Path) -> dict[str, Any]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=UniqueKeyLoader)  # noqa: S506 (it is a SafeLoader)
    except (yaml.YAMLError, DataError) as error:
        raise InvalidParameters(f"{file.name}: {error}") from error
    _check_keys(file.name, content, FILE_KEYS)
    return dict(content)


def _values(where: str, name: str, entry: Any, sources: Mapping[str, str]) -> Iterator[tuple[date, Parameter | None]]:
    _check_keys(where, entry, ENTRY_KEYS)
    if entry["unit"] not in UNITS:
        raise InvalidParameters(f"{where}: unit {entry['unit']!r} is unknown: use one of {', '.join(UNITS)}")
    previous = date.min
    for value in entry["values"]:
        _check_value(where, value, sources)
        valid_from = value["valid_from"]
        if valid_from <= previous:
            raise InvalidParameters(f"{where}: {valid_from} comes after {previous}: order the values by valid_from")
        previous = valid_from
        yield valid_from, None if value["value"] is None else _parameter(where, name, entry, value, sources)


def _parameter(where: str, name: str, entry: Any, value: Any, sources: Mapping[str, str]) -> Parameter:
    return Parameter(
        name=name,
        description=entry["description"],
        value=_typed(where, value["value"], entry["unit"]),
        unit=entry["unit"],
        valid_from=value["valid_from"],
        valid_from_stated=value.get("valid_from_stated", True),
        confirmed_until=value.get("confirmed_until"),
        source=value["source"],
        source_url=sources[value["source"]],
        note=value.get("note", ""),
    )


def _check_value(where: str, value: Any, sources: Mapping[str, str]) -> None:
    _check_keys(where, value, VALUE_KEYS, OPTIONAL_VALUE_KEYS)
    for key in ("valid_from", "confirmed_until"):
        if key in value and not isinstance(value[key], date):
            raise InvalidParameters(f"{where}: {key} {value[key]!r} is no date: write it unquoted as YYYY-MM-DD")
    if value.get("confirmed_until", date.max) < value["valid_from"]:
        raise InvalidParameters(f"{where}: confirmed_until is before valid_from {value['valid_from']}: correct either")
    if value["source"] not in sources:
        raise InvalidParameters(f"{where}: source {value['source']!r} is unknown: add it under 'sources'")


def _typed(where: str, value: Any, unit: str) -> Value:
    # The exact type: a bool is an int, and a point in time is a date, but neither is meant.
    if type(value) not in UNITS[unit]:
        raise InvalidParameters(f"{where}: {value!r} is no value in {unit}: correct the value or the unit")
    # Through text: the float 0.33 is not exactly 0.33, but its shortest text is.
    if unit in MEASURES:
        return Decimal(str(value))
    typed: Value = value
    return typed


def _check_keys(where: str, node: Any, required: set[str], optional: Iterable[str] = ()) -> None:
    if not isinstance(node, dict):
        raise InvalidParameters(f"{where}: write a mapping with the keys {', '.join(sorted(required))}")
    for key in sorted(required - set(node)):
        raise InvalidParameters(f"{where}: key '{key}' is missing: add it")
    for key in sorted(set(node) - required - set(optional)):
        raise InvalidParameters(f"{where}: key '{key}' is unknown: remove it or correct its spelling")


def _json_ready(value: Value) -> float | int | str:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
