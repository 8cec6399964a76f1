"""Whether a message leans on the answer before it."""

from __future__ import annotations

import pytest

from bot.decision.leaning import Leaning, leaning, leans

NAMES_NOTHING, GOES_ON = Leaning.NAMES_NOTHING, Leaning.GOES_ON


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("miten haen?", NAMES_NOTHING),
        ("ja paljonko?", NAMES_NOTHING),
        ("kuinka kauan se kestää?", NAMES_NOTHING),
        ("entä aikuisilla?", NAMES_NOTHING),
        ("how do I apply for that?", NAMES_NOTHING),
        ("and for adults?", NAMES_NOTHING),
        ("how much is it", NAMES_NOTHING),
        ("entä ryhmässä?", GOES_ON),
        ("mites omalla autolla", GOES_ON),
        ("entä sää?", GOES_ON),
        ("what about my own car?", GOES_ON),
        ("saako omainenkin?", GOES_ON),
        ("can a relative get it too?", GOES_ON),
        ("meneekö siitä veroa?", GOES_ON),
    ],
)
def test_what_leans(text: str, expected: Leaning) -> None:
    assert leaning(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Mikä on matkakuntoutus?",
        "Paljonko taksin omavastuu on?",
        "How much is the taxi copayment?",
        "how to aply for rehab",
        "kiitos",
        "se on kiva",
        "that is nice",
        "joo",
        "60 euroa",
        "",
        "Entä jos asun kaukana kaikesta ja minun pitäisi päästä terapiaan joka viikko?",
    ],
)
def test_what_stands_alone(text: str) -> None:
    assert leaning(text) is None


@pytest.mark.parametrize("clause", ["miten sitä haetaan", "and who is it for?", "kuinka haen", "how long does it take"])
def test_a_clause_that_leans_on_the_one_before_it(clause: str) -> None:
    assert leans(clause)


@pytest.mark.parametrize("clause", ["korvataanko matkat", "are travel costs covered?", "mitä ryhmäterapioita on"])
def test_a_clause_that_stands_by_itself(clause: str) -> None:
    assert not leans(clause)
