"""Whether a message asks what the words of a question mean."""

from __future__ import annotations

import pytest

from bot.decision.meaning import asks_meaning

INSTITUTION = "Onko kuntoutuja julkisessa laitoshoidossa?"
PLAN = "Onko kuntoutussuunnitelma laadittu julkisessa terveydenhuollossa?"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("mitä laitoshoito tarkoittaa?", INSTITUTION),
        ("Mitä tarkoitetaan julkisella laitoshoidolla?", INSTITUTION),
        ("what do you mean by institutional care", "Is the person in public institutional care?"),
        ("what do you mean by need?", "Will the need for rehabilitation last at least a year?"),
        ("mitä kuntoutussuunnitelma tarkottaa", PLAN),
    ],
)
def test_a_term_of_the_question(text: str, question: str) -> None:
    assert asks_meaning(text, question)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Mitä kuntoutusraha tarkoittaa?", PLAN),
        ("laitoshoidossa", INSTITUTION),
        ("mikä on omavastuu", INSTITUTION),
        ("mitä se tarkoittaa", INSTITUTION),
        ("", INSTITUTION),
    ],
)
def test_anything_else(text: str, question: str) -> None:
    assert not asks_meaning(text, question)
