"""The folded form of a text, in which recognisers need to know only one way of writing each character."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.privacy.cleaning import is_invisible

# Cyrillic and Greek capitals that a person with such a keyboard types for the Latin letters they look like.
_LOOK_ALIKES = str.maketrans("АВЕКМНРСТУХΑΒΕΗΚΜΝΡΤΥΧ", "ABEKMHPCTYXABEHKMNPTYX")
_MINUS_SIGN = "\u2212"


@dataclass(frozen=True)
class Folded:
    """A folded text, and the place in the original of each of its characters."""

    text: str
    _places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that `start` to `end` of the folded text stand for."""
        return self._places[start], max(self._places[end], self._places[end - 1] + 1)


def fold(text: str) -> Folded:
    """Return `text` with plain digits, dashes and spaces, letters without dots or accents, and nothing invisible.

    Letters keep their case. An accented letter loses its accent because many keyboards have none: "Vaylakatu".
    """
    if text.isascii() and text.isprintable():
        return Folded(text, tuple(range(len(text) + 1)))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for folded in character if character.isascii() and character.isprintable() else _fold(character):
            characters.append(folded)
            places.append(place)
    return Folded("".join(characters), (*places, len(text)))


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    if character.isspace():
        return " "
    if is_invisible(character):
        return ""
    if character == _MINUS_SIGN or unicodedata.category(character) == "Pd":
        return "-"
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    decomposed = unicodedata.normalize("NFKD", character).translate(_LOOK_ALIKES)
    return "".join(part for part in decomposed if not unicodedata.category(part).startswith("M"))
