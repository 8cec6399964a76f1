"""Finds dates written out: "3.5.2026", "3. toukokuuta", "May 2026"; a missing part stays missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from bot import languages
from bot.entities.entity import Entity
from bot.entities.folding import folded_in_place
from bot.entities.reading import Reading
from bot.languages.patterns import beginning, either

# So many letters of a month's name tell it from the others of its language.
_LETTERS = 3
# The 29th of February exists in some years, so a day without a year is checked in one of those.
_LEAP_YEAR = 2024
_DAY = r"(?<![\w.])(?P<day>3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NUMERIC = (
    re.compile(rf"(?<![\w-]){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"{_DAY}(?P<mark>[./-])(?P<month>1[0-2]|0?[1-9])(?P=mark){_YEAR}(?!\d)"),
    re.compile(rf"{_DAY}\.(?P<month>1[0-2]|0?[1-9])\.(?P<short_year>\d\d)?(?!\d)"),
)


@dataclass(frozen=True)
class DateWords:
    """A language's words in dates; what each list holds is said in data/words/fi/dates.yml."""

    months: tuple[str, ...]
    abbreviated: bool
    endings: tuple[str, ...]
    other_words: tuple[str, ...]
    endings_before_day: tuple[str, ...]
    stands_alone: bool
    before_months: tuple[str, ...]
    ordinals: tuple[str, ...]
    of: tuple[str, ...]
    before_years: tuple[str, ...]
    years: tuple[str, ...]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each month by the first letters of its folded name."""
        return {folded_in_place(name)[:_LETTERS]: number for number, name in enumerate(self.months, start=1)}

    def patterns(self) -> Iterator[re.Pattern[str]]:
        """Return what dates with a month's name look like."""
        names = [folded_in_place(name) for name in self.months]
        either_month = beginning([*names, *(name[:_LETTERS] for name in names if self.abbreviated)])
        month = rf"\b(?P<month>{either_month})"
        ending = rf"(?!{either(self.other_words)}){either(self.endings)}" if self.endings else r"\b"
        day = rf"{_DAY}{beginning(self.ordinals)}?"
        year = rf"(?:,? (?:{either(self.before_years)} )?{_YEAR})?"
        before_day = either(self.endings_before_day) if self.endings_before_day else ""
        yield re.compile(rf"{month}{before_day}\.? {day}(?!\w){year}")
        yield re.compile(rf"{day}(?: {either(self.of)})? {month}{ending}{year}")
        if self.stands_alone:
            yield re.compile(rf"{month}{ending}{year}")
        else:
            yield re.compile(rf"{month} {_YEAR}\b")
            yield re.compile(rf"\b{either(self.before_months)} {month}\b")


def find(reading: Reading) -> Iterator[Entity]:
    """Find dates as ISO 8601, "2026-05-03", or what of it is known: "--05-03", "2026-05", "--05", "2026"."""
    patterns = _patterns()
    for months, pattern in patterns.dates:
        for match in pattern.finditer(reading.folded):
            parts = match.groupdict()
            month = months.get(parts["month"][:_LETTERS]) or int(parts["month"])
            if iso := _iso(full_year(parts), month, parts.get("day")):
                yield Entity("date", iso, *match.span())
    for match in patterns.year.finditer(reading.folded):
        yield Entity("date", match["year"], *match.span("year"))


def full_year(parts: dict[str, str | None]) -> int | None:
    """Return the year of a match; of two digits, those from 30 on are of the last century."""
    if year := parts.get("year"):
        return int(year)
    if short := parts.get("short_year"):
        return int(short) + (1900 if int(short) >= 30 else 2000)
    return None


def _iso(year: int | None, month: int, day: str | None) -> str | None:
    """Return the known parts in ISO 8601, or None for a day that no month has."""
    prefix = f"{year:04}" if year else "-"
    if not day:
        return f"{prefix}-{month:02}"
    try:
        date(year or _LEAP_YEAR, month, int(day))
    except ValueError:
        return None
    return f"{prefix}-{month:02}-{int(day):02}"


class _Patterns(NamedTuple):
    dates: tuple[tuple[dict[str, int], re.Pattern[str]], ...]
    year: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    spoken = [languages.words(code, "dates", DateWords) for code in languages.codes()]
    years = either(folded_in_place(word) for words in spoken for word in words.years)
    return _Patterns(
        dates=(
            *(({}, pattern) for pattern in _NUMERIC),
            *((words.numbers, pattern) for words in spoken for pattern in words.patterns()),
        ),
        # Before a sign or an abbreviation of a unit it is an amount.
        year=re.compile(rf"\b{years} {_YEAR}\b(?! ?(?:€|e\b|eu|km))"),
    )
