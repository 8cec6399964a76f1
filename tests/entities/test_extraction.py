"""Entities of a whole message do not overlap, stand where they say, are ready for JSON, and are found fast."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities import extract, reply_act

# Message, language, kinds and values from left to right.
MESSAGES = [
    (
        "Olen 45-vuotias ja kuntoutuspäiväni kestävät kuusi tuntia. Saanko kuntoutusrahaa?",
        "fi",
        [("age", 45), ("hours", "6")],
    ),
    (
        "2 kertaa viikossa taksilla 45e/suunta, mitä maksan itse",
        "fi",
        [("count", 2), ("means", "taxi"), ("money", "45")],
    ),
    (
        "ajan 140 km suuntaansa omalla autolla, paljonko kela maksaa",
        "fi",
        [("distance_km", "140"), ("means", "own_car")],
    ),
    (
        "Poikani on 6 ja käy puheterapiassa Oulussa kerran viikossa",
        "fi",
        [("person_group", "child"), ("age", 6), ("therapy", "speech"), ("municipality", "Oulu"), ("count", 1)],
    ),
    (
        "Hyvinvointialueen kuntoutus, 3 tuntia päivässä, olen 39",
        "fi",
        [("organiser", "public_health_care"), ("hours", "3"), ("age", 39)],
    ),
    (
        "I have 40 trips a year by taxi, 32 euros each",
        "en",
        [("count", 40), ("means", "taxi"), ("money", "32")],
    ),
    (
        "I'm 17, born in 2009, and the rehab day is 5 hours",
        "en",
        [("age", 17), ("birth_year", 2009), ("hours", "5")],
    ),
    ("Miten haen kuntoutusta?", "fi", []),
    ("How do I apply for rehabilitation?", "en", []),
]
NUMBERS = ["60", "kuuskyt", "3.5.", "klo", "9", "45v", "½", "puoli", "-"]
WORDS = ["€", "km", "h", "vuotta", "taksilla", "Oulussa", "syntynyt", "May", "toukokuun", "born", ",", "İ", "👍"]
PIECES = st.sampled_from(NUMBERS + WORDS)


@pytest.mark.parametrize(("text", "language", "expected"), MESSAGES)
def test_everything_a_message_says_is_found(text: str, language: str, expected: list[tuple[str, object]]) -> None:
    found = [
        (one.kind, one.value["name"] if isinstance(one.value, dict) else one.value) for one in extract(text, language)
    ]
    assert found == expected


@pytest.fixture(scope="module", autouse=True)
def words_are_read() -> None:
    """Read the word lists once, so that no single case is timed with that."""
    extract("60 e", "fi")
    reply_act("joo", "fi")


@given(
    st.one_of(
        st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=8).map("".join)
    )
)
def test_entities_never_overlap_and_always_serialise(text: str) -> None:
    found = extract(text, "fi")
    json.dumps([one.value for one in found])
    for one, following in zip(found, found[1:], strict=False):
        assert one.end <= following.start
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@given(st.text(max_size=200), st.sampled_from(["fi", "en"]))
def test_any_text_has_a_reply_act_or_none(text: str, language: str) -> None:
    assert reply_act(text, language) is None or text.strip()


@pytest.mark.parametrize("repeated", ["1 ", "kuus", "sataa", "0 ", "synt 12 ", "klo 9-12 ", "oma auto ", "no ", "!"])
def test_the_longest_message_cannot_stall_the_service(repeated: str) -> None:
    text = (repeated * 2000)[:2000]
    start = time.perf_counter()
    extract(text, "fi")
    reply_act(text, "fi")
    assert time.perf_counter() - start < 1
