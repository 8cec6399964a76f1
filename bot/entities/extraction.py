"""Puts the extractors in order: on a stretch of text that several claim, the more specific one wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.entities import ages, bare, births, choices, counts, dates, distances, durations, hours, money, places
from bot.entities.entity import Entity
from bot.entities.reading import Reading

# First what names its own unit, then what only a cue elsewhere makes what it is, last the bare number.
EXTRACTORS: tuple[Callable[[Reading], Iterator[Entity]], ...] = (
    births.find,
    dates.find,
    ages.with_unit,
    money.with_unit,
    distances.find,
    hours.find,
    counts.find,
    durations.find,
    choices.find,
    places.find,
    money.with_cue,
    ages.with_cue,
    bare.find,
)


def extract(text: str, language: str) -> list[Entity]:
    """Return the entities of a message from left to right, none overlapping another.

    Args:
        text: what the person wrote; words of all languages are always understood.
        language: its code, for how digits are written.
    """
    reading = Reading.of(text, language)
    found: list[Entity] = []
    taken = bytearray(len(text))
    for extractor in EXTRACTORS:
        for entity in extractor(reading):
            if not any(taken[entity.start : entity.end]):
                taken[entity.start : entity.end] = b"\1" * (entity.end - entity.start)
                found.append(entity)
    return sorted(found, key=lambda entity: entity.start)
