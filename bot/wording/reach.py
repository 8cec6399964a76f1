"""Says who at Kela can be reached at a moment, and how: nobody is offered while nobody is there."""

from __future__ import annotations

from datetime import datetime

from bot import hours
from bot.wording.answers import phrase
from bot.wording.opening import opening_times

# Whom each audience may turn to. The partner chat is for authorities and service providers only.
CHANNELS = {"public": ("customer_phone",), "partner": ("partner_chat", "authority_line")}


def is_someone_there(audience: str, now: datetime) -> bool:
    """Whether a person at Kela can be reached at the moment."""
    return any(hours.opening(channel_id, now).is_open for channel_id in CHANNELS[audience])


def reach(audience: str, language: str, now: datetime) -> str:
    """Return who can be reached, in words, as limited Markdown.

    Args:
        audience: "public" or "partner".
        language: code of the language.
        now: the moment, with a time zone.
    """
    openings = {channel_id: hours.opening(channel_id, now) for channel_id in CHANNELS[audience]}
    lines = []
    for channel_id, opening in openings.items():
        state = "open" if opening.is_open else "closed"
        times = opening_times(opening, language)
        lines.append("- " + phrase(f"reach.{channel_id}.{state}", language, now, **times))
    # Of Kela's customer service the holidays are known (bot/hours).
    assumed = audience == "partner" and any(opening.assumed_holiday for opening in openings.values())
    parts = [
        phrase("reach.now" if is_someone_there(audience, now) else "reach.later", language, now),
        "\n".join(lines),
        phrase("reach.holiday", language, now) if assumed else "",
        phrase(f"reach.note.{audience}", language, now),
    ]
    return "\n\n".join(part for part in parts if part)
