"""Finds lengths of a day in hours: "4,5 h", "viis tuntii", "3 h 45 min", "klo 9-12"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from bot.entities.entity import Entity, plain
from bot.entities.reading import Reading

_HUNDREDTH = Decimal("0.01")
_HOURS = re.compile(
    r"[ -]?(?:an? |of )?(?:h\b|hrs?\b|hours?\b|tuntia?\b|tuntii\b|tunnin\b|tunnissa\b|tuntinen\b|tuntis\w+|t\b)"
)
_AND_A_HALF = re.compile(r" ja puoli\b| and a half\b")
_MINUTES = re.compile(r"[ -]?(?:min|mins|minutes?|minuutti\w*|minuuttii|minsaa)\b")
_AND_MINUTES = re.compile(r",? ?(?:(?:ja|and) )?")
_ONE_HOUR = re.compile(r"\b(?:(?:an|one) hour|tunnin|tunti)\b")
_CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?"
_FROM_TO = re.compile(
    r"(?P<clock>\b(?:klo|kello|from|between|ma-pe|arkisin|mon-fri) ?)?"
    rf"(?<![\d.,])\b{_CLOCK}(?: ?- ?| to | and |:?st[ae] )(?:klo )?{_CLOCK}(?![.,]?\d)"
)
_FROM = re.compile(r"\bfrom $")
# The cases of "from" and "to", of a number word.
_LEAVING = re.compile(r"[a-z]+(?:sta|lta)")
_REACHING = re.compile(r"[a-z]+[aei]n")
# Hours on a clock's dial: three is after nine.
_DIAL = 12


def find(reading: Reading) -> Iterator[Entity]:
    """Find lengths of time in hours, and times of day from which one follows."""
    flat = reading.folded
    for number in reading.numbers:
        if hours := reading.after(number.end, _HOURS):
            value, end = number.value, hours.end()
            if half := _AND_A_HALF.match(flat, end):
                value, end = value + Decimal("0.5"), half.end()
            minutes, end = _minutes_after(reading, end)
            yield Entity("hours", plain(value + minutes), number.start, end, number.unit)
        elif minutes_unit := reading.after(number.end, _MINUTES):
            yield Entity("hours", plain(_in_hours(number.value)), number.start, minutes_unit.end(), number.unit)
    for hour in _ONE_HOUR.finditer(flat):
        half = _AND_A_HALF.match(flat, hour.end())
        yield Entity("hours", "1.5" if half else "1", hour.start(), half.end() if half else hour.end())
    for times in _FROM_TO.finditer(flat):
        if length := _between(times):
            yield Entity("hours", plain(length), *times.span())
    yield from _between_words(reading)


def _minutes_after(reading: Reading, end: int) -> tuple[Decimal, int]:
    glue = _AND_MINUTES.match(reading.folded, end)
    for number in reading.numbers:
        if glue and number.start == glue.end() and (unit := reading.after(number.end, _MINUTES)):
            return _in_hours(number.value), unit.end()
    return Decimal(0), end


def _in_hours(minutes: Decimal) -> Decimal:
    return (minutes / 60).quantize(_HUNDREDTH)


def _between(times: re.Match[str]) -> Decimal | None:
    clock, hour, minute, to_hour, to_minute = times.groups()
    if not (clock or (minute and to_minute)) or int(hour) > 24 or int(to_hour) > 24:
        return None
    length = (int(to_hour) - int(hour)) * 60 + int(to_minute or 0) - int(minute or 0)
    return _in_hours(Decimal(length)) if length > 0 else None


def _between_words(reading: Reading) -> Iterator[Entity]:
    """Find "from nine to three" and "ysistä kahteen"."""
    for first, last in pairwise(reading.numbers):
        between = reading.folded[first.end : last.start]
        in_english = between == " to " and reading.before(first.start, _FROM)
        in_finnish = (
            between == " " and _LEAVING.fullmatch(reading.written(first)) and _REACHING.fullmatch(reading.written(last))
        )
        if (in_english or in_finnish) and max(first.value, last.value) <= _DIAL:
            yield Entity("hours", plain((last.value - first.value + _DIAL) % _DIAL), first.start, last.end)
