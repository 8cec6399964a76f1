"""What a message is taken to say to a guided dialogue."""

from __future__ import annotations

from typing import Any

import pytest

from bot.contract import UnderstoodTopic
from bot.dialogue.turn import Turn
from bot.dialogue.utterance import Utterance, corrects
from bot.entities import extract
from tests.dialogue.flow_talk import NOW


def read(text: str, language: str = "fi", topic: str = "reply/inform", kind: Any = "reply") -> Utterance:
    understood = UnderstoodTopic(id=topic, kind=kind, confidence=0.9)
    return Utterance.of(Turn(text, NOW, understood, language, language, facts=tuple(extract(text, language))))


@pytest.mark.parametrize(
    ("text", "language", "kind", "value"),
    [
        ("ei kun 50 euroa", "fi", "money", "50"),
        ("ei 50 vaan 60", "fi", "number", "60"),
        ("tarkoitin 60 enkä 50", "fi", "number", "60"),
        ("taksi eikä oma auto", "fi", "means", "taxi"),
        ("ei taksi vaan bussi", "fi", "means", "public_transport"),
        ("I meant 50 not 60", "en", "number", "50"),
        ("it's not 30 km, it's 40 km", "en", "distance_km", "40"),
        ("I typed 500 but meant 50", "en", "number", "50"),
    ],
)
def test_what_is_said_not_to_be_so_is_left_out(text: str, language: str, kind: str, value: str) -> None:
    assert read(text, language).value(kind) == value


@pytest.mark.parametrize(
    "text", ["ei kun 50", "eiku joo", "sittenkin ei", "actually no", "I meant taxi", "oops typo, 66", "ei 50 vaan 60"]
)
def test_words_of_correction(text: str) -> None:
    assert corrects(text)


@pytest.mark.parametrize(
    "text",
    [
        "60 euroa",
        "ei",
        "ei ole",
        "en, ei ole",
        "ei laitoksessa vaan kotona",
        "perusterveydenhuollossa",
        "taksilla",
        "no",
        "not really",
        "two trips",
    ],
)
def test_plain_answers_are_no_corrections(text: str) -> None:
    assert not corrects(text)


@pytest.mark.parametrize(
    ("text", "language", "act"),
    [
        ("joo", "fi", "affirm"),
        ("ei kun joo", "fi", "affirm"),
        ("sittenkin ei", "fi", "deny"),
        ("actually yes", "en", "affirm"),
        ("en tiiä", "fi", "unsure"),
        ("takaisin", "fi", "back"),
        ("stop", "en", "stop"),
    ],
)
def test_acts(text: str, language: str, act: str) -> None:
    assert read(text, language).act == act


def test_the_classifier_helps_where_the_words_are_unknown() -> None:
    assert read("joo näin on näreet", topic="reply/affirm").act == "affirm"
    assert read("ei se siihen kyllä millään tavalla liity", topic="reply/deny").act == "deny"
    assert read("60", topic="reply/inform").act is None


@pytest.mark.parametrize("text", ["He lives in a nursing home", "asun kotona", "the doctor has promised to make it"])
def test_a_statement_is_no_yes_or_no(text: str) -> None:
    # Whether it is one depends on the question, and a wrong guess would be a wrong outcome.
    assert read(text, topic="reply/deny").act is None
    assert read(text, topic="reply/affirm").act is None


@pytest.mark.parametrize("text", ["ei, ihan muuta", "ei, jotain muuta"])
def test_something_else_is_no_correction(text: str) -> None:
    assert not read(text).corrects


@pytest.mark.parametrize(
    "text", ["Mikä on omavastuu", "saako siitä rahaa", "60 euroa?", "how much is it", "Voinko palata"]
)
def test_questions(text: str) -> None:
    assert read(text).asks


@pytest.mark.parametrize("text", ["viikko", "60 euroa", "taksilla", "Markko", "kaksi matkaa", "by taxi"])
def test_statements(text: str) -> None:
    assert not read(text).asks


def test_a_reply_and_a_message_not_understood_ask_about_nothing() -> None:
    assert read("joo", topic="reply/affirm").topic is None
    assert read("asdf", topic="meta.fallback", kind="meta").topic is None
    assert read("omavastuu", topic="travel.copayment", kind="answer").topic == "travel.copayment"


def test_a_decimal_comma_ends_no_clause() -> None:
    utterance = read("olen maksanut 60,50 euroa, taksi maksaa 70 euroa")
    first, second = utterance.found("money")
    assert utterance.clause(first) == "olen maksanut 60,50 euroa"
    assert utterance.clause(second) == ", taksi maksaa 70 euroa"
