"""Number words: what each part of a numeral is worth, and how parts add up to a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from bot import languages
from bot.entities.folding import folded_in_place
from bot.languages.patterns import beginning, either

LIMIT = Decimal(10**9)
# Most parts that a numeral written as one word has: eleven for 999,999, and some to spare.
LONGEST = 16
_ROLES = ("alone", "unit", "small", "teen", "tens", "ten", "hundred", "thousand", "million")
Spellings: TypeAlias = "dict[Decimal, tuple[str, ...]]"


@dataclass(frozen=True)
class NumberWords:
    """A language's words for numbers; what each list holds is said in data/words/fi/numbers.yml."""

    alone: Spellings
    unit: Spellings
    small: Spellings
    teen: Spellings
    tens: Spellings
    ten: Spellings
    hundred: Spellings
    thousand: Spellings
    million: Spellings
    weak: tuple[str, ...]
    glued: tuple[str, ...]
    minus: tuple[str, ...]
    half: tuple[str, ...]
    joining: tuple[str, ...]
    ranges: tuple[str, ...]
    names: tuple[str, ...]
    approximate: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A part of a numeral, for instance "kymmentä": the role "ten" and the value 10."""

    role: str
    value: Decimal
    spelling: str


@dataclass(frozen=True)
class Numerals:
    """Every part by its folded form, the forms that are weak evidence of a quantity, and how a whole word looks."""

    parts: dict[str, Part]
    weak: frozenset[str]
    word: re.Pattern[str]

    def split(self, word: str) -> list[Part] | None:
        """Split a folded word, "kuuskytviis", into its parts, long ones first, or return None where they do not fit."""
        if not word:
            return []
        for size in range(len(word), 0, -1):
            part = self.parts.get(word[:size])
            rest = self.split(word[size:]) if part else None
            if part and rest is not None:
                return [part, *rest]
        return None


@dataclass(frozen=True)
class Sum:
    """A number as far as its parts have been read.

    Attributes:
        thousands: what is complete, up to a "thousand" or "million".
        group: hundreds and tens after it.
        unit: a unit that a following "hundred" would still multiply.
        room: what the next part has to stay below: after "sixty" only a unit fits, after "hundred" anything less.
    """

    thousands: Decimal = Decimal(0)
    group: Decimal = Decimal(0)
    unit: Decimal = Decimal(0)
    room: Decimal = LIMIT

    @property
    def value(self) -> Decimal:
        """Return the number."""
        return self.thousands + self.group + self.unit

    def plus(self, parts: Iterable[Part]) -> Sum | None:
        """Return the sum with further parts, None where they do not continue the number."""
        total: Sum | None = self
        for part in parts:
            total = total and total._plus(part)
        return total

    def _plus(self, part: Part) -> Sum | None:
        value, unit = part.value, self.unit
        if part.role == "unit":
            return None if unit or self.room < 10 else replace(self, unit=value)
        if part.role == "alone":
            return None if self != Sum() else Sum(group=value, room=Decimal(1))
        if part.role == "small":
            return None if unit else self._placed(value, below=100, room=10 if value >= 20 else 1)
        if part.role == "teen":
            return self._placed(value + unit, below=100, room=1) if unit else None
        if part.role == "tens":
            return self._placed(value * unit, below=100, room=10) if unit else None
        if part.role == "ten":
            return self._placed(value * (unit or 1), below=100, room=10 if unit else 1)
        if part.role == "hundred":
            return self._placed(value * (unit or 1), below=1000, room=100)
        return self._multiplied(value)

    def _placed(self, amount: Decimal, below: int, room: int) -> Sum | None:
        if self.room < below:
            return None
        return replace(self, group=self.group + amount, unit=Decimal(0), room=Decimal(room))

    def _multiplied(self, scale: Decimal) -> Sum | None:
        if self.thousands and self.thousands < scale * 1000:
            return None
        return Sum(thousands=self.thousands + scale * (self.group + self.unit or 1), room=scale)


@cache
def numerals() -> Numerals:
    """Return the numerals of all languages."""
    spoken = [languages.words(code, "numbers", NumberWords) for code in languages.codes()]
    parts = {
        folded_in_place(spelling): Part(role, value, spelling)
        for role in _ROLES
        for words in spoken
        for value, spellings in getattr(words, role).items()
        for spelling in spellings
    }
    glued = either(folded_in_place(ending) for words in spoken for ending in words.glued)
    word = re.compile(rf"(?<!\w){beginning(parts)}{{1,{LONGEST}}}(?=(?!\w)|{glued})")
    return Numerals(parts, frozenset(folded_in_place(weak) for words in spoken for weak in words.weak), word)


def is_spelt(written: str, spelling: str) -> bool:
    """Whether a lower-case word may stand for a spelling: dots may be left out, not added ("käsi" is no "kasi")."""
    return len(written) == len(spelling) and all(
        one in (other, folded_in_place(other)) for one, other in zip(written, spelling, strict=True)
    )
