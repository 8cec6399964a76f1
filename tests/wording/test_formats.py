"""Numbers, money, dates and times are written as the language does; a third language needs no code."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from babel import Locale

from bot.hours import HELSINKI
from bot.wording import formats
from bot.wording.i18n import words

MOMENT = datetime(2026, 12, 31, 15, 30, tzinfo=HELSINKI)
FI, EN, SV = "fi", "en", "sv"
# Of Swedish there are no words yet; its patterns would stand in locales/sv/values.yml.
SWEDISH = {"values.formats.date": "long", "values.formats.time": "'kl.' HH:mm", "values.formats.full_hour": "'kl.' H"}


@pytest.fixture(autouse=True)
def swedish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Swedish be a language."""
    real_locale, real_words = formats._locale, words
    monkeypatch.setattr(formats, "_locale", lambda code: Locale.parse(SV) if code == SV else real_locale(code))
    monkeypatch.setattr(formats, "words", lambda key, code: SWEDISH[key] if code == SV else real_words(key, code))


@pytest.mark.parametrize(
    ("value", "fi", "en", "sv"),
    [
        ("25", "25 €", "€25", "25 €"),
        (Decimal("25.00"), "25 €", "€25", "25 €"),
        ("20.18", "20,18 €", "€20.18", "20,18 €"),
        (9.5, "9,50 €", "€9.50", "9,50 €"),
        ("0.005", "0,00 €", "€0.00", "0,00 €"),
        ("12345.6", "12345,60 €", "€12345.60", "12345,60 €"),
        (0, "0 €", "€0", "0 €"),
    ],
)
def test_money(value: Decimal | float | str, fi: str, en: str, sv: str) -> None:
    assert [formats.euros(value, code) for code in (FI, EN, SV)] == [fi, en, sv]


@pytest.mark.parametrize(
    ("value", "fi", "en"),
    [("0.33", "0,33", "0.33"), ("75.8", "75,8", "75.8"), (4, "4", "4"), ("4.50", "4,5", "4.5"), (1200, "1200", "1200")],
)
def test_numbers(value: int | str, fi: str, en: str) -> None:
    assert [formats.number(value, code) for code in (FI, EN, SV)] == [fi, en, fi]


@pytest.mark.parametrize(
    ("value", "fi", "en", "sv"),
    [
        (date(2026, 12, 31), "31.12.2026", "31 December 2026", "31 december 2026"),
        (date(2016, 1, 1), "1.1.2016", "1 January 2016", "1 januari 2016"),
    ],
)
def test_dates(value: date, fi: str, en: str, sv: str) -> None:
    assert [formats.day(value, code) for code in (FI, EN, SV)] == [fi, en, sv]


def test_weekdays_stand_in_a_sentence() -> None:
    assert [formats.weekday(date(2026, 12, 28), code) for code in (FI, EN, SV)] == ["maanantaina", "Monday", "måndag"]


@pytest.mark.parametrize(
    ("value", "fi", "en"), [(time(15), "15", "15"), (time(9, 5), "9.05", "9:05"), (MOMENT, "15.30", "15:30")]
)
def test_times_of_opening_hours(value: time | datetime, fi: str, en: str) -> None:
    assert [formats.clock(value, code) for code in (FI, EN, SV)] == [fi, en, en]


@pytest.mark.parametrize(
    ("value", "fi", "en", "sv"),
    [(time(14), "klo 14", "2 pm", "kl. 14"), (time(14, 30), "klo 14.30", "2:30 pm", "kl. 14:30")],
)
def test_times_that_stand_by_themselves(value: time, fi: str, en: str, sv: str) -> None:
    assert [formats.time_of_day(value, code) for code in (FI, EN, SV)] == [fi, en, sv]


@pytest.mark.parametrize(
    ("value", "unit", "fi", "en", "sv"),
    [
        (Decimal("25"), "EUR", "25 €", "€25", "25 €"),
        (Decimal("0.33"), "EUR/km", "0,33 €/km", "€0.33/km", "0,33 €/km"),
        (Decimal("200"), "km", "200 km", "200 km", "200 km"),
        (70, "percent", "70 %", "70%", "70 %"),
        (Decimal("66.5"), "percent", "66,5 %", "66.5%", "66,5 %"),
        (Decimal("4.5"), "hours", "4,5", "4.5", "4,5"),
        (6, "months", "6", "6", "6"),
        (80, "times", "80", "80", "80"),
        (date(2026, 12, 31), "date", "31.12.2026", "31 December 2026", "31 december 2026"),
        ("14:00", "time", "klo 14", "2 pm", "kl. 14"),
    ],
)
def test_the_unit_chooses_how_a_value_is_written(value: object, unit: str, fi: str, en: str, sv: str) -> None:
    assert [formats.with_unit(value, unit, code) for code in (FI, EN, SV)] == [fi, en, sv]


def test_no_space_is_one_that_text_messages_lack() -> None:
    texts = [formats.euros("1234.5", code) + formats.day(MOMENT, code) for code in (FI, EN, SV)]
    assert [text for text in texts if "\u00a0" in text or "\u202f" in text] == []
