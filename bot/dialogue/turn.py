"""What an action knows about the message it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Optional, Tuple

from rasa_sdk import Tracker

from bot.hours.clock import helsinki_now
from bot.languages import codes, default


@dataclass(frozen=True)
class Turn:
    """One message: its topic and language, what stands in it, and the conversation's state before it.

    `topic` is a topic id, or "reply/affirm" and the like for a word that only answers a question.
    `candidates` are ids of topics that it may be about, best first; `also` is the id of a second question in it.
    `language` is the one to answer in, `conversation_language` that of the conversation before, None at its start.
    """

    text: str
    language: str
    message_language: str
    topic: str
    kind: str
    confidence: float
    candidates: Tuple[str, ...]
    entities: Tuple[Dict[str, Any], ...]
    redacted: Tuple[str, ...]
    channel: str
    last_topic: Optional[str]
    misses: int
    flow: Optional[Dict[str, Any]]
    pressed: bool
    now: datetime
    conversation_language: Optional[str] = None
    also: Optional[str] = None

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        """Read the turn from Rasa's tracker."""
        message: Dict[str, Any] = tracker.latest_message
        metadata = message.get("metadata") or {}
        entities = tuple(message.get("entities") or [])
        topic = message.get("topic")
        pressed = (message.get("text") or "").startswith("/")
        if topic is None:
            # A pressed button: the intent is the kind, its topic is an entity; see docs/adr/0003.
            kind = message["intent"]["name"]
            ids = [entity["value"] for entity in entities if entity["entity"] == "topic"]
            topic = {
                "id": ids[0] if ids else f"{kind}/button",
                "kind": kind,
                "confidence": 1.0,
                "candidates": [],
                "also": None,
            }
        before = metadata.get("language_prior") or metadata.get("language_hint")
        # A pressed button has no language of its own: Rasa reads it without the understanding.
        identified = (message.get("language") or {}).get("code", before or default())
        language = identified if identified in codes() else before or default()
        return cls(
            text=message.get("text") or "",
            language=language,
            message_language=identified,
            topic=topic["id"],
            kind=topic["kind"],
            confidence=topic["confidence"],
            candidates=tuple(topic["candidates"]),
            entities=entities,
            redacted=tuple(metadata.get("redacted") or ()),
            channel=metadata.get("channel") or "shell",
            last_topic=tracker.get_slot("last_topic"),
            misses=int(tracker.get_slot("misses") or 0),
            flow=tracker.get_slot("flow"),
            pressed=pressed,
            now=helsinki_now(),
            conversation_language=before,
            also=topic["also"],
        )

    def entity(self, name: str) -> Optional[Any]:
        """Return the value of the first entity called `name`, or None."""
        return next((entity["value"] for entity in self.entities if entity["entity"] == name), None)
