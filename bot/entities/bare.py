"""Finds numbers that stand for themselves, the answer to "how much?" or "how many?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities.entity import Entity, plain
from bot.entities.reading import Reading

# Longest message in which "one" or "pari" is taken for an answer rather than a figure of speech.
SHORT_ANSWER = 2
_PART_OF_A_NAME = re.compile(r"(?!ish\b)(?:[:-]?[^\W\d]| ?%|[/@]\w)")


def find(reading: Reading) -> Iterator[Entity]:
    """Find bare numbers, but none that is part of a name or a percentage."""
    short = reading.word_count <= SHORT_ANSWER
    for number in reading.numbers:
        if (short or not number.weak) and not reading.after(number.end, _PART_OF_A_NAME):
            yield Entity("number", plain(number.value), number.start, number.end, number.unit)
