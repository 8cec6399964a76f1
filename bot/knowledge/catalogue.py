"""The catalogue of topics: what people can ask about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, Optional

from bot.contract import Audience
from bot.data_files import DataError, Records, load_records
from bot.knowledge.source_list import SOURCES_FILE, Source, sources

TOPICS_FILE = Path(__file__).parent / "topics.yml"

Kind = Literal["answer", "flow", "guard", "meta"]


@dataclass(frozen=True)
class Topic:
    """Something people ask about.

    Attributes:
        id: its id.
        kind: how it is answered.
        sources: ids of the pages that its words rest on.
        reviewed: the day when its words were checked against them.
        related: ids of topics to offer next.
        audience: whom it is for, where another topic differs from it only by that; None where it is for anybody.
    """

    id: str
    kind: Kind
    sources: tuple[str, ...]
    reviewed: date
    related: tuple[str, ...]
    audience: Optional[Audience] = None


@lru_cache(maxsize=1)
def topics() -> Records[Topic]:
    """Return every topic by id.

    Raises:
        DataError: an entry breaks the schema, or names a topic or a source that does not exist.
    """
    return load_topics(TOPICS_FILE, sources())


def load_topics(path: Path, known_sources: Mapping[str, Source]) -> Records[Topic]:
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
