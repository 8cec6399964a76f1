"""Finds distances in kilometres: "45 km", "kaheksankyt kilsaa", "about 10 miles"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from bot.entities.entity import Entity, plain
from bot.entities.reading import Reading
from bot.entities.words import folded_words
from bot.languages.patterns import either

KM_PER_MILE = Decimal("1.609344")
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class DistanceWords:
    """A language's units of distance."""

    kilometres: tuple[str, ...]
    miles: tuple[str, ...]


class _Patterns(NamedTuple):
    kilometres: re.Pattern[str]
    miles: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = folded_words("distances", DistanceWords)
    return _Patterns(*(re.compile(rf"[ -]?{either(units)}") for units in (words.kilometres, words.miles)))


def find(reading: Reading) -> Iterator[Entity]:
    """Find distances, miles converted to a tenth of a kilometre."""
    patterns = _patterns()
    for number in reading.numbers:
        if unit := reading.after(number.end, patterns.kilometres):
            yield Entity("distance_km", plain(number.value), number.start, unit.end(), number.unit)
        elif unit := reading.after(number.end, patterns.miles):
            kilometres = (number.value * KM_PER_MILE).quantize(_TENTH)
            yield Entity("distance_km", plain(kilometres), number.start, unit.end(), number.unit)
