"""Finds when someone was born: "synt. 1961", "olen -61 syntynyt", "vm 58", "born 3 May 2008"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bot.entities import dates
from bot.entities.entity import Entity
from bot.entities.reading import Reading
from bot.entities.words import folded_words
from bot.languages.patterns import either

_YEAR = re.compile(r"(?<![\w.,/])(?P<year>(?:19|20)\d\d)\b|(?<![\w.,/])['-]?(?P<short_year>\d\d)\b(?![.,]\d)")


@dataclass(frozen=True)
class BirthWords:
    """A language's words about births; what each list holds is said in data/words/fi/births.yml."""

    before: tuple[str, ...]
    fillers: tuple[str, ...]
    after: tuple[str, ...]
    years: tuple[str, ...]
    years_of_two_digits: tuple[str, ...]


class _Patterns(NamedTuple):
    before: re.Pattern[str]
    after: re.Pattern[str]
    only_a_year: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = folded_words("births", BirthWords)
    return _Patterns(
        before=re.compile(rf"\b{either(words.before)}(?:[ :]*{either(words.fillers)})*[ :,-]*$"),
        after=re.compile(rf"[ ,]*{either(words.after)}"),
        # A message that is nothing but a year from a living person's time.
        only_a_year=re.compile(
            rf"\W*(?:(?:{either(words.years)} )?(?P<year>19\d\d|20[01]\d)"
            rf"|{either(words.years_of_two_digits)} [-'](?P<short_year>\d\d))\W*"
        ),
    )


def find(reading: Reading) -> Iterator[Entity]:
    """Find birth dates (ISO 8601) and, where only that is known, birth years."""
    for entity in dates.find(reading):
        if _is_birth(reading, entity.start, entity.end):
            yield from _born(entity)
    for match in _YEAR.finditer(reading.folded):
        year = dates.full_year(match.groupdict())
        if year and _is_birth(reading, *match.span()):
            yield Entity("birth_year", year, *match.span())
    only = _patterns().only_a_year.fullmatch(reading.folded)
    if only and (year := dates.full_year(only.groupdict())):
        yield Entity("birth_year", year, *only.span())


def _is_birth(reading: Reading, start: int, end: int) -> bool:
    return bool(reading.before(start, _patterns().before) or reading.after(end, _patterns().after))


def _born(when: Entity) -> Iterator[Entity]:
    year, _, month_and_day = str(when.value).partition("-")
    if year and "-" in month_and_day:
        yield Entity("birth_date", when.value, when.start, when.end)
    elif year:
        yield Entity("birth_year", int(year), when.start, when.end)
