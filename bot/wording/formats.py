"""Writes numbers, money, dates and times as a language does: CLDR's formats (Babel), and the patterns that a language's
own locales/<code>/values.yml chooses among them.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Callable, Mapping, Union

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal, format_percent

from bot import languages
from bot.wording.i18n import words

Number = Union[Decimal, int, float, str]
CURRENCY = "EUR"


def number(value: Number, language: str) -> str:
    """Write a number: 0,33 and 0.33."""
    text = format_decimal(_decimal(value), locale=_locale(language), decimal_quantization=False, group_separator=False)
    return _with_plain_spaces(text)


def euros(value: Number, language: str) -> str:
    """Write a sum of money, without cents where there are none: 25 €, 20,18 € and €25, €20.18."""
    amount, locale = _decimal(value), _locale(language)
    pattern = locale.currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace(".00", "")
    text = format_currency(
        amount, CURRENCY, format=pattern, locale=locale, currency_digits=False, group_separator=False
    )
    return _with_plain_spaces(text)


def percent(value: Number, language: str) -> str:
    """Write a share of a hundred: 70 % and 70%."""
    text = format_percent(_decimal(value) / 100, locale=_locale(language), decimal_quantization=False)
    return _with_plain_spaces(text)


def day(value: date, language: str) -> str:
    """Write a date: 31.12.2026 and 31 December 2026."""
    return format_date(value, words("values.formats.date", language), locale=_locale(language))


def weekday(value: date, language: str) -> str:
    """Write the day of the week as it stands in a sentence: maanantaina and Monday."""
    return format_date(value, "EEEE", locale=_locale(language))


def clock(value: Union[time, datetime], language: str) -> str:
    """Write a time on the 24-hour clock, without minutes where it is a full hour: 15 or 15.30 (fi), 15:30 (en)."""
    locale = _locale(language)
    pattern = "H" if value.minute == 0 else locale.time_formats["short"].pattern.replace("HH", "H")
    return format_time(_time(value), pattern, locale=locale)


def time_of_day(value: Union[time, datetime], language: str) -> str:
    """Write a time so that it stands by itself: klo 14 and 2 pm."""
    pattern = words(f"values.formats.{'time' if value.minute else 'full_hour'}", language)
    return format_time(_time(value), pattern, locale=_locale(language))


def with_unit(value: object, unit: str, language: str) -> str:
    """Write a parameter's value; its unit chooses how. Days, months, years and the like are bare numbers.

    Args:
        value: a value of the unit, see bot/rules/parameters/loading.py.
        unit: a unit of bot/rules/parameters.
    """
    return _WRITERS.get(unit, number)(value, language)


_WRITERS: Mapping[str, Callable[..., str]] = {
    "EUR": euros,
    "EUR/km": lambda value, language: f"{euros(value, language)}/km",
    "km": lambda value, language: f"{number(value, language)} km",
    "percent": percent,
    "date": day,
    "time": lambda value, language: time_of_day(time.fromisoformat(value), language),
}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(languages.get(language).babel)


def _decimal(value: Number) -> Decimal:
    return Decimal(str(value))


def _time(value: Union[time, datetime]) -> time:
    # Babel would turn a moment with a time zone into UTC.
    return value.time() if isinstance(value, datetime) else value


def _with_plain_spaces(text: str) -> str:
    # CLDR's no-break spaces are not in the alphabet of text messages.
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
