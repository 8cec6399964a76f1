"""Reads the extractors' words of all languages: people mix them, so a message's own language does not decide.

Each extractor describes its lists in a dataclass, whose fields are lists of words, or lists by what they stand for; a
language's lists are in data/words/<language>/<extractor>.yml. How an entry is written: bot/languages/patterns.py.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, cast

from bot import languages
from bot.entities.folding import folded

Words = TypeVar("Words")


@cache
def folded_words(name: str, kind: type[Words]) -> Words:
    """Return the lists called `name` of all languages in one, their words folded as messages are.

    Raises:
        DataError: a language's file is missing or breaks the schema.
    """
    lists = [languages.words(code, name, kind) for code in languages.codes()]
    merged = {field.name: _merged([getattr(entry, field.name) for entry in lists]) for field in fields(cast(Any, kind))}
    return kind(**merged)


def _merged(parts: list[Any]) -> Any:
    if isinstance(parts[0], dict):
        return {
            key: _merged([part.get(key, ()) for part in parts])
            for key in dict.fromkeys(key for part in parts for key in part)
        }
    return tuple(folded(word) for part in parts for word in part)
