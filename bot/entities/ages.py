"""Finds ages in years: "45-vuotias", "seitsemänkymppinen", "oon 45", "my son is 6", "45yo"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bot.entities.entity import Entity
from bot.entities.numbers import Number
from bot.entities.reading import Reading
from bot.entities.words import folded_words
from bot.languages.patterns import NOTHING, beginning, either

_YOUNGEST, _OLDEST = 11, 120


@dataclass(frozen=True)
class AgeWords:
    """A language's words about ages; what each list holds is said in data/words/fi/ages.yml."""

    units: tuple[str, ...]
    abbreviations: tuple[str, ...]
    decade_stems: tuple[str, ...]
    decade_endings: tuple[str, ...]
    years: tuple[str, ...]
    after_lengths: tuple[str, ...]
    before_lengths: tuple[str, ...]
    people: tuple[str, ...]
    verbs: tuple[str, ...]
    cues: tuple[str, ...]
    fillers: tuple[str, ...]


class _Patterns(NamedTuple):
    unit: re.Pattern[str]
    decade: re.Pattern[str]
    years: re.Pattern[str]
    cue: re.Pattern[str]
    length_cue: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = folded_words("ages", AgeWords)
    stems = "|".join(f"(?<={stem})" for stem in words.decade_stems) or NOTHING
    cue = rf"\b(?:{either(words.cues)}|{either(words.people)}(?: {either(words.verbs)})?)"
    return _Patterns(
        unit=re.compile(rf"[ -]*(?:{either(words.units)}|{beginning(words.abbreviations)}\.?(?![\w.]*\w))"),
        # "Kuuskymppinen": the number is "kuuskymppi", what makes it an age is the adjective's ending.
        decade=re.compile(rf"(?:{stems}){either(words.decade_endings)}"),
        years=re.compile(rf" {either(words.years)}(?! {either(words.after_lengths)})"),
        cue=re.compile(rf"{cue}(?: {either(words.fillers)})*[ :,]*$"),
        # "38 vuotta" is an age rather than how long something took, unless what stands before it speaks of time.
        length_cue=re.compile(rf"\b{either(words.before_lengths)}(?: \w+)? $"),
    )


def with_unit(reading: Reading) -> Iterator[Entity]:
    """Find ages that say they are ages."""
    patterns = _patterns()
    for number in reading.numbers:
        if unit := reading.after(number.end, patterns.unit) or reading.after(number.end, patterns.decade):
            yield _age(number, unit.end())
        elif years := reading.after(number.end, patterns.years):
            is_length = reading.before(number.start, patterns.length_cue)
            if reading.before(number.start, patterns.cue) or (_YOUNGEST <= number.value <= _OLDEST and not is_length):
                yield _age(number, years.end())


def with_cue(reading: Reading) -> Iterator[Entity]:
    """Find ages that only the words before them make one: "olen 45"."""
    patterns = _patterns()
    for number in reading.numbers:
        if reading.before(number.start, patterns.cue):
            yield _age(number, number.end)


def _age(number: Number, end: int) -> Entity:
    # Whole years that have been reached: a child of one and a half is one.
    return Entity("age", int(number.value), number.start, end, number.unit)
