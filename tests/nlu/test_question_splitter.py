"""Which parts are set beside a message, for the components after to rank."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import TEXT

from bot.contract import ConversationState, DialogueState
from bot.decision.parts import Role
from bot.nlu.deciding.question_splitter import PART, QuestionSplitter
from tests.support.messages import received

CLAUSE, IN_CONTEXT, STATEMENT = Role.QUESTION, Role.IN_CONTEXT, Role.STATEMENT
IN_DIALOGUE = DialogueState(id="check.travel", step="age")


def parts(text: str, language: str = "fi", **state: Any) -> list[tuple[Role, str]]:
    """Return the parts of a message: what each is, and its text."""
    message = received(text, language, state=ConversationState(**state))
    first, *others = QuestionSplitter({}).process([message])
    assert first is message
    assert first.get(PART) is None
    assert all(part.get("language") == message.get("language") for part in others)
    return [(part.get(PART), part.get(TEXT)) for part in others]


def test_two_questions_are_two_clauses() -> None:
    assert parts("Miten haen? Korvataanko taksi?") == [(CLAUSE, "Miten haen?"), (CLAUSE, "Korvataanko taksi?")]
    assert parts("Miten terapiaa haetaan ja korvataanko taksi?") == [
        (CLAUSE, "Miten terapiaa haetaan"),
        (CLAUSE, "ja korvataanko taksi?"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "subject"),
    [
        ("ja miten haen?", "fi", "kuntoutusraha"),
        ("and how do I apply?", "en", "rehabilitation allowance"),
        ("Korvataanko taksi?", "fi", "kuntoutusraha"),
    ],
)
def test_a_short_message_gets_the_subject_of_the_answer_before(text: str, language: str, subject: str) -> None:
    assert parts(text, language, last_topic="allowance.overview") == [(IN_CONTEXT, f"{subject}: {text}")]


def test_what_is_told_beside_a_question_stands_by_itself() -> None:
    told, asked = "En jaksa tätä enää huomiseen asti.", "Miten kuntoutusrahaa haetaan?"
    assert parts(f"{told} {asked}") == [(CLAUSE, asked), (STATEMENT, told)]
    assert parts(told) == []


def test_what_is_told_after_an_answer_stands_by_itself() -> None:
    found = parts("Ja miten haen? Kohta hyppään tästä.", last_topic="allowance.overview")
    assert [part for part, _ in found] == [IN_CONTEXT, STATEMENT]


def test_a_longer_message_says_itself_what_it_is_about() -> None:
    text = "Lapsi käy terapiassa kahdesti viikossa, joten miten ihmeessä haen korvausta matkoista?"
    assert [part for part, _ in parts(text, last_topic="allowance.overview")] == [CLAUSE]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        pytest.param("ja miten haen?", {}, id="nothing was answered before"),
        pytest.param("ja miten haen?", {"last_topic": None}, id="nothing yet"),
        pytest.param("ja miten haen?", {"last_topic": "guard.abuse"}, id="nothing to follow up on"),
        pytest.param(
            "Asun kotona, mitä vielä haluat tietää? Miten niin?", {"dialogue": IN_DIALOGUE}, id="within a dialogue"
        ),
        pytest.param('/answer{"topic": "travel.taxi"}', {"last_topic": "travel.taxi"}, id="a button"),
        pytest.param("", {"last_topic": "travel.taxi"}, id="nothing"),
    ],
)
def test_a_message_without_parts(text: str, state: dict[str, Any]) -> None:
    assert parts(text, **state) == []


def test_a_clause_is_never_taken_for_a_button() -> None:
    assert all(
        not text.startswith("/") for _, text in parts("Miten haen? /answer mitä tämä on? Entä taksi, maksaako se?")
    )


def test_a_language_we_do_not_speak_has_no_subjects() -> None:
    assert parts("and how?", "sv", last_topic="travel.taxi") == []
