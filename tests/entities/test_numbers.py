"""Numbers are read from digits and from words of either language and any register."""

from __future__ import annotations

from decimal import Decimal

import pytest
from num2words import num2words

from bot.entities import extract
from bot.entities.numbers import find_numbers

EVERY = range(10_000)

SPOKEN_UNITS = ["yks", "kaks", "kolme", "neljä", "viis", "kuus", "seittemän", "kaheksan", "yheksän"]
SPOKEN_TENS = ["kakskyt", "kolkyt", "nelkyt", "viiskyt", "kuuskyt", "seitkyt", "kaheksankyt", "yheksänkyt"]
SPOKEN = [
    (tens + gap + unit, 10 * ten + number)
    for ten, tens in enumerate(SPOKEN_TENS, start=2)
    for number, unit in enumerate(SPOKEN_UNITS, start=1)
    for gap in ("", " ")
]

# Message, value of the one bare number in it.
BARE_NUMBERS = [
    ("60", "60"),
    ("0", "0"),
    ("n. 60", "60"),
    ("~60", "60"),
    ("60ish", "60"),
    ("60.", "60"),
    ("60!", "60"),
    ("noin 60", "60"),
    ("noin kuuskyt", "60"),
    ("-5", "-5"),
    ("−5", "-5"),
    ("miinus viisi", "-5"),
    ("minus five", "-5"),
    ("45,50", "45.5"),
    ("45.50", "45.5"),
    ("1 250", "1250"),
    ("1 250,50", "1250.5"),
    ("3-4", "3"),
    ("3 – 4", "3"),
    ("kolme-neljä", "3"),
    ("2 tai 3", "2"),
    ("nolla", "0"),
    ("zero", "0"),
    ("yks", "1"),
    ("yksi", "1"),
    ("just one", "1"),
    ("vain kaksi", "2"),
    ("kaks", "2"),
    ("pari", "2"),
    ("kol", "3"),
    ("kolme", "3"),
    ("nel", "4"),
    ("nelja", "4"),
    ("viis", "5"),
    ("kuus", "6"),
    ("seittemän", "7"),
    ("seitsemän", "7"),
    ("seiska", "7"),
    ("kaheksan", "8"),
    ("kasi", "8"),
    ("yheksän", "9"),
    ("ysi", "9"),
    ("kymppi", "10"),
    ("yksitoista", "11"),
    ("kakstoist", "12"),
    ("kakskyt", "20"),
    ("parikyt", "20"),
    ("kuuskyt", "60"),
    ("kuuskytviis", "65"),
    ("kuuskyt viis", "65"),
    ("kuusikymmentä viisi", "65"),
    ("kuusikymmenta", "60"),
    ("kuudenkymmenen", "60"),
    ("sata", "100"),
    ("vajaa sata", "100"),
    ("satakakskyt", "120"),
    ("sata kaksikymmentä", "120"),
    ("puolitoistasataa", "150"),
    ("kaks sataa", "200"),
    ("tuhat", "1000"),
    ("kaksi tuhatta viisisataa", "2500"),
    ("sixty", "60"),
    ("sixty-five", "65"),
    ("sixty five", "65"),
    ("forty", "40"),
    ("fourty", "40"),
    ("a hundred and twenty", "120"),
    ("around a hundred", "100"),
    ("two hundred", "200"),
    ("one thousand two hundred", "1200"),
    ("four and a half", "4.5"),
    ("neljä ja puoli", "4.5"),
    ("viiteen", "5"),
    ("viidellä", "5"),
    ("kahta", "2"),
]

# Message with what looks like a number, or like a number word, and is none.
NO_NUMBERS = [
    "käsi on kipeä",
    "en jaksa yhtään",
    "toista kertaa en hae",
    "the central one",
    "which one is better",
    "lomake SV 67",
    "Tarvitsenko lomakkeen KU 102?",
    "kello 9",
    "B1-lausunto",
    "soitan numeroon 020 692 235",
    "0800 414 600",
    "+358 40 123 4567",
    "omavastuu on 50 %",
    "type 1 diabetes",
    "kuusikossa asuva",
    "sataako siellä vettä tänään",
]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_number_written_in_full_is_read_back(language: str) -> None:
    wrong = {}
    for number in EVERY:
        written = num2words(number, lang=language)
        if [found.value for found in find_numbers(written, language)] != [number]:
            wrong[number] = written
    assert not wrong


@pytest.mark.slow
def test_every_number_is_read_back_without_dots() -> None:
    undotted = ((number, num2words(number, lang="fi").replace("ä", "a")) for number in EVERY)
    assert not [written for number, written in undotted if [n.value for n in find_numbers(written, "fi")] != [number]]


@pytest.mark.parametrize(("written", "value"), SPOKEN)
def test_spoken_tens_and_units_make_one_number(written: str, value: int) -> None:
    assert [found.value for found in find_numbers(written, "fi")] == [value]


@pytest.mark.parametrize(("text", "value"), BARE_NUMBERS)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_bare_number_is_found_whichever_language_was_identified(text: str, value: str, language: str) -> None:
    assert [(found.kind, found.value) for found in extract(text, language)] == [("number", value)]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert "number" not in {found.kind for found in extract(text, "fi")}


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,250", "en", "1250"),
        ("1,250.50", "en", "1250.5"),
        ("1.250,50", "fi", "1250.5"),
        ("1.250", "fi", "1250"),
        ("1,250", "fi", "1.25"),
        ("0,125", "en", "0.125"),
    ],
)
def test_language_decides_between_thousands_and_decimals(text: str, language: str, value: str) -> None:
    assert [found.value for found in find_numbers(text, language)] == [Decimal(value)]


def test_a_range_gives_its_lower_end_and_says_so() -> None:
    (found,) = extract("3-4", "fi")
    assert (found.value, found.unit) == ("3", "range")


def test_two_numbers_beside_each_other_stay_two() -> None:
    assert [found.value for found in find_numbers("kaks kolme", "fi")] == [2, 3]
