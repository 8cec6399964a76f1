"""Finds distances in kilometres: "45 km", "kaheksankyt kilsaa", "about 10 miles"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.entities.entity import Entity, plain
from bot.entities.reading import Reading

KM_PER_MILE = Decimal("1.609344")
_TENTH = Decimal("0.1")
_KILOMETRES = re.compile(r"[ -]?(?:km\b|km:\w+|kms\b|kilsa[a-z]*|kilso[a-z]*|kilomet[a-z]+)")
_MILES = re.compile(r"[ -]?(?:mi|miles?|mail(?:i|ia|in))\b")


def find(reading: Reading) -> Iterator[Entity]:
    """Find distances, miles converted to a tenth of a kilometre."""
    for number in reading.numbers:
        if unit := reading.after(number.end, _KILOMETRES):
            yield Entity("distance_km", plain(number.value), number.start, unit.end(), number.unit)
        elif unit := reading.after(number.end, _MILES):
            kilometres = (number.value * KM_PER_MILE).quantize(_TENTH)
            yield Entity("distance_km", plain(kilometres), number.start, unit.end(), number.unit)
