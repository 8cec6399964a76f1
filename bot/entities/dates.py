"""Finds dates written out: "3.5.2026", "3. toukokuuta", "May 2026"; a missing part stays missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from bot.entities.entity import Entity
from bot.entities.folding import folded
from bot.entities.reading import Reading

MONTHS_FILE = Path(__file__).parent / "words" / "months.yml"
# The 29th of February exists in some years, so a day without a year is checked in one of those.
_LEAP_YEAR = 2024
_DAY = r"(?<![\w.])(?P<day>3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NUMERIC = (
    re.compile(rf"(?<![\w-]){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"{_DAY}(?P<mark>[./-])(?P<month>1[0-2]|0?[1-9])(?P=mark){_YEAR}(?!\d)"),
    re.compile(rf"{_DAY}\.(?P<month>1[0-2]|0?[1-9])\.(?P<short_year>\d\d)?(?!\d)"),
)
_YEAR_WITH_CUE = re.compile(
    rf"\b(?:vuo(?:nna|teen)|vuode(?:n|sta|lta|lle)|year|in|since) {_YEAR}\b(?! ?(?:€|e\b|eu|km))"
)


def find(reading: Reading) -> Iterator[Entity]:
    """Find dates as ISO 8601, "2026-05-03", or what of it is known: "--05-03", "2026-05", "--05", "2026"."""
    months = _months()
    for pattern in (*_NUMERIC, *_with_month_names()):
        for match in pattern.finditer(reading.folded):
            parts = match.groupdict()
            month = months.get(parts["month"][:3]) or int(parts["month"])
            if iso := _iso(full_year(parts), month, parts.get("day")):
                yield Entity("date", iso, *match.span())
    for match in _YEAR_WITH_CUE.finditer(reading.folded):
        yield Entity("date", match["year"], *match.span("year"))


def full_year(parts: dict[str, str | None]) -> int | None:
    """Return the year of a match; of two digits, those from 30 on are of the last century."""
    if year := parts.get("year"):
        return int(year)
    if short := parts.get("short_year"):
        return int(short) + (1900 if int(short) >= 30 else 2000)
    return None


def _iso(year: int | None, month: int, day: str | None) -> str | None:
    """Return the known parts in ISO 8601, or None for a day that no month has."""
    prefix = f"{year:04}" if year else "-"
    if not day:
        return f"{prefix}-{month:02}"
    try:
        date(year or _LEAP_YEAR, month, int(day))
    except ValueError:
        return None
    return f"{prefix}-{month:02}-{int(day):02}"


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Return the number of each month by the first three letters of its folded name."""
    names = yaml.safe_load(MONTHS_FILE.read_text(encoding="utf-8"))
    return {folded(name)[:3]: number for language in names.values() for number, name in enumerate(language, start=1)}


@lru_cache(maxsize=1)
def _with_month_names() -> tuple[re.Pattern[str], ...]:
    names = yaml.safe_load(MONTHS_FILE.read_text(encoding="utf-8"))
    finnish = "|".join(folded(name) for name in names["fi"])
    english = "|".join(f"{name}|{name[:3]}" for name in names["en"])
    return (
        re.compile(rf"\b(?P<month>{finnish})n {_DAY}\b\.?(?: {_YEAR})?"),
        re.compile(rf"(?:{_DAY}\.? )?\b(?P<month>{finnish})(?!si\b)[a-z]*(?: (?:vuonna )?{_YEAR})?"),
        re.compile(rf"{_DAY}(?:st|nd|rd|th)?(?: of)? (?P<month>{english})\b(?:,? {_YEAR})?"),
        re.compile(rf"\b(?P<month>{english})\.? {_DAY}(?:st|nd|rd|th)?\b(?:,? {_YEAR})?"),
        re.compile(rf"\b(?P<month>{english}) {_YEAR}\b"),
        # Alone, "may" and "march" are months only after a preposition of time.
        re.compile(rf"\b(?:in|since|until|till|by|next|last|during) (?P<month>{english})\b"),
    )
