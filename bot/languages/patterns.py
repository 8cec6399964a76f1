"""Writes lists of words as regular expressions, so that a language's files need no knowledge of these.

In a list, a "*" stands for any letters or none: "suome*" is "suomea" as well as "suomeksi".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# A pattern that nothing matches, for an empty list.
NOTHING = r"(?!)"


def either(words: Iterable[str]) -> str:
    """Return a group that matches any of `words`, the longest first where several would match."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(one, longest_first))})" if longest_first else NOTHING


def one(word: str) -> str:
    """Return the pattern of one word of a list."""
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", " ")
