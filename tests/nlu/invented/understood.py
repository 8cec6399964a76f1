"""Run inside a copy of the project that has an invented language: what reads a message before its topic knows it.

tests/nlu/test_invented_language.py makes the copy; tests/support/invented_language.py says what the words mean.
"""

from __future__ import annotations

import pytest

from bot.decision.danger import is_danger
from bot.nlu.learned.identification import identify
from bot.nlu.learned.multilingual_tokenizer import spacy_pipeline
from tests.support.invented_language import CODE


@pytest.mark.parametrize(
    ("text", "before", "language"),
    [
        pytest.param("kva sum, jah zed neh", None, CODE, id="by the words that only it has"),
        pytest.param("jah", CODE, CODE, id="one of its words in a conversation in it"),
        pytest.param("60", CODE, CODE, id="nothing that tells a language"),
        pytest.param("Miten haen kuntoutusta Kelasta?", CODE, "fi", id="Finnish"),
        pytest.param("How do I apply for rehabilitation?", CODE, "en", id="English"),
    ],
)
def test_its_messages_are_told_from_others(text: str, before: str | None, language: str) -> None:
    identified = identify(text, before)
    assert (identified.code, identified.supported) == (language, True)


def test_its_messages_are_split_into_words() -> None:
    assert [token.text for token in spacy_pipeline(CODE)("Kva kustu raketo?")] == ["Kva", "kustu", "raketo", "?"]


def test_danger_in_another_language_is_still_danger() -> None:
    assert is_danger("haluan kuolla")
    assert not is_danger("kva kustu raketo?")
