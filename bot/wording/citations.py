"""The sources of an answer and the words for their dates."""

from __future__ import annotations

from datetime import date
from typing import Iterable

from bot import knowledge
from bot.contract import Source
from bot.wording.formats import day
from bot.wording.i18n import words


def cited(source_id: str, reviewed: date, language: str) -> Source:
    """Return a source as people see it.

    Args:
        source_id: an id of bot/knowledge/sources.yml.
        reviewed: when the answer was last checked against it.
        language: code of the language of its title.
    """
    source = knowledge.sources()[source_id]
    title = words(f"sources.{source_id}", language)
    return Source(title=title, url=source.url, dated=source.dated, reviewed=reviewed)


def page_date(source: Source, language: str) -> str:
    """Say which date the page of a source bears: "page dated 22 April 2021", "no date on the page"."""
    if source.dated is None:
        return words("common.source.undated", language)
    return words("common.source.dated", language, date=day(source.dated, language))


def last_checked(sources: Iterable[Source], language: str) -> str:
    """Say when an answer was checked against its sources, of several answers the one checked longest ago."""
    reviewed = min(source.reviewed for source in sources)
    return words("common.source.reviewed", language, date=day(reviewed, language))
