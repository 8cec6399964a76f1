"""What an action sends: texts with buttons, and the envelope that the gateway turns into a channel's answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Sequence

from rasa_sdk.executor import CollectingDispatcher

from bot import knowledge
from bot.dialogue.turn import Turn
from bot.wording import answers
from bot.wording.i18n import words

Button = Dict[str, str]
EMERGENCY, RESTART = "guard.emergency", "meta.restart"
# Kinds of topics that a later question may lean on; the others talk about the conversation.
LEANED_ON = ("answer", "flow", "guard")


@dataclass
class Reply:
    """A turn's answer: one text or more, and what the gateway tells the caller about it."""

    topic: str
    language: str
    confidence: float
    texts: List[Dict[str, Any]] = field(default_factory=list)
    sources: List[Dict[str, str]] = field(default_factory=list)
    flow: Optional[Dict[str, Any]] = None
    progress: Optional[Dict[str, Any]] = None

    def say(self, text: str, buttons: Sequence[Button] = (), language: Optional[str] = None) -> Reply:
        """Add a text with its buttons; `language` where it is not the reply's."""
        self.texts.append({"text": text, "buttons": list(buttons), "language": language or self.language})
        return self

    def cite(self, sources: Sequence[Dict[str, str]]) -> Reply:
        """Add sources that are not there yet."""
        self.sources += [source for source in sources if source not in self.sources]
        return self

    def send(self, dispatcher: CollectingDispatcher, turn: Turn) -> None:
        """Hand the reply to Rasa; says what personal data was removed from the message.

        All of it goes as one JSON message: Rasa's REST channel would send each paragraph of a text by itself.
        """
        if turn.redacted:
            # Nothing stands before 112.
            place = len(self.texts) if self.topic == EMERGENCY else 0
            notice = redaction_notice(turn.redacted, self.language)
            self.texts.insert(place, {"text": notice, "buttons": [], "language": self.language})
        dispatcher.utter_message(
            json_message={
                "replies": self.texts,
                "topic": self.topic,
                "language": self.language,
                "confidence": self.confidence,
                "sources": self.sources,
                "flow": self.flow,
                "progress": self.progress,
                "last_topic": self.last_topic(turn.last_topic),
            }
        )

    def last_topic(self, before: Optional[str]) -> Optional[str]:
        """Return the topic that the conversation is about after this reply, where it was about another before."""
        if self.topic == RESTART:
            return None
        return self.topic if knowledge.topic(self.topic).kind in LEANED_ON else before


def payload(intent: str, **entities: str) -> str:
    """Return a button's payload in Rasa's form, /intent{"entity": "value"}."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}"


def topic_button(topic_id: str, language: str) -> Button:
    """Return a button that asks about a topic."""
    kind = knowledge.topic(topic_id).kind
    return {"title": answers.title(topic_id, language), "payload": payload(kind, topic=topic_id)}


def redaction_notice(kinds: Sequence[str], language: str) -> str:
    """Return the sentence that tells which kinds of personal data were removed."""
    names = ", ".join(words(f"common.redacted_kinds.{kind}", language) for kind in kinds)
    return words("common.redacted", language, kinds=names)
