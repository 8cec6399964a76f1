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
    r" ?(?:(?:one-way|single|return|round|taxi|edestakai\w+|meno-?paluu\w*|yhdensuuntai\w+|taksi|terapia|"
    r"kuntoutus) ?){0,2}"
    r"(?:kerta[a-z]*|kerran|kertoja|krt|x\b|times?\b|trips?\b|visits?\b|sessions?\b|appointments?\b|rides?\b|"
    r"journeys?\b|matka(?:a|n)?\b|reissu[a-z]*|kaynti[a-z]*|kaynnin)"
)
_COUNTED = re.compile(rf"(?P<things>{_THINGS})(?:{_PER})?")
_DAYS = re.compile(rf" ?(?:days?|paiva(?:na|a)){_PER}")
# "3 kk" is a duration: a period right after the number needs a slash, a preposition or the case of "in".
_PERIOD_ALONE = re.compile(rf"(?= ?/| (?:a|per|each|every) | \w+s(?:sa)?\b){_PER}")
_ADVERB = re.compile(
    rf"\b(?:(?P<once>kerran|once)|(?P<twice>kahdesti|kahesti|twice)|(?P<thrice>kolmesti|thrice))(?:{_PER})?"
)
_ADVERB_VALUES = {"once": 1, "twice": 2, "thrice": 3}
_EVERY = re.compile(
    r"\b(?:(?P<day>paivittain|joka (?:arki)?paiva|daily|every (?:week|working )?day)"
    r"|(?P<week>viikoittain|viikottain|joka viikko|weekly|every week)"
    r"|(?P<month>kuukausittain|joka kuukausi|joka kuu|monthly|every month)"
    r"|(?P<year>vuosittain|joka vuosi|yearly|annually|every year))\b"
)
# "Daily life", "worse every year": in a longer message these two are rarely about trips.
_COMMON_PERIODS = ("day", "year")
_ROUND_TRIP = re.compile(
    r"\b(?:edes ?takai?s[a-z]*|edestakas|meno[- ]?(?:ja )?[- ]?paluu[a-z]*|suuntaansa ja takaisin|molempiin suuntiin|"
    r"there and back|(?:return|round)[- ]trips?|return (?:tickets?|fares?|journeys?)|a return|"
    # "120 km return", "60 euros return".
    r"(?:(?<=\d )|(?<=km )|(?<=kms )|(?<=miles )|(?<=euro )|(?<=euros )|(?<=€ ))return|both ways|back and forth)\b"
)
_ONE_WAY_ALONE = re.compile(
    r"\W*(?:(?:vain|pelkka|just|only) )?(?:yhteen suuntaan|yhdensuuntainen|meno|menomatka|one[- ]way|single)\W*"
)
# "Kerran" and "once" mean a number of trips only beside a period, or as the whole answer.
_SHORT_ANSWER = 3


def find(reading: Reading) -> Iterator[Entity]:
    """Find counts; the unit is the period they repeat in, or "round_trip" where out and back count as two."""
    flat = reading.folded
    for number in reading.numbers:
        counted = (
            reading.after(number.end, _COUNTED)
            or reading.after(number.end, _DAYS)
            or reading.after(number.end, _PERIOD_ALONE)
        )
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
        if _period(every) not in _COMMON_PERIODS or reading.word_count <= _SHORT_ANSWER:
            yield Entity("count", 1, *every.span(), _period(every))
    for round_trip in _ROUND_TRIP.finditer(flat):
        yield Entity("count", 2, *round_trip.span(), "round_trip")
    if one_way := _ONE_WAY_ALONE.fullmatch(flat):
        yield Entity("count", 1, *one_way.span())


def _period(match: re.Match[str]) -> str | None:
    return next((name for name in _PERIODS if match[name]), None)
