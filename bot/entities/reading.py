"""A message as the extractors read it: folded for matching, with the numbers in it already found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.entities.folding import folded_in_place
from bot.entities.numbers import Number, find_numbers

# How far before a number its cue may stand, in characters: "maksaa minulle suunnilleen 60".
CUE_REACH = 40
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Reading:
    """A message, its folded form of the same length, its language and its numbers from left to right."""

    text: str
    folded: str
    language: str
    numbers: tuple[Number, ...]

    @classmethod
    def of(cls, text: str, language: str) -> Reading:
        """Read a message."""
        return cls(text, folded_in_place(text), language, find_numbers(text, language))

    @property
    def word_count(self) -> int:
        """How many words and written numbers the message has."""
        return len(_WORD.findall(self.folded))

    def written(self, number: Number) -> str:
        """Return a number as it stands in the folded message."""
        return self.folded[number.start : number.end]

    def after(self, end: int, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match a pattern right after a place."""
        return pattern.match(self.folded, end)

    def before(self, start: int, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Search a pattern that ends in `$` for what stands right before a place."""
        return pattern.search(self.folded, max(0, start - CUE_REACH), start)
