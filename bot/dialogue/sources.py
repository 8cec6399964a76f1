"""The sources of a topic's answer, and how they are told."""

from __future__ import annotations

from typing import Sequence, Tuple

from bot import knowledge
from bot.contract import Source
from bot.wording.citations import cited, last_checked, page_date
from bot.wording.i18n import words


def sources_of(topic_id: str, language: str) -> Tuple[Source, ...]:
    """Return the sources of a topic's answer."""
    topic = knowledge.topic(topic_id)
    return tuple(cited(source_id, topic.reviewed, language) for source_id in topic.sources)


def list_sources(sources: Sequence[Source], language: str) -> str:
    """Return the sources as a list with the date of each page, and when the answer was checked against them."""
    lines = [f"- [{source.title}]({source.url}), {page_date(source, language)}" for source in sources]
    return "\n".join([words("meta.source.text", language), "", *lines, "", last_checked(sources, language)])
