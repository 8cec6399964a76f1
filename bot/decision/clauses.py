"""Cuts a message into sentences and clauses, and picks those that ask."""

from __future__ import annotations

import re

from bot.decision.cues import cues
from bot.decision.limits import SplittingLimits
from bot.entities.folding import folded_in_place

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\n+|;\s*")
_CLAUSE_START = re.compile(r"[,:–-]\s+|\s+(?=[^\W\d])")


def questions(text: str, limits: SplittingLimits) -> tuple[str, ...]:
    """Return the clauses that ask, in their order; none where the whole message is one question or asks nothing."""
    clauses = [_clauses(sentence) for sentence in sentences(text)]
    asking = [clause for sentence in clauses for clause in _asking(sentence) if _is_long_enough(clause, limits)]
    return tuple(asking[: limits.most_questions]) if sum(map(len, clauses)) > 1 else ()


def statements(text: str, limits: SplittingLimits) -> tuple[str, ...]:
    """Return the last sentences and clauses that ask nothing; none where the message is one sentence."""
    found = sentences(text)
    stated = [each for sentence in found for each in _stated(sentence) if _is_long_enough(each, limits)]
    return tuple(stated[-limits.most_statements :]) if len(found) > 1 else ()


def _is_long_enough(clause: str, limits: SplittingLimits) -> bool:
    return len(clause.split()) >= limits.fewest_words


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        if found and cues().abbreviation.search(folded_in_place(found[-1])):
            found[-1] += " " + piece
        elif piece.strip():
            found.append(piece)
    return [piece.strip() for piece in found]


def _clauses(sentence: str) -> list[str]:
    """Cut a sentence where a comma or a word such as "and" is followed by the beginning of a question."""
    flat = folded_in_place(sentence)
    starts = [0]
    # In a statement, "and will be away" only goes on; in a question, "and will it be ..." asks again.
    is_statement = flat.endswith((".", "!")) and not asks(sentence)
    opening = cues().question_word if is_statement else cues().opening
    for place in _CLAUSE_START.finditer(flat):
        after = place.end()
        connective = cues().connective.match(flat, after)
        bare_space = not place.group().strip()
        if bare_space and not connective:
            continue
        while connective:
            after = connective.end()
            connective = cues().connective.match(flat, after)
        if after > starts[-1] and opening.match(flat, after):
            starts.append(place.start() if bare_space else place.end())
    return [sentence[start:end].strip(" ,:–-") for start, end in zip(starts, [*starts[1:], len(sentence)], strict=True)]


def _stated(sentence: str) -> list[str]:
    """Return a sentence that asks nothing, or the clauses of one that ask nothing: "She fell, what shall I do?"."""
    if not asks(sentence):
        return [sentence]
    clauses = _clauses(sentence)
    asking = _asking(clauses)
    return [clause for clause in clauses if clause not in asking]


def _asking(clauses: list[str]) -> list[str]:
    """Return the clauses of a sentence that ask; "I would like to know" only where no other does."""
    return [clause for clause in clauses if _is_question(clause)] or [clause for clause in clauses if asks(clause)]


def asks_anything(text: str) -> bool:
    """Whether any clause of a text asks something."""
    return any(asks(clause) for sentence in sentences(text) for clause in _clauses(sentence))


def asks(clause: str) -> bool:
    """Whether a clause asks something."""
    flat = folded_in_place(clause)
    phrase = cues().asking.search(flat)
    return _is_question(clause) or (phrase is not None and phrase.end() < len(flat))


def _is_question(clause: str) -> bool:
    flat = folded_in_place(clause)
    start = 0
    while connective := cues().connective.match(flat, start):
        start = connective.end()
    return flat.endswith("?") or cues().opening.match(flat, start) is not None
