"""Finds every number of a message, written in digits or in words of any register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from babel.numbers import get_decimal_symbol

from bot import languages
from bot.entities.folding import folded_in_place
from bot.entities.numerals import NumberWords, Sum, is_spelt, numerals
from bot.entities.words import folded_words
from bot.languages.patterns import either

HALF = Decimal("0.5")
# Longest word looked for before a number, in characters, with a space and a mark.
REACH = 16

# Telephone numbers are matched first, only to be left out.
_DIGITS = re.compile(
    r"(?P<telephone>(?<!\w)(?:\+\d|0\d)[\d -]{4,}\d)"
    r"|(?:(?<!\S)(?P<minus>[-]))?(?<!\w)(?<!\d[.,:/])"
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?"
    r"|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)"
    r"(?![.,:/]?\d)"
)


class _Patterns(NamedTuple):
    minus: re.Pattern[str]
    half: re.Pattern[str]
    between_parts: re.Pattern[str]
    range_dash: re.Pattern[str]
    names_a_thing: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = folded_words("numbers", NumberWords)
    return _Patterns(
        minus=re.compile(rf"\b{either(words.minus)} $"),
        half=re.compile(rf" {either(words.half)}| ?½"),
        between_parts=re.compile(rf",? (?:{either(words.joining)} )?|-"),
        range_dash=re.compile(rf" ?- ?| {either(words.ranges)} "),
        # What makes the number after it a name, not a quantity: form "SV 67", "klo 9", "kohta 4".
        names_a_thing=re.compile(rf"(?:\b{either(words.names)}|§)[ .:]*$"),
    )


@dataclass(frozen=True)
class Number:
    """A number in `text[start:end]`; `weak` words such as "one" often mean no quantity, `is_range` had a higher end."""

    value: Decimal
    start: int
    end: int
    weak: bool = False
    is_range: bool = False

    @property
    def unit(self) -> str | None:
        """Return the entity unit that says whether the value is only the lower end."""
        return "range" if self.is_range else None


def find_numbers(text: str, language: str) -> tuple[Number, ...]:
    """Return the numbers of a message from left to right.

    Args:
        text: what the person wrote; words of all languages are understood.
        language: its code, which decides whether "1,250" has thousands or decimals.
    """
    flat = folded_in_place(text)
    found = sorted([*_in_digits(flat, language), *_in_words(text.lower(), flat)], key=lambda number: number.start)
    quantities = [number for number in found if not _stands_before(number, _patterns().names_a_thing, flat)]
    return tuple(_joined_ranges(flat, _without_overlaps(_completed(flat, number) for number in quantities)))


def _in_digits(flat: str, language: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(flat):
        digits = match["digits"]
        if digits and not re.match(r"0\d", digits):
            value = _decimal(digits, _decimal_mark(language))
            yield Number(-value if match["minus"] else value, match.start(), match.end())


@cache
def _decimal_mark(language: str) -> str:
    """Return the decimal mark of a language; for an unspoken language that of the default one."""
    spoken = language if language in languages.codes() else languages.default()
    return get_decimal_symbol(languages.get(spoken).babel)


def _decimal(digits: str, decimal_mark: str) -> Decimal:
    compact = re.sub(r"\s", "", digits)
    whole, mark, fraction = re.match(r"(.*?)(?:([.,])(\d*))?$", compact).groups("")  # type: ignore[union-attr]
    if len(fraction) == 3 and (mark != decimal_mark or mark in whole) and whole != "0":
        whole, fraction = whole + fraction, ""
    return Decimal(re.sub(r"[.,]", "", whole) + (f".{fraction}" if fraction else ""))


def _in_words(lowered: str, flat: str) -> Iterator[Number]:
    known = numerals()
    reading: Number | None = None
    total = Sum()
    for match in known.word.finditer(flat):
        parts = known.split(match[0]) or []
        if not is_spelt(lowered[match.start() : match.end()], "".join(part.spelling for part in parts)):
            continue
        joined = reading and _patterns().between_parts.fullmatch(flat, reading.end, match.start())
        continued = total.plus(parts) if joined else None
        if reading and continued:
            total, reading = continued, Number(continued.value, reading.start, match.end())
            continue
        if reading:
            yield reading
        begun = Sum().plus(parts)
        reading = Number(begun.value, *match.span(), weak=match[0] in known.weak) if begun else None
        total = begun or Sum()
    if reading:
        yield reading


def _completed(flat: str, number: Number) -> Number:
    """Take in a minus in words before the number and a half after it: "miinus viisi", "neljä ja puoli"."""
    if half := _patterns().half.match(flat, number.end):
        number = replace(number, value=number.value + HALF, end=half.end(), weak=False)
    if minus := _stands_before(number, _patterns().minus, flat):
        number = replace(number, value=-number.value, start=minus.start(), weak=False)
    return number


def _stands_before(number: Number, pattern: re.Pattern[str], flat: str) -> re.Match[str] | None:
    return pattern.search(flat, max(0, number.start - REACH), number.start)


def _without_overlaps(numbers: Iterable[Number]) -> Iterator[Number]:
    end = 0
    for number in numbers:
        if number.start >= end:
            end = number.end
            yield number


def _joined_ranges(flat: str, numbers: Iterable[Number]) -> Iterator[Number]:
    lower: Number | None = None
    for number in numbers:
        if lower and lower.value < number.value and _patterns().range_dash.fullmatch(flat, lower.end, number.start):
            yield Number(lower.value, lower.start, number.end, is_range=True)
            lower = None
            continue
        if lower:
            yield lower
        lower = number
    if lower:
        yield lower
