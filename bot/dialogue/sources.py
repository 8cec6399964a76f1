"""The sources of a topic's answer, as the contract tells them."""

from __future__ import annotations

from datetime import date
from typing import Tuple

from bot.contract import Source
from bot.wording.answers import Answer


def sources_of(answer: Answer) -> Tuple[Source, ...]:
    """Return the sources of an answer."""
    return tuple(
        Source(title=entry["title"], url=entry["url"], dated=None, reviewed=date.fromisoformat(entry["reviewed"]))
        for entry in answer.sources
    )
