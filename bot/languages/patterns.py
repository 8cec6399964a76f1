"""Writes lists of words as regular expressions, so that a language's files need no knowledge of these.

An entry of a list is a word or a phrase, in which

    *      stands for any letters or none: "suome*" is "suomea" as well as "suomeksi";
    (x|y)  is one or the other: "(a|one) week";
    (x)    may be there or not: "trip(s)" is "trip" as well as "trips".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# A pattern that nothing matches, for an empty list.
NOTHING = r"(?!)"
_FIRST_LETTER = re.compile(r"^[(|]*[\w*]")
_LAST_LETTER = re.compile(r"[\w*][)|]*$")


def either(words: Iterable[str]) -> str:
    """Return a group that matches any of `words` up to the end of a word, the longest first where several would."""
    return _group(map(_ended, _longest_first(words)))


def anywhere(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of `words` as whole words in a text, whatever its capitals."""
    return re.compile(whole(words), re.IGNORECASE)


def whole(words: Iterable[str]) -> str:
    """Return a group that matches any of `words` from the beginning of a word to the end of one."""
    return _group((r"(?<!\w)" if _FIRST_LETTER.match(word) else "") + _ended(word) for word in _longest_first(words))


def one_of_each(lists: Mapping[str, Iterable[str]]) -> str:
    """Return alternatives, a named group for each list, so that a match's `lastgroup` tells whose word it is."""
    return "|".join(f"(?P<{name}>{either(words)})" for name, words in lists.items()) or NOTHING


def beginning(words: Iterable[str]) -> str:
    """Return a group that matches any of `words`, also where a longer word begins with it."""
    return _group(map(one, _longest_first(words)))


def one(word: str) -> str:
    """Return the pattern of one entry.

    Raises:
        ValueError: its brackets do not match.
    """
    *pieces, rest = re.split(r"(\([^()]*\))", word)
    if any(bracket in rest for bracket in "()") or any(bracket in piece for piece in pieces[::2] for bracket in "()"):
        raise ValueError(f"'{word}' has a bracket that is not closed or not opened")
    return "".join(_choice(piece[1:-1]) if piece.startswith("(") else _literal(piece) for piece in (*pieces, rest))


def _ended(word: str) -> str:
    return f"{one(word)}(?!\\w)" if _LAST_LETTER.search(word) else one(word)


def _choice(inside: str) -> str:
    choices = inside.split("|")
    return f"(?:{'|'.join(map(_literal, choices))})" + ("?" if len(choices) == 1 else "")


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\*", r"\w*").replace(r"\ ", " ")


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))


def _group(patterns: Iterable[str]) -> str:
    alternatives = "|".join(patterns)
    return f"(?:{alternatives})" if alternatives else NOTHING
