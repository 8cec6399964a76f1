"""Which topics a few words can mean."""

from __future__ import annotations

import pytest

from bot import languages
from bot.decision.labels import ANSWERED
from bot.decision.terms import Term, meant_topics
from bot.knowledge import topics


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("taksi", ("travel.taxi", "travel.copayment", "travel.claim"), id="a word"),
        pytest.param("Taxi?", ("travel.taxi", "travel.copayment", "travel.claim"), id="in the other language"),
        pytest.param(
            "haluan FYSIOTERAPIAA",
            ("therapy.individual_types", "rehab.intensive.criteria", "rehab.intensive.apply"),
            id="inflected, in capitals",
        ),
        pytest.param("rehabilitation plan", ("rehab.intensive.apply", "rehab.organisers"), id="the longer term"),
        pytest.param("hei", (), id="no term"),
        pytest.param("asfalttityöt", (), id="a part of a word"),
    ],
)
def test_terms(text: str, meant: tuple[str, ...]) -> None:
    assert meant_topics(text) == meant


@pytest.mark.parametrize("text", ["bitcoin price", "bussin hinta", "form"])
def test_general_words_need_not_count(text: str) -> None:
    assert meant_topics(text)
    assert meant_topics(text, general=False) == ()


def test_two_terms_take_turns() -> None:
    assert meant_topics("Parkinsonin tauti fysioterapia")[:3] == (
        "rehab.intensive.criteria",
        "therapy.individual_types",
        "rehab.adaptation_courses",
    )


@pytest.mark.parametrize("language", languages.codes())
def test_every_term_means_topics_that_answer(language: str) -> None:
    for term in languages.entries(language, "terms", Term).values():
        assert {topics()[topic].kind for topic in term.topics} <= set(ANSWERED), term.id


def test_the_languages_have_the_same_terms() -> None:
    first, *others = ([*languages.entries(code, "terms", Term)] for code in languages.codes())
    assert all(names == first for names in others)
