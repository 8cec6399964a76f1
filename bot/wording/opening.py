"""Says when a channel of Kela opens and closes."""

from __future__ import annotations

from datetime import datetime
from typing import Dict

from bot import hours
from bot.wording.formats import clock, day, weekday
from bot.wording.i18n import words


def opening_times(opening: hours.Opening, language: str) -> Dict[str, str]:
    """Return the words for when a channel closes, or where it is closed, when it opens."""
    if opening.closes is not None:
        return {"closes": clock(opening.closes, language)}
    following = opening.next_opens
    return {
        "day": weekday(following.date(), language),
        "date": day(following.date(), language),
        "opens": clock(following, language),
    }


def weekday_hours(channel: hours.Channel, language: str) -> str:
    """Say from when to when a channel answers on working days."""
    times = {"opens": clock(channel.opens, language), "closes": clock(channel.closes, language)}
    return words("values.weekday_hours", language, times)


def chat_status(language: str, now: datetime) -> str:
    """Say whether the partner chat is open, and until when or from when."""
    opening = hours.opening("partner_chat", now)
    state = "open" if opening.is_open else "closed"
    status = words(f"common.chat_status.{state}", language, opening_times(opening, language))
    return f"{status} {words('common.chat_status.holiday', language)}" if opening.assumed_holiday else status
