"""Reads the letter O among digits as the zero that it was meant to be: "O4O 123 4567"."""

from __future__ import annotations

import re

# Digits and Os with at most one letter before and after them: an identity code's sign and check character.
_WORD = re.compile(r"(?<![A-Za-z]{2})[0-9Oo]*[0-9][0-9Oo]*(?![A-Za-z]{2})")
# The Os between two such words.
_ALONE = re.compile(r"(?<=[0-9][ -])[Oo]{1,4}(?=[ -]?[0-9])")


def with_zeros(text: str) -> str:
    """Return a text of the same length in which each O that stands for a zero is one."""
    if "O" not in text and "o" not in text:
        return text
    return _ALONE.sub(_zeros, _WORD.sub(_zeros, text))


def _zeros(found: re.Match[str]) -> str:
    return found[0].replace("O", "0").replace("o", "0")
