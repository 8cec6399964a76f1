"""Which clauses of a message ask: sentences, joined questions, and a question at the end of a story."""

from __future__ import annotations

import pytest

from bot.decision.clauses import asks, questions, sentences, statements
from bot.decision.limits import SplittingLimits

LIMITS = SplittingLimits()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Miten haen? Entä matkat?", ["Miten haen?", "Entä matkat?"], id="two sentences"),
        pytest.param("Matka on 2.5 km. Saanko rahaa?", ["Matka on 2.5 km.", "Saanko rahaa?"], id="a decimal point"),
        pytest.param("Esim. fysioterapia käy", ["Esim. fysioterapia käy"], id="an abbreviation"),
        pytest.param("I need it, e.g. on Mondays", ["I need it, e.g. on Mondays"], id="an English abbreviation"),
        pytest.param("Chatti on auki klo 9.30 asti", ["Chatti on auki klo 9.30 asti"], id="a time"),
        pytest.param("moi\nmiten haen", ["moi", "miten haen"], id="two lines"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Kuinka haen kuntoutusta ja korvataanko matkat?",
            ("Kuinka haen kuntoutusta", "ja korvataanko matkat?"),
            id="joined by and, Finnish",
        ),
        pytest.param(
            "How long does it take and what does it cost?",
            ("How long does it take", "and what does it cost?"),
            id="joined by and, English",
        ),
        pytest.param(
            "how do i apply and are travel costs covered",
            ("how do i apply", "and are travel costs covered"),
            id="without a question mark",
        ),
        pytest.param("Mitä terapia on? Kuka sitä saa?", ("Mitä terapia on?", "Kuka sitä saa?"), id="two sentences"),
        pytest.param("Äiti on 62, joten mistä tilaan taksin?", ("joten mistä tilaan taksin?",), id="a story before it"),
        pytest.param(
            "My mum is 62 and cannot walk. Which number do I call?", ("Which number do I call?",), id="an English story"
        ),
        pytest.param(
            "mummi on huono nii mistä numerosta taksi tilataan", ("nii mistä numerosta taksi tilataan",), id="spoken"
        ),
        pytest.param(
            "Montako niitä on? Pelkään isoja ryhmiä.", ("Montako niitä on?",), id="the question stands before the story"
        ),
        pytest.param(
            "He is ill. I would like to know how to apply.", ("I would like to know how to apply.",), id="told"
        ),
        pytest.param(
            "Haluaisin tietää, miten terapiaan haetaan.",
            ("miten terapiaan haetaan.",),
            id="a wish to know is not a question beside the question",
        ),
        pytest.param("Miten haen?", (), id="one question is no part"),
        pytest.param("Mitä eroa on yksilöterapialla ja ryhmäterapialla?", (), id="two things in one question"),
        pytest.param("Who arranges it when Kela says no?", (), id="a subordinate clause"),
        pytest.param("She had a stroke and will be at home. She is 58.", (), id="nothing is asked"),
        pytest.param("Asun Vantaalla, lapsi on kuusi. Mitä?", (), id="one word is too little"),
        pytest.param("", (), id="nothing"),
        pytest.param("?!?!", (), id="only marks"),
    ],
)
def test_questions(text: str, expected: tuple[str, ...]) -> None:
    assert questions(text, LIMITS) == expected


def test_of_many_questions_only_the_first_are_looked_at() -> None:
    assert len(questions("Mitä terapia maksaa? " * 20, LIMITS)) == LIMITS.most_questions


@pytest.mark.parametrize(
    "text",
    [
        "miten haen",
        "mites taksi",
        "saako siitä rahaa",
        "onks se ilmasta",
        "voinks hakee",
        "pitääkös hakea",
        "korvataankohan matkat",
        "ja paljonko se on",
        "mita se maksaa",
        "is it free",
        "what's the price",
        "so how do I apply",
        "tell me about therapy",
        "taksi?",
    ],
)
def test_what_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    ["kaks viikkoa", "yks lapsi", "verkkosivut eivät toimi", "viikko sitten", "thank you", "tell me", "matka kesti"],
)
def test_what_does_not_ask(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kohta hyppään tästä sillalta.", ()),
        ("Miten haen? Kohta hyppään tästä sillalta.", ("Kohta hyppään tästä sillalta.",)),
        ("Mitä laku tarkoittaa? Lapseni tukehtuu.", ("Lapseni tukehtuu.",)),
        ("Hei! My hip hurts badly. Who pays the taxi?", ("My hip hurts badly.",)),
        ("Miten haen? Kuka maksaa?", ()),
        pytest.param(
            "Hei taas. Vaimo ei herää, mitä teen?", ("Hei taas.", "Vaimo ei herää"), id="told in a sentence that asks"
        ),
        pytest.param("Vaimo ei herää, mitä teen?", (), id="one sentence that tells and asks"),
    ],
)
def test_statements(text: str, expected: tuple[str, ...]) -> None:
    assert statements(text, LIMITS) == expected


def test_of_many_statements_only_the_last_are_looked_at() -> None:
    told = [f"Kävelin eilen kotiin {number} tuntia." for number in range(6)]
    assert statements(" ".join(told), LIMITS) == tuple(told[-LIMITS.most_statements :])
