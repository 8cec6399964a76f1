"""Finds lengths of a day in hours: "4,5 h", "viis tuntii", "3 h 45 min", "klo 9-12"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from bot.entities.entity import Entity, plain
from bot.entities.reading import Reading
from bot.entities.words import folded_words
from bot.languages.patterns import beginning, either

_HUNDREDTH = Decimal("0.01")
_CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?"
# Hours on a clock's dial: three is after nine.
_DIAL = 12


@dataclass(frozen=True)
class HourWords:
    """A language's words for hours; what each list holds is said in data/words/fi/hours.yml."""

    hours: tuple[str, ...]
    minutes: tuple[str, ...]
    fillers: tuple[str, ...]
    half: tuple[str, ...]
    joining: tuple[str, ...]
    one_hour: tuple[str, ...]
    clock: tuple[str, ...]
    before_second: tuple[str, ...]
    between: tuple[str, ...]
    endings_of_first: tuple[str, ...]
    from_endings: tuple[str, ...]
    to_endings: tuple[str, ...]
    before_first_word: tuple[str, ...]
    between_words: tuple[str, ...]


class _Patterns(NamedTuple):
    hours: re.Pattern[str]
    minutes: re.Pattern[str]
    half: re.Pattern[str]
    joining: re.Pattern[str]
    one_hour: re.Pattern[str]
    from_to: re.Pattern[str]
    leaving: re.Pattern[str]
    reaching: re.Pattern[str]
    before_first_word: re.Pattern[str]
    between_words: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = folded_words("hours", HourWords)
    between = rf" ?- ?| {either(words.between)} |:?{either(words.endings_of_first)} "
    return _Patterns(
        hours=re.compile(rf"[ -]?(?:{either(words.fillers)} )?{either(words.hours)}"),
        minutes=re.compile(rf"[ -]?{either(words.minutes)}"),
        half=re.compile(rf" {either(words.half)}"),
        joining=re.compile(rf",? ?(?:{either(words.joining)} )?"),
        one_hour=re.compile(rf"\b{either(words.one_hour)}"),
        from_to=re.compile(
            rf"(?P<clock>\b{beginning(words.clock)} ?)?"
            rf"(?<![\d.,])\b{_CLOCK}(?:{between})(?:{either(words.before_second)} )?{_CLOCK}(?![.,]?\d)"
        ),
        leaving=re.compile(rf"[a-z]+{either(words.from_endings)}"),
        reaching=re.compile(rf"[a-z]+{either(words.to_endings)}"),
        before_first_word=re.compile(rf"\b{either(words.before_first_word)} $"),
        between_words=re.compile(rf" {either(words.between_words)} "),
    )


def find(reading: Reading) -> Iterator[Entity]:
    """Find lengths of time in hours, and times of day from which one follows."""
    flat, patterns = reading.folded, _patterns()
    for number in reading.numbers:
        if hours := reading.after(number.end, patterns.hours):
            value, end = number.value, hours.end()
            if half := patterns.half.match(flat, end):
                value, end = value + Decimal("0.5"), half.end()
            minutes, end = _minutes_after(reading, end)
            yield Entity("hours", plain(value + minutes), number.start, end, number.unit)
        elif minutes_unit := reading.after(number.end, patterns.minutes):
            yield Entity("hours", plain(_in_hours(number.value)), number.start, minutes_unit.end(), number.unit)
    for hour in patterns.one_hour.finditer(flat):
        half = patterns.half.match(flat, hour.end())
        yield Entity("hours", "1.5" if half else "1", hour.start(), half.end() if half else hour.end())
    for times in patterns.from_to.finditer(flat):
        if length := _between(times):
            yield Entity("hours", plain(length), *times.span())
    yield from _between_words(reading)


def _minutes_after(reading: Reading, end: int) -> tuple[Decimal, int]:
    patterns = _patterns()
    glue = patterns.joining.match(reading.folded, end)
    for number in reading.numbers:
        if glue and number.start == glue.end() and (unit := reading.after(number.end, patterns.minutes)):
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
    patterns = _patterns()
    for first, last in pairwise(reading.numbers):
        between = reading.folded[first.end : last.start]
        by_words = patterns.between_words.fullmatch(between) and reading.before(first.start, patterns.before_first_word)
        by_endings = (
            between == " "
            and patterns.leaving.fullmatch(reading.written(first))
            and patterns.reaching.fullmatch(reading.written(last))
        )
        if (by_words or by_endings) and max(first.value, last.value) <= _DIAL:
            yield Entity("hours", plain((last.value - first.value + _DIAL) % _DIAL), first.start, last.end)
