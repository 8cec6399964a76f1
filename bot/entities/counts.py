"""Finds how many trips or sessions: "2 kertaa viikossa", "twice a week", "edestakaisin"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, get_args

from bot.entities.entity import Entity
from bot.entities.reading import Reading
from bot.entities.words import folded_words
from bot.languages.patterns import beginning, either, one_of_each

Period = Literal["day", "week", "month", "year"]
# "Daily life", "worse every year": in a longer message these two are rarely about trips.
_COMMON_PERIODS = ("day", "year")
# "Kerran" and "once" mean a number of trips only beside a period, or as the whole answer.
_SHORT_ANSWER = 3
_ADVERB_VALUES = {"once": 1, "twice": 2, "thrice": 3}


@dataclass(frozen=True)
class CountWords:
    """A language's words for how many; what each list holds is said in data/words/fi/counts.yml."""

    periods: dict[Period, tuple[str, ...]]
    per: tuple[str, ...]
    per_after_things: tuple[str, ...]
    period_endings: tuple[str, ...]
    things: tuple[str, ...]
    qualifiers: tuple[str, ...]
    days: tuple[str, ...]
    once: tuple[str, ...]
    twice: tuple[str, ...]
    thrice: tuple[str, ...]
    every: dict[Period, tuple[str, ...]]
    round_trip: tuple[str, ...]
    round_trip_after_amounts: tuple[str, ...]
    amount_units: tuple[str, ...]
    one_way: tuple[str, ...]
    only: tuple[str, ...]


class _Patterns(NamedTuple):
    after_number: tuple[re.Pattern[str], ...]
    adverb: re.Pattern[str]
    every: re.Pattern[str]
    round_trip: re.Pattern[str]
    one_way_alone: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = folded_words("counts", CountWords)
    per = rf"(?: ?/ ?| ?(?:{either((*words.per, *words.per_after_things))} )?)(?:{one_of_each(words.periods)})"
    things = rf" ?(?:{beginning(words.qualifiers)} ?){{0,2}}{either(words.things)}"
    adverbs = one_of_each({"once": words.once, "twice": words.twice, "thrice": words.thrice})
    # "120 km return", "60 euros return".
    after_amount = "|".join([r"(?<=\d )", *(f"(?<={re.escape(unit)} )" for unit in words.amount_units)])
    return _Patterns(
        after_number=(
            re.compile(rf"(?P<things>{things})(?:{per})?"),
            re.compile(rf" ?{either(words.days)}{per}"),
            # "3 kk" is a duration: a period right after the number needs a slash, a preposition or the case of "in".
            re.compile(rf"(?= ?/| {either(words.per)} | \w+{either(words.period_endings)}){per}"),
        ),
        adverb=re.compile(rf"\b(?:{adverbs})(?:{per})?"),
        every=re.compile(rf"\b(?:{one_of_each(words.every)})"),
        round_trip=re.compile(
            rf"\b(?:{either(words.round_trip)}|(?:{after_amount}){either(words.round_trip_after_amounts)})"
        ),
        one_way_alone=re.compile(rf"\W*(?:{either(words.only)} )?{either(words.one_way)}\W*"),
    )


def find(reading: Reading) -> Iterator[Entity]:
    """Find counts; the unit is the period they repeat in, or "round_trip" where out and back count as two."""
    flat, patterns = reading.folded, _patterns()
    for number in reading.numbers:
        matches = (reading.after(number.end, pattern) for pattern in patterns.after_number)
        counted = next((match for match in matches if match), None)
        if counted and number.value == int(number.value):
            both_ways = patterns.round_trip.search(flat, number.end, counted.end())
            value = int(number.value) * (2 if both_ways else 1)
            unit = _period(counted) or ("round_trip" if both_ways else number.unit)
            yield Entity("count", value, number.start, counted.end(), unit)
    for adverb in patterns.adverb.finditer(flat):
        period, word = _period(adverb), next(name for name in _ADVERB_VALUES if adverb[name])
        if period or word != "once" or reading.word_count <= _SHORT_ANSWER:
            yield Entity("count", _ADVERB_VALUES[word], *adverb.span(), period)
    for every in patterns.every.finditer(flat):
        if _period(every) not in _COMMON_PERIODS or reading.word_count <= _SHORT_ANSWER:
            yield Entity("count", 1, *every.span(), _period(every))
    for round_trip in patterns.round_trip.finditer(flat):
        yield Entity("count", 2, *round_trip.span(), "round_trip")
    if one_way := patterns.one_way_alone.fullmatch(flat):
        yield Entity("count", 1, *one_way.span())


def _period(match: re.Match[str]) -> str | None:
    return next((name for name in get_args(Period) if match[name]), None)
