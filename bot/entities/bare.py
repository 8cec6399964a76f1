"""Finds numbers that stand for themselves, the answer to "how much?" or "how many?"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.entities.entity import Entity, plain
from bot.entities.numerals import NumberWords
from bot.entities.reading import Reading
from bot.entities.words import folded_words
from bot.languages.patterns import either

# Longest message in which "one" or "pari" is taken for an answer rather than a figure of speech.
SHORT_ANSWER = 2


@cache
def _part_of_a_name() -> re.Pattern[str]:
    approximate = either(folded_words("numbers", NumberWords).approximate)
    return re.compile(rf"(?!{approximate})(?:[:-]?[^\W\d]| ?%|[/@]\w)")


def find(reading: Reading) -> Iterator[Entity]:
    """Find bare numbers, but none that is part of a name or a percentage."""
    short = reading.word_count <= SHORT_ANSWER
    for number in reading.numbers:
        if (short or not number.weak) and not reading.after(number.end, _part_of_a_name()):
            yield Entity("number", plain(number.value), number.start, number.end, number.unit)
