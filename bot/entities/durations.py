"""Finds how long something lasts: "kaksi vuotta", "puoli vuotta", "three months"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities.entity import Entity, plain
from bot.entities.reading import Reading

_UNITS = {
    "day": r"paiva[an]?|paivaa|paivaksi|pv|days?",
    "week": r"viikkoa?|viikon|viikkoo|viikoksi|vko|vk|weeks?",
    "month": r"kuukautta|kuukauden|kuukausi|kuukaudeksi|kuuta|kk|months?",
    "year": r"vuotta|vuoden|vuosi|vuodeksi|years?|yrs?",
}
_UNIT = "|".join(f"(?P<{name}>{forms})" for name, forms in _UNITS.items())
_COUNTED = re.compile(rf"[ -]?(?:an? |of )?(?:{_UNIT})\b(?! (?:sitten|ago))")
_ONE = re.compile(
    r"(?<!few )(?<!muutaman )(?<!usean )(?<!monen )\b"
    r"(?:(?P<week>viikon|(?:a|one) week)|(?P<month>kuukauden|(?:a|one) month)|(?P<year>vuoden|(?:a|one) year))\b"
    r"(?! (?:sitten|ago))"
)


def find(reading: Reading) -> Iterator[Entity]:
    """Find durations; the unit is "day", "week", "month" or "year"."""
    for number in reading.numbers:
        if counted := reading.after(number.end, _COUNTED):
            yield Entity("duration", plain(number.value), number.start, counted.end(), _unit(counted))
    for one in _ONE.finditer(reading.folded):
        yield Entity("duration", "1", *one.span(), one.lastgroup)


def _unit(match: re.Match[str]) -> str:
    return next(name for name in _UNITS if match[name])
