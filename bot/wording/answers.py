"""Puts an answer together: words in the person's language, values in force on the day, sources, related topics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Tuple

from bot import knowledge
from bot.contract import Source
from bot.wording.citations import cited
from bot.wording.i18n import words
from bot.wording.placeholders import Placeholders

SHORT = "short"
TEXT = "text"


@dataclass(frozen=True)
class Answer:
    """What a person gets to a topic."""

    topic: str
    language: str
    text: str
    sources: Tuple[Source, ...]
    related: Tuple[str, ...]


def answer(topic_id: str, language: str, now: datetime, part: str = TEXT) -> Answer:
    """Return the answer to a topic as it holds at `now` (with a time zone).

    Args:
        topic_id: an id of bot/knowledge/topics.yml.
        language: code of the language.
        now: the moment for which amounts and opening hours hold.
        part: "text", or "short" for text messages.
    """
    topic = knowledge.topics()[topic_id]
    return Answer(
        topic=topic_id,
        language=language,
        text=phrase(f"{topic_id}.{part}", language, now),
        sources=tuple(cited(source_id, topic.reviewed, language) for source_id in topic.sources),
        related=topic.related,
    )


def phrase(key: str, language: str, now: datetime, **values: Any) -> str:
    """Return the words of `key` with the shared placeholders filled in, and `values` beside them."""
    return words(key, language, Placeholders(language, now), **values)


def title(topic_id: str, language: str) -> str:
    """Return the topic's title, as people see it on a button."""
    return words(f"{topic_id}.title", language)
