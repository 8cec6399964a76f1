"""The values that every text may name, written in its language: `%{copayment_per_trip}`, `%{phone.travel}`.

| Placeholder | What it is |
|---|---|
| `NAME` | the value of a parameter (bot/rules/parameters) in force on the day; its unit chooses how it is written |
| `NAME.since` | since when: "in force since 1 January 2016", "start date not stated" |
| `NAME.since_year` | the same by the year: "since 2025" |
| `NAME.confirmed` | how well confirmed: "last confirmed for 2025", "never confirmed" |
| `NAME.page` | where it is from: "a page of 2025", "an undated page" |
| `phone.ID`, `mailbox.ID`, `address.ID` | a number or an address of bot/directory |
| `hours.ID` | the hours of a channel of bot/hours: "Mon-Fri 9-15" |
| `phone.ID.confirmed` and so on | where it is from, as `NAME.page` |
| `source.ID.page` | where something is from, as `NAME.page` |
| `source.ID.when` | when that was published: "on 11 January 2023", "earlier" |
| `own_car_free_km` | the shortest drive for which anything is paid |
| `retention_days`, `feedback_days` | how long conversations and feedback are kept |
| `chat_status` | whether the partner chat is open |

What does not exist on a day says so, in the words of locales/<code>/values.yml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Callable, Dict, Optional

from bot import directory, hours, knowledge, retention
from bot.rules import InvalidFact, own_car_free_km
from bot.rules.parameters import Parameter, find_parameter
from bot.rules.parameters import names as parameter_names
from bot.wording.formats import day, number, with_unit
from bot.wording.i18n import words
from bot.wording.opening import chat_status, weekday_hours

CHAT_STATUS = "chat_status"


class Placeholders(Mapping[str, str]):
    """Every placeholder with its words, as they hold at a moment.

    Args:
        language: code of the language.
        now: the moment, with a time zone.
    """

    def __init__(self, language: str, now: datetime) -> None:
        self._language = language
        self._now = now

    def __getitem__(self, name: str) -> str:
        """Return the words of a placeholder; raises KeyError where there is none of that name."""
        if name == CHAT_STATUS:
            return chat_status(self._language, self._now)
        return _written(name, self._language, self._now.date())

    def __iter__(self) -> Iterator[str]:
        yield from names()

    def __len__(self) -> int:
        return len(names())


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Return the names of all placeholders."""
    found = [CHAT_STATUS, *_OTHERS]
    found += [f"{name}{part}" for name in parameter_names() for part in ("", *(f".{each}" for each in _OF_PARAMETERS))]
    for kind, entries in _ENTRIES.items():
        found += [f"{kind}.{entry}{part}" for entry in entries() for part in ("", ".confirmed")]
    found += [f"source.{source}.{part}" for source in knowledge.sources() for part in _OF_SOURCES]
    return tuple(found)


@lru_cache(maxsize=4096)
def _written(name: str, language: str, on: date) -> str:
    if name in _OTHERS:
        return _OTHERS[name](language, on)
    head, _, rest = name.partition(".")
    if head == "source":
        source_id, _, part = rest.rpartition(".")
        return _OF_SOURCES[part](knowledge.sources()[source_id].dated, language)
    if head in _ENTRIES:
        entry_id, _, part = rest.partition(".")
        if part not in ("", "confirmed"):
            raise KeyError(f"{name}: of {head}.{entry_id} there is only '.confirmed'")
        value, dated = _entry(head, entry_id, language)
        return page(dated, language) if part else value
    if rest and rest not in _OF_PARAMETERS:
        raise KeyError(f"{name}: of a parameter there are only {', '.join(_OF_PARAMETERS)}")
    parameter = find_parameter(head, on)
    if parameter is None:
        return words("values.unknown", language)
    return _OF_PARAMETERS[rest](parameter, language) if rest else value_of(parameter, language)


def value_of(parameter: Parameter, language: str) -> str:
    """Write the value of a parameter."""
    return with_unit(parameter.value, parameter.unit, language)


def since(parameter: Parameter, language: str) -> str:
    """Say since when a value has been in force."""
    if not parameter.valid_from_stated:
        return words("values.since.not_stated", language)
    return words("values.since.stated", language, date=day(parameter.valid_from, language))


def since_year(parameter: Parameter, language: str) -> str:
    """Say since which year a value has been in force."""
    if not parameter.valid_from_stated:
        return words("values.since.not_stated", language)
    return words("values.since.year", language, year=parameter.valid_from.year)


def confirmed(parameter: Parameter, language: str) -> str:
    """Say for which year a source last confirms a value."""
    if parameter.confirmed_until is None:
        return words("values.confirmed.never", language)
    return words("values.confirmed.last", language, year=parameter.confirmed_until.year)


def page(dated: Optional[date], language: str) -> str:
    """Say from what a page something is, by the page's date."""
    if dated is None:
        return words("values.page.undated", language)
    return words("values.page.dated", language, year=dated.year)


def when(dated: Optional[date], language: str) -> str:
    """Say on which day something was published."""
    if dated is None:
        return words("values.when.not_stated", language)
    return words("values.when.stated", language, date=day(dated, language))


_OF_PARAMETERS: Dict[str, Callable[[Parameter, str], str]] = {
    "since": since,
    "since_year": since_year,
    "confirmed": confirmed,
    "page": lambda parameter, language: page(knowledge.sources()[parameter.source].dated, language),
}
_OF_SOURCES: Dict[str, Callable[[Optional[date], str], str]] = {"page": page, "when": when}
_ENTRIES: Dict[str, Callable[[], Mapping[str, object]]] = {
    "phone": directory.phones,
    "mailbox": directory.mailboxes,
    "address": directory.addresses,
    "hours": hours.channels,
}


def _entry(kind: str, entry_id: str, language: str) -> tuple[str, Optional[date]]:
    """Return the words of an entry, and the date of the page that it is from."""
    if kind == "phone":
        phone = directory.phones()[entry_id]
        return phone.number, phone.confirmed
    if kind == "hours":
        channel = hours.channels()[entry_id]
        return weekday_hours(channel, language), channel.confirmed
    entry = directory.mailboxes()[entry_id] if kind == "mailbox" else directory.addresses()[entry_id]
    return entry.address, knowledge.sources()[entry.source].dated


def _own_car_free_km(language: str, on: date) -> str:
    try:
        return with_unit(own_car_free_km(on), "km", language)
    except InvalidFact:
        return words("values.unknown", language)


_OTHERS: Dict[str, Callable[[str, date], str]] = {
    "own_car_free_km": _own_car_free_km,
    "retention_days": lambda language, on: number(retention.CONVERSATION_DAYS, language),
    "feedback_days": lambda language, on: number(retention.FEEDBACK_DAYS, language),
}
