"""Splits a message into the parts that are ranked beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.decision.clauses import questions, statements
from bot.decision.follow_ups import is_short
from bot.decision.limits import SplittingLimits
from bot.decision.subjects import subject_words


class Role(Enum):
    """What a part is of its message: a clause that asks, the message in the context of an answer, or a statement."""

    QUESTION = "question"
    IN_CONTEXT = "in_context"
    STATEMENT = "statement"


@dataclass(frozen=True)
class Part:
    """A part of a message that is ranked beside it."""

    role: Role
    text: str


def parts(text: str, language: str, last_topic: str | None, limits: SplittingLimits) -> Iterator[Part]:
    """Yield the parts of a message outside dialogues.

    A short message after an answer is a possible follow-up, and is ranked with that answer's subject in front of it.
    Any other message gives its clauses that ask. Of several sentences those that ask nothing are parts too, since an
    emergency is hard to tell in a long message.

    Args:
        text: the message.
        language: code of its language.
        last_topic: id of the topic answered before it.
        limits: how many parts, and how long they are.
    """
    asking = questions(text, limits)
    # Of two questions the second may depend on the first; neither depends on an earlier answer.
    may_follow = last_topic is not None and len(asking) < 2 and is_short(text, limits)
    subject = subject_words(last_topic, language) if may_follow and last_topic else None
    if subject is None:
        for clause in asking:
            yield Part(Role.QUESTION, clause)
    else:
        yield Part(Role.IN_CONTEXT, f"{subject}: {text}")
    for statement in statements(text, limits):
        yield Part(Role.STATEMENT, statement)
