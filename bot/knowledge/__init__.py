"""The catalogue of topics and the sources that their answers rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.data_files import DataError, load_records

TOPICS_FILE = Path(__file__).parent / "topics.yml"
SOURCES_FILE = Path(__file__).parent / "sources.yml"

Kind = Literal["answer", "flow", "guard", "meta"]


@dataclass(frozen=True)
class Topic:
    """Something people ask about; `reviewed` is the day when its words were checked against its sources."""

    id: str
    kind: Kind
    sources: tuple[str, ...]
    reviewed: date
    related: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A public page; `dated` is the date it bears, None where it bears none. Its title is in locales/*/sources.yml."""

    id: str
    url: str
    publisher: str
    dated: date | None


@lru_cache(maxsize=1)
def topics() -> dict[str, Topic]:
    """Return every topic by id.

    Raises:
        DataError: an entry breaks the schema, or names a topic or a source that does not exist.
    """
    return load_topics(TOPICS_FILE, sources())


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """Return every source by id."""
    return load_records(SOURCES_FILE, Source)


def topic(topic_id: str) -> Topic:
    """Return a topic.

    Raises:
        KeyError: there is no such topic.
    """
    try:
        return topics()[topic_id]
    except KeyError:
        raise KeyError(f"no topic '{topic_id}': add it to {TOPICS_FILE.name}") from None


def source(source_id: str) -> Source:
    """Return a source.

    Raises:
        KeyError: there is no such source.
    """
    try:
        return sources()[source_id]
    except KeyError:
        raise KeyError(f"no source '{source_id}': add it to {SOURCES_FILE.name}") from None


def load_topics(path: Path, known_sources: dict[str, Source]) -> dict[str, Topic]:
    """Return the topics of a file, each of whose sources and related topics exists."""
    found = load_records(path, Topic)
    for entry in found.values():
        for name in entry.sources:
            if name not in known_sources:
                raise DataError(f"{path}: '{entry.id}.sources' names '{name}': add it to {SOURCES_FILE.name}")
        for name in entry.related:
            if name not in found:
                raise DataError(f"{path}: '{entry.id}.related' names '{name}', which is no topic: correct it")
    return found
