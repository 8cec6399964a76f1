"""Dates are found in ISO 8601, as far as they are said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.entities import extract

VECTORS = Path(__file__).parents[3] / "shared/data/fi-datetime/vectors.jsonl"

DATES = [
    ("3.5.2026", "2026-05-03"),
    ("03.05.2026", "2026-05-03"),
    ("3/5/2026", "2026-05-03"),
    ("2026-05-03", "2026-05-03"),
    ("3.5.26", "2026-05-03"),
    ("3.5.", "--05-03"),
    ("alkaa 3.5. aamulla", "--05-03"),
    ("3. toukokuuta 2026", "2026-05-03"),
    ("3. toukokuuta", "--05-03"),
    ("toukokuun 3.", "--05-03"),
    ("toukokuussa 2026", "2026-05"),
    ("kesakuussa", "--06"),
    ("joulukuussa", "--12"),
    # Its first letters are those of March in English.
    ("marraskuussa", "--11"),
    ("vuonna 2026", "2026"),
    ("vuoden 2026 alusta", "2026"),
    ("29. helmikuuta", "--02-29"),
    ("3 May 2026", "2026-05-03"),
    ("3rd of May", "--05-03"),
    ("May 3, 2026", "2026-05-03"),
    ("May 3rd", "--05-03"),
    ("22 November", "--11-22"),
    ("in May", "--05"),
    ("December 2026", "2026-12"),
    ("since 2025", "2025"),
]

NO_DATES = [
    "may I ask something",
    "on the march",
    "32.1.2026",
    "31.2.2026",
    "3.13.2026",
    "29.2.2025",
    "joulukuusi",
    "60.50",
    "kello 9.30",
]


def _dates(text: str, language: str = "fi") -> list[object]:
    return [found.value for found in extract(text, language) if found.kind == "date"]


@pytest.mark.parametrize(("text", "iso"), DATES)
def test_date_is_found_as_far_as_it_is_said(text: str, iso: str) -> None:
    assert _dates(text) == [iso]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert _dates(text) == []


def test_written_dates_of_the_reference_vectors_are_found() -> None:
    if not VECTORS.exists():
        pytest.skip(f"needs the reference vectors at {VECTORS}")
    rows = [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]
    # Without a year, the 29th of February is a day of some years.
    written = [row for row in rows if "kuuta" in row["text"] or "kuun " in row["text"]]
    assert written
    for row in written:
        if row["expected"]:
            expected = date.fromisoformat(row["expected"][:10])
            assert _dates(row["text"]) == [f"-{expected:-%m-%d}"], row["text"]
