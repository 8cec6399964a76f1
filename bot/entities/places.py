"""Finds municipalities and the districts of Kela's contracts, as the directory knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.directory import find_district, find_municipalities
from bot.entities.entity import Entity
from bot.entities.reading import Reading

_WORD = re.compile(r"[\w-]+")


def find(reading: Reading) -> Iterator[Entity]:
    """Find municipalities, {"code": "091", "name": "Helsinki"}, and the one district that a message names."""
    for match in find_municipalities(reading.text):
        municipality = match.municipality
        yield Entity("municipality", {"code": municipality.code, "name": municipality.fi}, match.start, match.end)
    if district := find_district(reading.text):
        for word in _WORD.finditer(reading.text):
            if find_district(word[0]) == district:
                yield Entity("district", district.id, *word.span())
                return
