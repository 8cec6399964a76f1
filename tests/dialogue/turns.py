"""Messages outside guided dialogues, by their topic."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot import knowledge
from bot.contract import ConversationState, MessageContext, UnderstoodTopic
from bot.dialogue.turn import Turn
from bot.hours.clock import HELSINKI

# What a message's topic may have beside its id, kind and confidence.
UNDERSTOOD = ("candidates", "also", "alternatives", "possible_danger", "own_case")
# A Monday morning, while the partner chat is open.
OPEN = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)


def turn(topic: str, *, language: str = "fi", now: datetime = OPEN, **more: Any) -> Turn:
    """Return a message about a topic.

    Args:
        topic: its id, or "reply/affirm" and the like.
        language: the language of the message, and of the conversation where `before` names no other.
        now: the moment of the answer.
        more: members of the `Turn`, the topic, the context and the state, by name; `before` is the state's language.
    """
    kind = knowledge.topics()[topic].kind if topic in knowledge.topics() else "reply"
    state = {name: more.pop(name) for name in ("last_topic", "misses", "dialogue") if name in more}
    understood = {name: more.pop(name) for name in UNDERSTOOD if name in more}
    return Turn(
        **{
            "text": "",
            "message_language": language,
            "context": MessageContext(
                state=ConversationState(language=more.pop("before", language), **state),
                redacted=more.pop("redacted", ()),
            ),
            **more,
        },
        now=now,
        language=language,
        topic=UnderstoodTopic(id=topic, kind=kind, confidence=0.9, **understood),
    )
