"""Finds amounts of money in euros: "60,50 e", "kuuskyt euroo", "parikymppiä", "sixty euros"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from bot.entities.entity import Entity, plain
from bot.entities.numbers import Number
from bot.entities.reading import Reading
from bot.entities.words import folded_words
from bot.languages.patterns import beginning, either


@dataclass(frozen=True)
class MoneyWords:
    """A language's words for money; what each list holds is said in data/words/fi/money.yml."""

    units: tuple[str, ...]
    units_before: tuple[str, ...]
    cents: tuple[str, ...]
    joining: tuple[str, ...]
    notes: dict[Decimal, tuple[str, ...]]
    thousands: tuple[str, ...]
    tenners: tuple[str, ...]
    prices: tuple[str, ...]
    fillers: tuple[str, ...]


class _Patterns(NamedTuple):
    unit: re.Pattern[str]
    unit_before: re.Pattern[str]
    cents: re.Pattern[str]
    notes: dict[Decimal, re.Pattern[str]]
    thousands: re.Pattern[str]
    tenner: re.Pattern[str]
    price_cue: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = folded_words("money", MoneyWords)
    return _Patterns(
        unit=re.compile(rf"[ -]?(?:{either(words.units)}|,-(?!\d))"),
        unit_before=re.compile(rf"(?<!\w){either(words.units_before)} ?$"),
        cents=re.compile(rf" ?(?:{either(words.joining)} )?(\d\d?|[a-z]+) ?{either(words.cents)}"),
        # Names of notes: the number stands in the word itself ("satasen"), or a tens word has the partitive of money.
        notes={value: re.compile(rf"\b{either(names)}") for value, names in words.notes.items()},
        tenner=re.compile(rf"{beginning(words.tenners)}$"),
        thousands=re.compile(rf" ?{either(words.thousands)}"),
        price_cue=re.compile(rf"\b{either(words.prices)}(?: {either(words.fillers)})*[ :=~]*$"),
    )


def with_unit(reading: Reading) -> Iterator[Entity]:
    """Find amounts that say they are money."""
    patterns = _patterns()
    for number in reading.numbers:
        if unit := reading.after(number.end, patterns.unit):
            cents = patterns.cents.match(reading.folded, unit.end())
            yield _with_cents(reading, number, cents) if cents else _amount(number, number.value, end=unit.end())
        elif sign := reading.before(number.start, patterns.unit_before):
            yield _amount(number, number.value, start=sign.start())
        elif thousands := reading.after(number.end, patterns.thousands):
            yield _amount(number, number.value * 1000, end=thousands.end())
        elif patterns.tenner.search(reading.folded, number.start, number.end):
            yield _amount(number, number.value)
    for value, note in patterns.notes.items():
        for match in note.finditer(reading.folded):
            yield Entity("money", plain(value), *match.span())


def with_cue(reading: Reading) -> Iterator[Entity]:
    """Find amounts that only the word before them makes a price: "taksi maksaa 60"."""
    patterns = _patterns()
    for number in reading.numbers:
        if reading.before(number.start, patterns.price_cue):
            yield _amount(number, number.value)


def _amount(number: Number, value: Decimal, start: int | None = None, end: int | None = None) -> Entity:
    return Entity("money", plain(value), number.start if start is None else start, end or number.end, number.unit)


def _with_cents(reading: Reading, euros: Number, cents: re.Match[str]) -> Entity:
    inside = (number for number in reading.numbers if cents.start() <= number.start < cents.end())
    amount = next((number.value for number in inside), Decimal(0))
    return _amount(euros, euros.value + amount / 100, end=cents.end())
