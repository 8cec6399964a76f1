"""The one list of the public pages that answers, values, contacts and hours rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.data_files import Records, load_records

SOURCES_FILE = Path(__file__).parent / "sources.yml"


@dataclass(frozen=True)
class Source:
    """A public page; `dated` is the date it bears, None where it bears none. Its title is in locales/*/sources.yml."""

    id: str
    url: str
    publisher: str
    dated: date | None


@lru_cache(maxsize=1)
def sources() -> Records[Source]:
    """Return every source by id."""
    return load_records(SOURCES_FILE, Source)
