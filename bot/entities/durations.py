"""Finds how long something lasts: "kaksi vuotta", "puoli vuotta", "three months"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from bot.entities.entity import Entity, plain
from bot.entities.reading import Reading
from bot.entities.words import folded_words
from bot.languages.patterns import either, one_of_each

Period = Literal["day", "week", "month", "year"]


@dataclass(frozen=True)
class DurationWords:
    """A language's words for how long something lasts; see data/words/fi/durations.yml."""

    units: dict[Period, tuple[str, ...]]
    fillers: tuple[str, ...]
    one: dict[Period, tuple[str, ...]]
    several: tuple[str, ...]
    past: tuple[str, ...]


class _Patterns(NamedTuple):
    counted: re.Pattern[str]
    one: re.Pattern[str]
    several: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = folded_words("durations", DurationWords)
    present = rf"(?! {either(words.past)})"
    return _Patterns(
        counted=re.compile(rf"[ -]?(?:{either(words.fillers)} )?(?:{one_of_each(words.units)}){present}"),
        one=re.compile(rf"\b(?:{one_of_each(words.one)}){present}"),
        several=re.compile(rf"{either(words.several)} $"),
    )


def find(reading: Reading) -> Iterator[Entity]:
    """Find durations; the unit is "day", "week", "month" or "year"."""
    patterns = _patterns()
    for number in reading.numbers:
        if counted := reading.after(number.end, patterns.counted):
            yield Entity("duration", plain(number.value), number.start, counted.end(), counted.lastgroup)
    for one in patterns.one.finditer(reading.folded):
        if not reading.before(one.start(), patterns.several):
            yield Entity("duration", "1", *one.span(), one.lastgroup)
