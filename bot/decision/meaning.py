"""Whether a message asks what the words of a question mean."""

from __future__ import annotations

import os
import re

from bot.decision.cues import cues
from bot.entities.folding import folded_in_place

# How many letters at the end of a word inflection changes, and how long a word must be to tell one by.
ENDING = 3
SHORTEST = 4
_WORD = re.compile(r"[^\W\d_]+")


def asks_meaning(text: str, question: str) -> bool:
    """Whether `text` asks what a term of `question` means: "what is meant by institutional care?"."""
    return cues().meaning.search(folded_in_place(text)) is not None and any(
        _same(term, word) for term in _terms(text) for word in _terms(question)
    )


def _terms(text: str) -> set[str]:
    asking = (cues().opening, cues().referring, cues().meaning)
    words = (word for word in _WORD.findall(folded_in_place(text)) if len(word) >= SHORTEST)
    return {word for word in words if not any(pattern.fullmatch(word) for pattern in asking)}


def _same(term: str, word: str) -> bool:
    common = os.path.commonprefix((term, word))
    return len(common) >= max(SHORTEST, len(term) - ENDING, len(word) - 2 * ENDING)
