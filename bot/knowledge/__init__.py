"""The catalogue of topics and the sources that their answers rest on."""

from __future__ import annotations

from bot.knowledge.catalogue import TOPICS_FILE, Kind, Topic, load_topics, topics
from bot.knowledge.source_list import SOURCES_FILE, Source, sources

__all__ = [
    "SOURCES_FILE",
    "TOPICS_FILE",
    "Kind",
    "Source",
    "Topic",
    "load_topics",
    "sources",
    "topics",
]
