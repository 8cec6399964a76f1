"""A conversation with the guided dialogues without Rasa: topics are given, facts and replies are really read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Dict, List, Optional

from bot.dialogue.flow import take
from bot.dialogue.reply import Reply
from bot.dialogue.turn import Turn
from bot.entities import extract
from bot.hours.clock import HELSINKI

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)


@dataclass
class Talk:
    """A conversation; `flow` is the slot that Rasa would keep."""

    language: str = "fi"
    now: datetime = NOW
    flow: Optional[Dict[str, Any]] = None
    replies: List[Reply] = field(default_factory=list)

    def say(self, text: str, topic: str = "reply/inform", **understood: Any) -> Reply:
        """Send a message that the classifier takes for `topic`, "kind/topic.id"."""
        entities = [
            {"entity": found.kind, "value": found.value, "start": found.start, "end": found.end, "unit": found.unit}
            for found in extract(text, self.language)
        ]
        return self._take(text, topic, entities, pressed=False, **understood)

    def press(self, kind: str = "reply", **entities: str) -> Reply:
        """Press a button, whose payload names `entities`."""
        topic = f"{kind}/{entities['topic']}" if "topic" in entities else "reply/button"
        found = [{"entity": name, "value": value} for name, value in entities.items()]
        return self._take(f"/{kind}", topic, found, pressed=True)

    def choose(self, title: str) -> Reply:
        """Press the button of the last reply that has this title."""
        buttons = {button["title"]: button["payload"] for text in self.replies[-1].texts for button in text["buttons"]}
        kind, _, entities = buttons[title][1:].partition("{")
        return self.press(kind, **json.loads("{" + entities))

    def _take(self, text: str, topic: str, entities: List[Dict[str, Any]], pressed: bool, **understood: Any) -> Reply:
        kind, _, topic_id = topic.partition("/")
        turn = Turn(
            **{
                "text": text,
                "language": self.language,
                "message_language": self.language,
                "topic": topic if kind == "reply" else topic_id,
                "kind": kind,
                "confidence": 0.9,
                "candidates": (),
                "entities": tuple(entities),
                "redacted": (),
                "channel": "widget",
                "last_topic": None,
                "misses": 0,
                "flow": self.flow,
                "pressed": pressed,
                "now": self.now,
                **understood,
            }
        )
        reply, state = take(turn)
        self.flow = state.as_dict() if state else None
        self.language = reply.language
        self.replies.append(reply)
        return reply


def titles_of(reply: Reply) -> List[str]:
    """Return the titles of a reply's buttons."""
    return [button["title"] for text in reply.texts for button in text["buttons"]]


def step_of(reply: Reply) -> Optional[str]:
    """Return the question that a reply leaves open."""
    return reply.flow["step"] if reply.flow else None


def result_of(reply: Reply) -> Dict[str, Any]:
    """Return the result with which a reply ends a dialogue."""
    assert reply.flow is not None
    assert reply.flow["step"] is None, f"still asks {reply.flow['step']}"
    return reply.flow["result"]


def text_of(reply: Reply) -> str:
    """Return all that a reply says."""
    return "\n\n".join(text["text"] for text in reply.texts)
