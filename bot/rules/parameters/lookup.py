"""Finds the values in force on a day, and those whose confirmation is old."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from bot.rules.parameters.loading import Table, load
from bot.rules.parameters.value import NoValueOn, Parameter

FOLDER = Path(__file__).resolve().parent
STALE_AFTER = timedelta(days=365)


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


@lru_cache(maxsize=1)
def _table() -> Table:
    return load(sorted(FOLDER.glob("*.yml")))
