"""Whether a message is a follow-up: it depends on what was answered, or on the clause before it."""

from __future__ import annotations

import re
from enum import Enum

from bot.decision.clauses import asks
from bot.decision.cues import cues
from bot.decision.limits import SplittingLimits
from bot.entities.folding import folded_in_place

_WORD = re.compile(r"\w[\w'.-]*")


class FollowUp(Enum):
    """How a message follows up: it names no subject ("how do I apply?"), or it says so ("what about a taxi?")."""

    UNNAMED = "names no subject"
    CONTINUING = "says that it goes on"


def is_short(text: str, limits: SplittingLimits) -> bool:
    """Whether a message is short enough to be a follow-up."""
    return len(text) <= limits.most_follow_up_characters and len(text.split()) <= limits.most_follow_up_words


def follow_up(text: str) -> FollowUp | None:
    """Return how a short message follows up on an answer, None where no word of it says so."""
    flat = folded_in_place(text)
    opens = cues().follow_up.match(flat) is not None
    if not (opens or asks(text)):
        return None
    if names_no_subject(text):
        return FollowUp.UNNAMED
    return FollowUp.CONTINUING if opens or refers_back(text) or cues().addition.search(flat) else None


def is_dependent(clause: str) -> bool:
    """Whether a clause needs the one before it to be understood."""
    return refers_back(clause) or names_no_subject(clause)


def refers_back(text: str) -> bool:
    """Whether a text has a word that refers to something before, such as "it"."""
    return cues().referring.search(folded_in_place(text)) is not None


def names_no_subject(text: str) -> bool:
    """Whether no word of a text names what it is about."""
    words = _WORD.findall(text.lower())
    return bool(words) and all(cues().bare.fullmatch(word) for word in words)
