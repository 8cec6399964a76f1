"""Reads the extractors' words of all languages: people mix them, so a message's own language does not decide.

Each extractor describes its lists in a dataclass, whose fields are lists of words, or lists by what they stand for; a
language's lists are in data/words/<language>/<extractor>.yml. How an entry is written: bot/languages/patterns.py.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, cast

from bot import languages
from bot.entities.folding import folded_in_place

Words = TypeVar("Words")


@cache
def folded_words(name: str, kind: type[Words]) -> Words:
    """Return the lists called `name` of all languages in one, their words folded as messages are.

    Raises:
        DataError: a language's file is missing or breaks the schema.
    """
    lists = languages.merged(name, kind)
    return kind(**{field.name: _folded(getattr(lists, field.name)) for field in fields(cast(Any, kind))})


def _folded(words: Any) -> Any:
    if isinstance(words, dict):
        return {key: _folded(own) for key, own in words.items()}
    return tuple(map(folded_in_place, words))
