"""Finds how many trips or sessions: "2 kertaa viikossa", "twice a week", "edestakaisin"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities.entity import Entity
from bot.entities.reading import Reading

_PERIODS = {
    "day": r"paiva(?:ssa|s)?|pv|day|daily",
    "week": r"viiko(?:ssa|s)?|vko|vk|week|weekly|viikko",
    "month": r"kuukaude(?:ssa|s)?|kuussa|kuus|kk|month|monthly|kuukausi",
    "year": r"vuode(?:ssa|s)?|year|yearly|annually|vuosi|v",
}
_PERIOD = "|".join(f"(?P<{name}>{forms})" for name, forms in _PERIODS.items())
_PER = rf"(?: ?/ ?| ?(?:(?:a|per|each|every|in a|in one|joka|yhdessa|yhes) )?)(?:{_PERIOD})\b"
_THINGS = (
    r" ?(?:(?:one-way|single|return|round|taxi|edestakai\w+|meno-?paluu\w*|yhdensuuntai\w+|taksi) ?){0,2}"
    r"(?:kerta[a-z]*|kerran|kertoja|krt|x\b|times?\b|trips?\b|visits?\b|sessions?\b|appointments?\b|rides?\b|"
    r"journeys?\b|matka(?:a|n)?\b|reissu[a-z]*|kaynti[a-z]*|kaynnin|terapiaker[a-z]+|taksimatka[a-z]*)"
)
_COUNTED = re.compile(rf"(?P<things>{_THINGS})(?:{_PER})?")
_PERIOD_ALONE = re.compile(rf"(?=[ /])(?:{_PER})")
_ADVERB = re.compile(rf"\b(?:(?P<once>kerran|once)|(?P<twice>kahdesti|kahesti|twice)|(?P<thrice>kolmesti|thrice))(?:{_PER})?")
_ADVERB_VALUES = {"once": 1, "twice": 2, "thrice": 3}
_EVERY = re.compile(
    r"\b(?:(?P<day>paivittain|joka (?:arki)?paiva|daily|every (?:week|working )?day)"
    r"|(?P<week>viikoittain|viikottain|joka viikko|weekly|every week)"
    r"|(?P<month>kuukausittain|joka kuukausi|joka kuu|monthly|every month)"
    r"|(?P<year>vuosittain|joka vuosi|yearly|annually|every year))\b"
)
_ROUND_TRIP = re.compile(
    r"\bedes ?takai?s[a-z]*|\bedestakas\b|\bmeno[- ]?(?:ja )?[- ]?paluu[a-z]*|\bmenopaluu[a-z]*|\bsuuntaansa ja takaisin\b"
    r"|\bthere and back\b|\b(?:return|round)[- ]trips?\b|\bboth ways\b|\bmolempiin suuntiin\b|\bback and forth\b"
)
_ONE_WAY_ALONE = re.compile(r"\W*(?:(?:vain|pelkka|just|only) )?(?:yhteen suuntaan|yhdensuuntainen|meno|menomatka|one[- ]way|single)\W*")
# "Kerran" and "once" mean a number of trips only beside a period, or as the whole answer.
_SHORT_ANSWER = 3


def find(reading: Reading) -> Iterator[Entity]:
    """Find counts; the unit is the period they repeat in, or "round_trip" where out and back count as two."""
    flat = reading.folded
    for number in reading.numbers:
        counted = reading.after(number, _COUNTED) or reading.after(number, _PERIOD_ALONE)
        if counted and number.value == int(number.value):
            both_ways = _ROUND_TRIP.search(flat, number.end, counted.end())
            value = int(number.value) * (2 if both_ways else 1)
            unit = _period(counted) or ("round_trip" if both_ways else number.unit)
            yield Entity("count", value, number.start, counted.end(), unit)
    for adverb in _ADVERB.finditer(flat):
        period, word = _period(adverb), next(name for name in _ADVERB_VALUES if adverb[name])
        if period or word != "once" or reading.word_count <= _SHORT_ANSWER:
            yield Entity("count", _ADVERB_VALUES[word], *adverb.span(), period)
    for every in _EVERY.finditer(flat):
        yield Entity("count", 1, *every.span(), _period(every))
    for round_trip in _ROUND_TRIP.finditer(flat):
        yield Entity("count", 2, *round_trip.span(), "round_trip")
    if one_way := _ONE_WAY_ALONE.fullmatch(flat):
        yield Entity("count", 1, *one_way.span())


def _period(match: re.Match[str]) -> str | None:
    return next((name for name in _PERIODS if match[name]), None)
