"""Finds things of which there is a list: therapies, means of travel, organisers, groups of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot import languages
from bot.entities.entity import Entity
from bot.entities.folding import folded_in_place
from bot.entities.reading import Reading

KINDS = ("therapy", "means", "organiser", "person_group")
# What "..." in a name bridges: the rest of a word and up to four more.
_BRIDGE = r"\w*(?:\W+\w+){0,4}?\W+"
# Longest message in which a word of `alone` is the answer.
SHORT_ANSWER = 2


@dataclass(frozen=True)
class Choice:
    """The words by which people name one thing.

    A name that ends in "*" takes any ending; a space in it may be missing or a hyphen; "..." bridges a few words; one
    in capitals ("OT") must be so in the message.

    Attributes:
        id: the entity's value.
        names: what names it anywhere.
        alone: what names it only where nothing else is said, because elsewhere it means something else.
    """

    id: str
    names: tuple[str, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True)
class _Lexicon:
    """One pattern for many names, a group each, and the choice that each group stands for."""

    pattern: re.Pattern[str]
    choices: tuple[str, ...]

    def find(self, kind: str, text: str) -> Iterator[Entity]:
        for match in self.pattern.finditer(text):
            yield Entity(kind, self.choices[(match.lastindex or 1) - 1], *match.span())


@dataclass(frozen=True)
class _Kind:
    names: _Lexicon
    capitals: _Lexicon
    alone: _Lexicon


def find(reading: Reading) -> Iterator[Entity]:
    """Find choices, by the longest name where several start at the same place."""
    for kind in KINDS:
        lexicons = _lexicons(kind)
        yield from lexicons.capitals.find(kind, reading.text)
        yield from lexicons.names.find(kind, reading.folded)
        if reading.word_count <= SHORT_ANSWER:
            yield from lexicons.alone.find(kind, reading.folded)


@cache
def _lexicons(kind: str) -> _Kind:
    """Return a kind's names in all languages compiled, raising DataError where a file breaks the schema."""
    choices = [choice for code in languages.codes() for choice in languages.entries(code, kind, Choice).values()]
    names = [(name, choice.id) for choice in choices for name in choice.names]
    return _Kind(
        names=_lexicon([(folded_in_place(name), choice) for name, choice in names if not name.isupper()]),
        capitals=_lexicon([(name, choice) for name, choice in names if name.isupper()]),
        alone=_lexicon([(folded_in_place(name), choice.id) for choice in choices for name in choice.alone]),
    )


def _lexicon(names: list[tuple[str, str]]) -> _Lexicon:
    longest_first = sorted(names, key=lambda name: len(name[0]), reverse=True)
    either = "|".join(f"({_pattern(name)})" for name, _ in longest_first)
    # With no names at all, a pattern that nothing matches.
    return _Lexicon(
        re.compile(rf"\b(?:{either})\b" if names else r"(?!)"), tuple(choice for _, choice in longest_first)
    )


def _pattern(name: str) -> str:
    parts = (_BRIDGE if part == "..." else re.escape(part).replace(r"\*", r"\w*") for part in name.split())
    return r"[\s-]*".join(parts)
