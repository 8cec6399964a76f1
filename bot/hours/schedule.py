"""Tells whether a channel of Kela is open and when it opens next: weekdays, Finnish holidays, Europe/Helsinki."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

import holidays

from bot.data_files import Records, load_records
from bot.hours.clock import HELSINKI

SATURDAY = 5
HOURS_FILE = Path(__file__).parent / "hours.yml"


@dataclass(frozen=True)
class Channel:
    """A channel and its local hours, Monday to Friday; `confirmed` is None where the source has no date."""

    id: str
    opens: time
    closes: time
    source: str
    confirmed: date | None


@dataclass(frozen=True)
class Opening:
    """A channel's state at a moment, its times in Europe/Helsinki.

    Attributes:
        is_open: whether it answers at the moment asked about; its closing time itself is closed.
        closes: when it closes, None while it is closed.
        next_opens: when it opens the next time after the moment.
        assumed_holiday: a weekday from the moment's day to `next_opens` was taken as closed because it is a holiday.
            No source says that the partner channels close on holidays, so the words must tell to check.
    """

    is_open: bool
    closes: datetime | None
    next_opens: datetime
    assumed_holiday: bool


@lru_cache(maxsize=1)
def channels() -> Records[Channel]:
    """Return every channel by id."""
    return load_records(HOURS_FILE, Channel)


def opening(channel_id: str, at: datetime) -> Opening:
    """Return whether a channel is open at a moment, until when, and when it opens next.

    Raises:
        KeyError: there is no such channel.
        ValueError: `at` has no time zone.
    """
    if at.utcoffset() is None:
        raise ValueError("opening() needs a moment with a time zone: pass datetime(..., tzinfo=...)")
    hours = channels()[channel_id]
    now = at.astimezone(HELSINKI)
    today = now.date()
    is_open = _is_working_day(today) and hours.opens <= now.time() < hours.closes
    next_day = today
    while not _is_working_day(next_day) or _local(next_day, hours.opens) <= now:
        next_day += timedelta(days=1)
    return Opening(
        is_open=is_open,
        closes=_local(today, hours.closes) if is_open else None,
        next_opens=_local(next_day, hours.opens),
        assumed_holiday=any(_is_holiday_on_weekday(day) for day in _days(today, next_day)),
    )


def is_holiday(day: date) -> bool:
    """Return whether a day is a Finnish holiday: the public ones, Midsummer Eve and Christmas Eve.

    The two eves are no public holidays by law, but Kela's customer channels are closed on them
    (https://www.sttinfo.fi/tiedote/71650987/), and the holidays package lists them with the public ones.
    """
    return day in _holidays_of(day.year)


@lru_cache(maxsize=8)
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=year))


def _is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and not is_holiday(day)


def _is_holiday_on_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY and is_holiday(day)


def _local(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=HELSINKI)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=days) for days in range((last - first).days + 1)]
