"""Folds a message for word lists: lower case, no dots, every character in its place."""

from __future__ import annotations

_FOLD = str.maketrans("äåöéüõ’‘´–−—", "aaoeuo'''---")


def folded_in_place(text: str) -> str:
    """Return `text` folded, character by character, so that a place in it is the same place in the message."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals, such as "İ", become two characters
        lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lowered.translate(_FOLD)
