"""Whether a message leans on the answer before it."""

from __future__ import annotations

import re
from enum import Enum

from bot.decision.clauses import asks
from bot.decision.cues import cues
from bot.entities.folding import folded

# A longer message says itself what it is about.
MOST_WORDS = 9
_WORD = re.compile(r"\w[\w'.-]*")


class Leaning(Enum):
    """How a message leans: it names nothing itself ("how do I apply?"), or it goes on ("what about a taxi?")."""

    NAMES_NOTHING = "names nothing"
    GOES_ON = "goes on"


def is_short(text: str) -> bool:
    """Whether a message may lean on the answer before it at all."""
    return len(text.split()) <= MOST_WORDS


def leaning(text: str) -> Leaning | None:
    """Return how a message leans on what was answered before, None where it stands alone."""
    if not is_short(text):
        return None
    flat = folded(text)
    opens = cues().follow_up.match(flat) is not None
    if not (opens or asks(text)):
        return None
    if names_nothing(text):
        return Leaning.NAMES_NOTHING
    return Leaning.GOES_ON if opens or points_back(text) or cues().addition.search(flat) else None


def leans(clause: str) -> bool:
    """Whether a clause needs what was said before it: it points back, or names nothing."""
    return points_back(clause) or names_nothing(clause)


def points_back(text: str) -> bool:
    """Whether a text has a word such as "it"."""
    return cues().referring.search(folded(text)) is not None


def names_nothing(text: str) -> bool:
    """Whether a text has no word of a matter of its own."""
    words = _WORD.findall(text.lower())
    return bool(words) and all(cues().bare.fullmatch(word) for word in words)
