"""The languages that the assistant speaks: each is a folder of locales/ and of data/words/, and nothing in code.

`codes()` lists them, `get(code)` describes one, and `words` and `entries` read a language's own word lists.
"""

from __future__ import annotations

from bot.languages.languages import (
    Language,
    Languages,
    UnknownLanguage,
    codes,
    default,
    entries,
    get,
    merged,
    others,
    words,
)

__all__ = [
    "Language",
    "Languages",
    "UnknownLanguage",
    "codes",
    "default",
    "entries",
    "get",
    "merged",
    "others",
    "words",
]
