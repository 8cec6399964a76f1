"""Finds when someone was born: "synt. 1961", "olen -61 syntynyt", "vm 58", "born 3 May 2008"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities import dates
from bot.entities.entity import Entity
from bot.entities.reading import Reading

_CUE = re.compile(
    r"\b(?:synt(?:\.|y\w*)?|syntyma(?:aika\w*|vuo\w+|paiva\w*)|s\.|vm\.?|vuosimalli\w*|born|birth ?(?:date|year|day)|"
    r"year of birth|date of birth|dob)"
    r"(?:[ :]*(?:on|in|is|vuonna|year|paivana|the|was)\b)*[ :,-]*$"
)
_CUE_AFTER = re.compile(r"[ ,]*(?:syntyny\w*|syntyi\w*|synt\.|vuosimalli\w*|is my birth\w*)")
_YEAR = re.compile(r"(?<![\w.,/])(?P<year>(?:19|20)\d\d)\b|(?<![\w.,/])['-]?(?P<short_year>\d\d)\b(?![.,]\d)")
# A message that is nothing but a year from a living person's time.
_ONLY_A_YEAR = re.compile(
    r"\W*(?:(?:(?:vuonna|vuosi|year|the year|in) )?(?P<year>19\d\d|20[01]\d)|vuonna [-'](?P<short_year>\d\d))\W*"
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
    only = _ONLY_A_YEAR.fullmatch(reading.folded)
    if only and (year := dates.full_year(only.groupdict())):
        yield Entity("birth_year", year, *only.span())


def _is_birth(reading: Reading, start: int, end: int) -> bool:
    return bool(reading.before(start, _CUE) or reading.after(end, _CUE_AFTER))


def _born(when: Entity) -> Iterator[Entity]:
    year, _, month_and_day = str(when.value).partition("-")
    if year and "-" in month_and_day:
        yield Entity("birth_date", when.value, when.start, when.end)
    elif year:
        yield Entity("birth_year", int(year), when.start, when.end)
