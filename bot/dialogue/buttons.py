"""Buttons: a title in the person's language, and a payload in Rasa's form."""

from __future__ import annotations

import json
from typing import List, Optional, Sequence

from bot import knowledge
from bot.contract import Button, ButtonRole
from bot.wording import answers
from bot.wording.i18n import words


def payload(intent: str, **entities: str) -> str:
    """Return a payload in Rasa's form, /intent{"entity": "value"}."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}"


def topic_button(topic_id: str, language: str, role: Optional[ButtonRole] = None) -> Button:
    """Return a button that asks about a topic; its intent is the topic's kind."""
    kind = knowledge.topics()[topic_id].kind
    return Button(title=answers.title(topic_id, language), payload=payload(kind, topic=topic_id), role=role)


def topic_buttons(topic_ids: Sequence[str], language: str, role: Optional[ButtonRole] = None) -> List[Button]:
    """Return a button for each of some topics."""
    return [topic_button(topic_id, language, role) for topic_id in topic_ids]


def answer_button(title: str, value: str, step: str) -> Button:
    """Return a button that answers a step of the guided dialogue under way."""
    return Button(title=title, payload=payload("reply", step=step, value=value))


def steering_button(act: str, language: str) -> Button:
    """Return a button that steers the guided dialogue under way: "back", "stop"."""
    return Button(title=words(f"common.buttons.{act}", language), payload=payload("reply", value=act))
