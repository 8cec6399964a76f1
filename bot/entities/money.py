"""Finds amounts of money in euros: "60,50 e", "kuuskyt euroo", "parikymppiä", "sixty euros"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.entities.entity import Entity, plain
from bot.entities.numbers import Number
from bot.entities.reading import Reading

_UNIT = re.compile(r"[ -]?(?:€|(?:e|eur|euroo|eurs|egee|egea|ekee|bucks|quid)\b|euro[a-z]*|,-(?!\d))")
_SIGN_BEFORE = re.compile(r"(?:€|\beur) ?$")
_CENTS = re.compile(r" ?(?:(?:and|ja) )?(\d\d?|[a-z]+) ?(?:snt|c|cents?|sentti[a-z]*|senttii)\b")
# Names of notes: the number stands in the word itself ("satasen"), or a tens word has the partitive of money.
_NOTES = {
    re.compile(r"\b(?:satase(?:n|lla|sta|t)|satanen|satku[an]?|satkulla|hunnin?)\b"): Decimal(100),
    re.compile(r"\b(?:vitose(?:n|lla)|vitonen)\b"): Decimal(5),
    re.compile(r"\b(?:tonni|tonnin|tonnilla)\b"): Decimal(1000),
}
_TENNER = re.compile(r"kymp(?:pia|pii|in|illa)$")
_THOUSANDS = re.compile(r" ?tonni(?:a|n)?\b")
_PRICE_CUE = re.compile(
    r"\b(?:maksaa|maksoi|makso|maksavat|hinta|hinnaltaan|cost|costs|price|fare|paying|pay|"
    r"ticket|tickets|liput|\w*lippu|taksi|taxi)\b"
    r"(?: (?:is|on|was|oli|noin|n\.|about|around|approximately|jotain|suunnilleen|jotakin|me|mulle|minulle))*[ :=~]*$"
)


def with_unit(reading: Reading) -> Iterator[Entity]:
    """Find amounts that say they are money."""
    for number in reading.numbers:
        if unit := reading.after(number.end, _UNIT):
            cents = _CENTS.match(reading.folded, unit.end())
            yield _with_cents(reading, number, cents) if cents else _amount(number, number.value, end=unit.end())
        elif sign := reading.before(number.start, _SIGN_BEFORE):
            yield _amount(number, number.value, start=sign.start())
        elif thousands := reading.after(number.end, _THOUSANDS):
            yield _amount(number, number.value * 1000, end=thousands.end())
        elif _TENNER.search(reading.folded, number.start, number.end):
            yield _amount(number, number.value)
    for note, value in _NOTES.items():
        for match in note.finditer(reading.folded):
            yield Entity("money", plain(value), *match.span())


def with_cue(reading: Reading) -> Iterator[Entity]:
    """Find amounts that only the word before them makes a price: "taksi maksaa 60"."""
    for number in reading.numbers:
        if reading.before(number.start, _PRICE_CUE):
            yield _amount(number, number.value)


def _amount(number: Number, value: Decimal, start: int | None = None, end: int | None = None) -> Entity:
    return Entity("money", plain(value), number.start if start is None else start, end or number.end, number.unit)


def _with_cents(reading: Reading, euros: Number, cents: re.Match[str]) -> Entity:
    inside = (number for number in reading.numbers if cents.start() <= number.start < cents.end())
    amount = next((number.value for number in inside), Decimal(0))
    return _amount(euros, euros.value + amount / 100, end=cents.end())
