"""Puts an answer together: words in the person's language, values in force on the day, sources, related topics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Callable, Dict, Tuple

from bot import FEEDBACK_DAYS, RETENTION_DAYS, directory, hours, knowledge
from bot.rules import own_car_free_km
from bot.rules.parameters import NoValueOn, Parameter, find_parameter, parameter
from bot.wording.i18n import has, words

SHORT = "short"
TEXT = "text"
MONTHS_EN = ("January", "February", "March", "April", "May", "June") + (
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Answer:
    """What a person gets to a topic; `sources` as [{"title", "url", "reviewed"}] with ISO dates."""

    topic: str
    language: str
    text: str
    sources: Tuple[Dict[str, str], ...]
    related: Tuple[str, ...]


def answer(topic_id: str, language: str, now: datetime, part: str = TEXT) -> Answer:
    """Return the answer to a topic as it holds at `now` (with a time zone).

    Args:
        topic_id: an id of bot/knowledge/topics.yml.
        language: "fi" or "en".
        now: the moment for which amounts and opening hours hold.
        part: "text", or "short" for text messages.
    """
    topic = knowledge.topic(topic_id)
    return Answer(
        topic=topic_id,
        language=language,
        text=phrase(f"{topic_id}.{part}", language, now),
        sources=tuple(source_entry(source_id, topic.reviewed, language) for source_id in topic.sources),
        related=topic.related,
    )


def phrase(key: str, language: str, now: datetime, **values: Any) -> str:
    """Return the words of `key` with the shared values filled in, and `values` beside them."""
    return words(key, language, **{**_dated_values(language, now.date()), **_chat_status(language, now), **values})


def title(topic_id: str, language: str) -> str:
    """Return the topic's title, as people see it on a button."""
    return words(f"{topic_id}.title", language)


def source_entry(source_id: str, reviewed: date, language: str) -> Dict[str, str]:
    """Return a source as callers see it."""
    key = f"sources.{source_id}"
    return {
        "title": words(key, language) if has(key, language) else source_id,
        "url": knowledge.source(source_id).url,
        "reviewed": reviewed.isoformat(),
    }


def source_dates(source: Dict[str, str], language: str) -> str:
    """Say when a source of `source_entry` was checked."""
    return words("common.source.reviewed", language, date=day(date.fromisoformat(source["reviewed"]), language))


def number(value: Decimal | int | float | str, language: str) -> str:
    """Write a number as the language does: 0,33 and 0.33."""
    text = f"{Decimal(str(value)):f}"
    return text.replace(".", ",") if language == "fi" else text


def euros(value: Decimal | int | float | str, language: str) -> str:
    """Write a sum of money: 25 €, 20,18 € and €25, €20.18."""
    amount = Decimal(str(value))
    whole = amount.to_integral_value()
    text = number(whole if amount == whole else amount.quantize(Decimal("0.01")), language)
    return f"{text} €" if language == "fi" else f"€{text}"


def day(value: date, language: str) -> str:
    """Write a date: 31.12.2026 and 31 December 2026."""
    if language == "fi":
        return f"{value.day}.{value.month}.{value.year}"
    return f"{value.day} {MONTHS_EN[value.month - 1]} {value.year}"


def clock(value: datetime, language: str) -> str:
    """Write a time of day, without minutes where it is a full hour: 15 or 15.30 (fi), 15:30 (en)."""
    if value.minute == 0:
        return str(value.hour)
    return f"{value.hour}.{value.minute:02d}" if language == "fi" else f"{value.hour}:{value.minute:02d}"


def _whole(parameter_: Parameter, language: str) -> str:
    return number(parameter_.number, language)


def _money(parameter_: Parameter, language: str) -> str:
    return euros(parameter_.number, language)


def _day(parameter_: Parameter, language: str) -> str:
    return day(parameter_.day, language)


def _rate(parameter_: Parameter, language: str) -> str:
    return f"{number(parameter_.number, language)} €/km" if language == "fi" else f"€{parameter_.number}/km"


def _kilometres(parameter_: Parameter, language: str) -> str:
    return f"{_whole(parameter_, language)} km"


def _time(parameter_: Parameter, language: str) -> str:
    moment = datetime.combine(date.min, time.fromisoformat(str(parameter_.value)))
    if language == "fi":
        return f"klo {clock(moment, language)}"
    return moment.strftime("%-I:%M %p" if moment.minute else "%-I %p").lower()


# Placeholder: the parameter whose value it is, and how it is written.
_PARAMETERS: Dict[str, Tuple[str, Callable[[Parameter, str], str]]] = {
    "copayment": ("copayment_per_trip", _money),
    "annual_maximum": ("travel_annual_maximum", _money),
    "own_car_rate": ("own_car_rate_per_km", _rate),
    "own_car_proof_km": ("own_car_proof_limit_km", _kilometres),
    "accommodation_allowance": ("accommodation_allowance_per_day", _money),
    "travel_claim_months": ("travel_claim_deadline_months", _whole),
    "taxi_order_deadline": ("taxi_order_deadline", _time),
    "taxi_contract_end": ("taxi_contract_end", _day),
    "allowance_claim_months": ("allowance_claim_deadline_months", _whole),
    "allowance_min_age": ("allowance_min_age", _whole),
    "allowance_max_age": ("allowance_max_age", _whole),
    "allowance_min_age_exception": ("allowance_min_age_born_before_exception", _whole),
    "allowance_exception_born_before": ("allowance_exception_born_before", _day),
    "allowance_day_hours": ("allowance_min_hours_per_day", _whole),
    "youth_min_age": ("youth_allowance_min_age", _whole),
    "youth_max_age": ("youth_allowance_max_age", _whole),
    "intensive_age_below": ("intensive_age_below", _whole),
    "need_min_years": ("need_min_years", _whole),
}


@lru_cache(maxsize=64)
def _dated_values(language: str, on: date) -> Dict[str, str]:
    """Return the value of every placeholder that answers share, as it holds on a day."""
    values: Dict[str, str] = {}
    for placeholder, (name, write) in _PARAMETERS.items():
        found = find_parameter(name, on)
        values[placeholder] = write(found, language) if found else words("common.unknown_value", language)
    values.update(_derived_values(language, on))
    values["retention_days"] = str(RETENTION_DAYS)
    values["feedback_days"] = str(FEEDBACK_DAYS)
    for mailbox in directory.mailboxes().values():
        values[f"email_{mailbox.id}"] = mailbox.address
    for phone in directory.phones().values():
        values[f"phone_{phone.id}"] = phone.number
    for placeholder, channel_id in _HOURS.items():
        channel = hours.channel(channel_id)
        times = {"opens": _hour(channel.opens, language), "closes": _hour(channel.closes, language)}
        values[placeholder] = words("common.weekday_hours", language, **times)
    return values


_HOURS = {
    "chat_hours": "partner_chat",
    "authority_line_hours": "authority_line",
    "customer_phone_hours": "customer_phone",
}


def _hour(value: time, language: str) -> str:
    return clock(datetime.combine(date.min, value), language)


def _derived_values(language: str, on: date) -> Dict[str, str]:
    """Return what follows from several parameters, or from when one was confirmed."""
    try:
        copayment, maximum = parameter("copayment_per_trip", on), parameter("travel_annual_maximum", on)
        free, since = own_car_free_km(on), parameter("allowance_min_age", on).valid_from
    except NoValueOn:
        unknown = words("common.unknown_value", language)
        return dict.fromkeys(("travel_confirmed", "own_car_free_km", "allowance_age_in_force"), unknown)
    confirmed = [value.confirmed_until.year for value in (copayment, maximum) if value.confirmed_until]
    return {
        "travel_confirmed": str(min(confirmed)) if confirmed else words("common.unknown_value", language),
        "own_car_free_km": f"{number(free, language)} km",
        "allowance_age_in_force": day(since, language),
    }


def opening_times(opening: hours.Opening, language: str) -> Dict[str, str]:
    """Return the words for when a channel closes, or where it is closed, when it opens."""
    if opening.closes is not None:
        return {"closes": clock(opening.closes, language)}
    following = opening.next_opens
    return {
        "day": words(f"common.weekdays.{WEEKDAYS[following.weekday()]}", language),
        "date": day(following.date(), language),
        "opens": clock(following, language),
    }


def _chat_status(language: str, now: datetime) -> Dict[str, str]:
    opening = hours.opening("partner_chat", now)
    state = "open" if opening.is_open else "closed"
    status = words(f"common.chat_status.{state}", language, **opening_times(opening, language))
    if opening.assumed_holiday:
        status += " " + words("common.chat_status.holiday", language)
    return {"chat_status": status}
