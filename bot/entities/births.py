"""Finds when someone was born: "synt. 1961", "olen -61 syntynyt", "vm 58", "born 3 May 2008"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities import dates
from bot.entities.entity import Entity
from bot.entities.reading import Reading

_CUE = re.compile(
    r"\b(?:synt(?:\.|y\w*)?|syntyma(?:aika\w*|vuo\w+|paiva\w*)|s\.|vm\.?|vuosimalli\w*|born|birth ?(?:date|year|day)|year of birth|date of birth|dob)"
    r"(?:[ :]*(?:on|in|is|vuonna|year|paivana|the|was)\b)*[ :,-]*$"
)
_CUE_AFTER = re.compile(r"[ ,]*(?:syntyny\w*|syntyi\w*|synt\.|vuosimalli\w*|is my birth\w*)")
_YEAR = re.compile(r"(?<![\w.,/])(?P<year>(?:19|20)\d\d)\b|(?<![\w.,/])['-]?(?P<short_year>\d\d)\b(?![.,]\d)")
# A message that is nothing but a year from a living person's time.
_ONLY_A_YEAR = re.compile(r"\W*(?:(?:vuonna|vuosi|year|the year|in) )?(?P<year>19\d\d|20[01]\d)\W*")


def find(reading: Reading) -> Iterator[Entity]:
    """Find birth dates (ISO 8601) and, where only that is known, birth years."""
    flat = reading.folded
    for entity in dates.find(reading):
        if _CUE.search(flat, 0, entity.start) or _CUE_AFTER.match(flat, entity.end):
            yield _born(entity)
    for match in _YEAR.finditer(flat):
        year = dates.full_year(match.groupdict())
        if year and (_CUE.search(flat, 0, match.start()) or _CUE_AFTER.match(flat, match.end())):
            yield Entity("birth_year", year, *match.span())
    if only := _ONLY_A_YEAR.fullmatch(flat):
        yield Entity("birth_year", int(only["year"]), *only.span("year"))


def _born(when: Entity) -> Entity:
    iso = str(when.value)
    if len(iso) == len("2008-05-03"):
        return Entity("birth_date", iso, when.start, when.end)
    return Entity("birth_year", int(iso[:4]), when.start, when.end)
