"""Channels are open on Finnish working days in Finnish time, and the result says when they open next."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.hours import HELSINKI, channels, is_holiday, opening
from bot.knowledge import sources

THIS_YEAR = datetime.now(HELSINKI).year

# Moment in Helsinki (weekday, date, time), open, next opening, whether a holiday was assumed.
PARTNER_CHAT = [
    ("Monday just before it opens", "2026-11-23 08:59:59", False, "2026-11-23 09:00", False),
    ("Monday as it opens", "2026-11-23 09:00:00", True, "2026-11-24 09:00", False),
    ("Wednesday noon", "2026-11-25 12:00:00", True, "2026-11-26 09:00", False),
    ("a second before closing", "2026-11-25 14:59:59", True, "2026-11-26 09:00", False),
    ("closing time itself", "2026-11-25 15:00:00", False, "2026-11-26 09:00", False),
    ("Friday evening", "2026-11-27 18:00:00", False, "2026-11-30 09:00", False),
    ("Friday while open", "2026-11-27 10:00:00", True, "2026-11-30 09:00", False),
    ("Saturday noon", "2026-11-28 12:00:00", False, "2026-11-30 09:00", False),
    ("Sunday night", "2026-11-22 23:59:59", False, "2026-11-23 09:00", False),
    ("Sunday when the clocks go back", "2026-10-25 12:00:00", False, "2026-10-26 09:00", False),
    ("Sunday when the clocks go forward", "2026-03-29 12:00:00", False, "2026-03-30 09:00", False),
    ("Independence Day on a Sunday changes nothing", "2026-12-06 12:00:00", False, "2026-12-07 09:00", False),
    ("Independence Day on a Monday", "2027-12-06 12:00:00", False, "2027-12-07 09:00", True),
    ("the day before Christmas Eve, open", "2026-12-23 10:00:00", True, "2026-12-28 09:00", True),
    ("Christmas Eve", "2026-12-24 10:00:00", False, "2026-12-28 09:00", True),
    ("New Year's Eve over the turn of the year", "2026-12-31 16:00:00", False, "2027-01-04 09:00", True),
    ("New Year's Day", "2027-01-01 10:00:00", False, "2027-01-04 09:00", True),
    ("Epiphany on a Wednesday", "2027-01-06 10:00:00", False, "2027-01-07 09:00", True),
    ("Maundy Thursday evening before Easter", "2026-04-02 17:00:00", False, "2026-04-07 09:00", True),
    ("Easter Monday", "2026-04-06 10:00:00", False, "2026-04-07 09:00", True),
    ("May Day on a Friday", "2026-05-01 10:00:00", False, "2026-05-04 09:00", True),
    ("Ascension Day", "2026-05-14 10:00:00", False, "2026-05-15 09:00", True),
    ("Midsummer Eve", "2026-06-19 10:00:00", False, "2026-06-22 09:00", True),
]


def helsinki(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("at", "is_open", "next_opens", "assumed"), [row[1:] for row in PARTNER_CHAT], ids=[row[0] for row in PARTNER_CHAT]
)
def test_the_partner_chat(at: str, is_open: bool, next_opens: str, assumed: bool) -> None:
    result = opening("partner_chat", helsinki(at))
    assert result.is_open is is_open
    assert result.next_opens == helsinki(next_opens)
    assert result.assumed_holiday is assumed


def test_an_open_channel_says_when_it_closes_and_a_closed_one_does_not() -> None:
    assert opening("partner_chat", helsinki("2026-11-23 12:00")).closes == helsinki("2026-11-23 15:00")
    assert opening("partner_chat", helsinki("2026-11-23 15:00")).closes is None


def test_the_customer_phone_answers_an_hour_longer() -> None:
    assert not opening("authority_line", helsinki("2026-11-23 15:30")).is_open
    assert opening("customer_phone", helsinki("2026-11-23 15:30")).is_open
    assert not opening("customer_phone", helsinki("2026-11-23 16:00")).is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 11, 23, 7, 0, tzinfo=timezone.utc), True),  # Winter: 9.00 in Helsinki.
        (datetime(2026, 11, 23, 6, 59, tzinfo=timezone.utc), False),
        (datetime(2026, 7, 6, 6, 0, tzinfo=timezone.utc), True),  # Summer: 9.00 in Helsinki.
        (datetime(2026, 7, 6, 12, 0, tzinfo=timezone.utc), False),  # Summer: 15.00 in Helsinki.
        (datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("America/New_York")), False),  # Monday 6.30 in Helsinki.
        (datetime(2026, 11, 23, 2, 30, tzinfo=ZoneInfo("America/New_York")), True),  # Monday 9.30 in Helsinki.
    ],
)
def test_moments_of_other_time_zones_are_read_in_finnish_time(moment: datetime, is_open: bool) -> None:
    assert opening("partner_chat", moment).is_open is is_open


@pytest.mark.parametrize(
    ("before", "hours_between"), [("2026-10-23 09:00", 73), ("2026-10-16 09:00", 72), ("2026-03-27 09:00", 71)]
)
def test_a_weekend_is_an_hour_longer_or_shorter_when_the_clocks_change(before: str, hours_between: int) -> None:
    at = helsinki(before)
    next_opens = opening("partner_chat", at).next_opens
    assert next_opens.astimezone(timezone.utc) - at.astimezone(timezone.utc) == timedelta(hours=hours_between)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        opening("partner_chat", datetime(2026, 11, 23, 12, 0))  # noqa: DTZ001 (the mistake itself)


def test_an_unknown_channel_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match=r"no channel 'fax'.*partner_chat"):
        opening("fax", helsinki("2026-11-23 12:00"))


def test_the_hours_are_the_sourced_ones() -> None:
    hours = {entry.id: (entry.opens, entry.closes) for entry in channels().values()}
    assert hours == {
        "partner_chat": (time(9), time(15)),
        "authority_line": (time(9), time(15)),
        "customer_phone": (time(9), time(16)),
    }


@pytest.mark.parametrize("year", [THIS_YEAR, THIS_YEAR + 1])
def test_the_holidays_package_knows_the_year(year: int) -> None:
    """Fails where the package does not know next year: raise its version in pyproject.toml and lock again."""
    always = [(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)]
    missing = [f"{day}.{month}.{year}" for month, day in always if not is_holiday(date(year, month, day))]
    assert not missing, f"the holidays package misses {', '.join(missing)}: update it in pyproject.toml"
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    found = [day for day in days if is_holiday(day)]
    assert len(found) >= 15, f"the holidays package knows only {len(found)} Finnish holidays of {year}: update it"


@pytest.mark.parametrize("day", [date(2026, 6, 19), date(2026, 12, 24), date(2027, 6, 25), date(2026, 4, 3)])
def test_eves_and_good_friday_are_holidays(day: date) -> None:
    assert is_holiday(day)


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2026, 4, 2), date(2026, 12, 23), date(2026, 4, 30)])
def test_ordinary_weekdays_before_holidays_are_no_holidays(day: date) -> None:
    assert not is_holiday(day)


def test_the_next_opening_is_the_first_open_moment_after_the_one_asked_about() -> None:
    at = helsinki("2026-01-01 00:00")
    while at < helsinki("2028-01-01 00:00"):
        result = opening("partner_chat", at)
        assert result.next_opens > at
        assert opening("partner_chat", result.next_opens).is_open
        assert not opening("partner_chat", result.next_opens - timedelta(seconds=1)).is_open
        at += timedelta(hours=7)


def test_the_hours_rest_on_known_sources() -> None:
    assert {entry.source for entry in channels().values()} <= set(sources())
