"""The words that show that a message asks, or follows up on the answer before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import chain

from bot import languages
from bot.entities.folding import folded_in_place
from bot.languages.patterns import NOTHING


@dataclass(frozen=True)
class _Lists:
    """The lists of data/words/<code>/cues.yml, which says what each is for."""

    connectives: tuple[str, ...]
    abbreviations: tuple[str, ...]
    question_words: tuple[str, ...]
    question_verbs: tuple[str, ...]
    question_endings: tuple[str, ...]
    not_question_endings: tuple[str, ...]
    asking_phrases: tuple[str, ...]
    follow_up_openings: tuple[str, ...]
    additions: tuple[str, ...]
    meaning: tuple[str, ...]
    referring: tuple[str, ...]
    bare: tuple[str, ...]


@dataclass(frozen=True)
class Cues:
    """Patterns to match in folded text, but for `bare`: with its dots, "sää" (weather) is not "saa" (gets)."""

    connective: re.Pattern[str]
    abbreviation: re.Pattern[str]
    opening: re.Pattern[str]
    question_word: re.Pattern[str]
    asking: re.Pattern[str]
    follow_up: re.Pattern[str]
    addition: re.Pattern[str]
    meaning: re.Pattern[str]
    referring: re.Pattern[str]
    bare: re.Pattern[str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """Return the cues of all languages, each of which is understood in every message.

    Raises:
        DataError: a file is missing or breaks its schema.
    """
    own = [languages.words(code, "cues", _Lists) for code in languages.codes()]
    lists = _Lists(*(tuple(chain.from_iterable(getattr(each, field.name) for each in own)) for field in fields(_Lists)))
    endings = rf"(?!(?:{pattern(lists.not_question_endings)})\b)(?:{pattern(lists.question_endings)})\b"
    question_word = rf"(?:{pattern(lists.question_words)})(?![\w'])|{endings}"
    bare = [*lists.bare, *lists.question_words, *lists.question_verbs, *lists.referring]
    return Cues(
        connective=re.compile(rf"(?:{pattern(lists.connectives)})\s+"),
        abbreviation=re.compile(rf"\b(?:{pattern(lists.abbreviations)})\.$"),
        opening=re.compile(rf"{question_word}|(?:{pattern(lists.question_verbs)})(?![\w'])"),
        question_word=re.compile(question_word),
        asking=re.compile(rf"\b(?:{pattern(lists.asking_phrases)})\b"),
        follow_up=re.compile(rf"\W*(?:{pattern(lists.follow_up_openings)})\b"),
        addition=re.compile(rf"\b(?:{pattern(lists.additions)})\W*$"),
        meaning=re.compile(rf"\b(?:{pattern(lists.meaning)})\b"),
        referring=re.compile(rf"\b(?:{pattern(lists.referring)})\b"),
        bare=re.compile(f"{pattern(bare)}|{pattern(bare, fold=str.lower)}"),
    )


def pattern(words: Iterable[str], fold: Callable[[str], str] = folded_in_place) -> str:
    """Return a pattern of the words and phrases of a list, to match in a text that was folded alike."""
    longest_first = sorted(words, key=len, reverse=True)
    if not longest_first:
        return NOTHING
    return "|".join(fold(word).replace("*", r"\w*").replace(" ", r"\s+") for word in longest_first)
