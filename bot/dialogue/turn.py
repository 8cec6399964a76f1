"""What is known about a message when it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Mapping, Optional, Tuple

from bot.contract import ConversationState, IdentifiedLanguage, MessageContext, UnderstoodTopic
from bot.dialogue.topic_ids import FALLBACK
from bot.entities import Entity
from bot.languages import codes, default

_BUTTON_PREFIX = "/"


@dataclass(frozen=True)
class Turn:
    """One message with what was understood, and what is remembered of its conversation.

    Attributes:
        text: what was written.
        now: the moment of the answer, with a time zone.
        topic: what the message is about.
        language: code of the language to answer in.
        message_language: code of the language that the message is in, which may be one that is not spoken here.
        context: the conversation's state before the message, and what the gateway knows about the message.
        facts: the entities in the text.
        button: the values in the payload of a pressed button, by name; None where the message was typed.
    """

    text: str
    now: datetime
    topic: UnderstoodTopic
    language: str
    message_language: str
    context: MessageContext = MessageContext()
    facts: Tuple[Entity, ...] = ()
    button: Optional[Mapping[str, str]] = None

    @property
    def state(self) -> ConversationState:
        """The conversation's state before the message."""
        return self.context.state

    @property
    def previous_language(self) -> Optional[str]:
        """The language of the conversation so far, at its start the one that the caller expects."""
        return self.state.language or self.context.language_hint


def read_turn(message: Mapping[str, Any], now: datetime) -> Turn:
    """Read a message as Rasa's tracker tells it.

    Args:
        message: the tracker's latest message: "text", "intent", "entities", "metadata" (a `MessageContext`) and, where
            the pipeline read it, "topic" (an `UnderstoodTopic`) and "language" (an `IdentifiedLanguage`).
        now: the moment of the answer, with a time zone.

    Raises:
        pydantic.ValidationError: a part of the message breaks the contract.
    """
    text: str = message.get("text") or ""
    entities = message.get("entities") or []
    context = MessageContext.of(message.get("metadata"))
    button = {entry["entity"]: entry["value"] for entry in entities} if text.startswith(_BUTTON_PREFIX) else None
    previous = context.state.language or context.language_hint or default()
    # A pressed button has no language of its own: Rasa reads it without the pipeline.
    identified = message.get("language")
    code = IdentifiedLanguage.model_validate(identified).code if identified else previous
    return Turn(
        text=text,
        now=now,
        topic=_topic(message, button or {}),
        language=code if code in codes() else previous,
        message_language=code,
        context=context,
        facts=() if button is not None else tuple(_fact(entry) for entry in entities),
        button=button,
    )


def _topic(message: Mapping[str, Any], button: Mapping[str, str]) -> UnderstoodTopic:
    understood = message.get("topic")
    if understood is not None:
        return UnderstoodTopic.model_validate(understood)
    # A pressed button, whose intent is the topic's kind and whose entity is the topic.
    kind = (message.get("intent") or {}).get("name") or "nlu_fallback"
    unnamed = FALLBACK if kind == "nlu_fallback" else f"{kind}/button"
    return UnderstoodTopic.model_validate({"id": button.get("topic", unnamed), "kind": kind, "confidence": 1.0})


def _fact(entry: Dict[str, Any]) -> Entity:
    return Entity(entry["entity"], entry["value"], entry["start"], entry["end"], entry.get("unit"))
