"""Finds things of which there is a list: therapies, means of travel, organisers, groups of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.data_files import load_records
from bot.entities.entity import Entity
from bot.entities.folding import folded
from bot.entities.reading import Reading

WORDS = Path(__file__).parent / "words"
KINDS = ("therapy", "means", "organiser", "person_group")
# What "..." in a name bridges: the rest of a word and up to four more.
_BRIDGE = r"\w*(?:\W+\w+){0,4}?\W+"
# Longest message in which a word of `alone` is the answer.
SHORT_ANSWER = 3


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
class _Phrase:
    pattern: re.Pattern[str]
    choice: str
    in_capitals: bool = False
    alone: bool = False


def find(reading: Reading) -> Iterator[Entity]:
    """Find choices, the longest phrase of each kind first where several start at the same place."""
    for kind in KINDS:
        yield from _of_kind(kind, reading)


def _of_kind(kind: str, reading: Reading) -> Iterator[Entity]:
    short = reading.word_count <= SHORT_ANSWER
    found = [
        Entity(kind, phrase.choice, *match.span())
        for phrase in _phrases(kind)
        if short or not phrase.alone
        for match in phrase.pattern.finditer(reading.text if phrase.in_capitals else reading.folded)
    ]
    return iter(sorted(found, key=lambda entity: entity.start - entity.end))


@lru_cache(maxsize=None)
def _phrases(kind: str) -> tuple[_Phrase, ...]:
    """Return a kind's phrases compiled, raising DataError where its file breaks the schema."""
    choices = load_records(WORDS / f"{kind}.yml", Choice)
    return tuple(phrase for choice in choices.values() for phrase in _compiled(choice))


def _compiled(choice: Choice) -> Iterator[_Phrase]:
    for name in (*choice.names, *choice.alone):
        capitals = name.isupper()
        pattern = name if capitals else _pattern(folded(name))
        yield _Phrase(re.compile(rf"\b{pattern}\b"), choice.id, capitals, alone=name in choice.alone)


def _pattern(name: str) -> str:
    parts = (_BRIDGE if part == "..." else re.escape(part).replace(r"\*", r"\w*") for part in name.split())
    return r"[\s-]*".join(parts)
