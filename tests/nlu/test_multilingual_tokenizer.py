"""Tokens and lemmas of a message in its own language."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message

from bot.contract import IdentifiedLanguage
from bot.nlu.learned.messages import set_language
from bot.nlu.learned.multilingual_tokenizer import LONGEST_WORD, MultilingualTokenizer


@pytest.fixture(scope="module")
def tokenizer() -> MultilingualTokenizer:
    """The tokenizer as config.yml loads it."""
    return MultilingualTokenizer(MultilingualTokenizer.get_default_config())


def lemmas(tokenizer: MultilingualTokenizer, text: str, code: str | None) -> list[str]:
    """Return the lemmas of a message whose language was identified as `code`."""
    message = Message({TEXT: text})
    if code:
        set_language(message, IdentifiedLanguage(code=code, confidence=1.0, supported=True))
    tokenizer.process([message])
    return [token.lemma for token in message.get(TEXT_TOKENS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("taksimatkasta", ["taksimatka"]),
        ("Lääkärin lausunnot", ["lääkäri", "lausunto"]),
        ("terapioita lapsille", ["terapia", "lapsi"]),
        ("omavastuuta", ["omavastuu"]),
    ],
)
def test_finnish_base_forms(tokenizer: MultilingualTokenizer, text: str, expected: list[str]) -> None:
    assert lemmas(tokenizer, text, "fi") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Therapies for children", ["therapy", "for", "child"]), ("taxis", ["taxi"]), ("my doctors", ["my", "doctor"])],
)
def test_english_base_forms(tokenizer: MultilingualTokenizer, text: str, expected: list[str]) -> None:
    assert lemmas(tokenizer, text, "en") == expected


def test_the_language_of_the_message_decides(tokenizer: MultilingualTokenizer) -> None:
    # "on" is "is" in Finnish.
    assert lemmas(tokenizer, "on", "fi") == ["olla"]
    assert lemmas(tokenizer, "on", "en") == ["on"]


@pytest.mark.parametrize("code", ["sv", "other", None])
def test_another_language_is_read_as_the_first_one(tokenizer: MultilingualTokenizer, code: str | None) -> None:
    assert lemmas(tokenizer, "terapioita", code) == lemmas(tokenizer, "terapioita", "fi")


def test_tokens_stand_where_their_words_stand(tokenizer: MultilingualTokenizer) -> None:
    text = "Paljonko  taksimatka, 60 € maksaa?"
    message = Message({TEXT: text, "language": {"code": "fi", "confidence": 1.0, "supported": True}})
    tokenizer.process([message])
    tokens = message.get(TEXT_TOKENS)
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert all(token.text.strip() for token in tokens)


@pytest.mark.parametrize("text", ["👍", "?", "[phone_number]", "x" * 2000])
def test_any_text_has_tokens(tokenizer: MultilingualTokenizer, text: str) -> None:
    assert lemmas(tokenizer, text, "fi")


@pytest.mark.parametrize("sign", ['"', "'", "(", "😀", "…"])
def test_signs_without_blanks_are_read_no_further_than_a_word_is_long(
    tokenizer: MultilingualTokenizer, sign: str
) -> None:
    text = f"hei {sign * 1990} taksi"
    message = Message({TEXT: text})
    set_language(message, IdentifiedLanguage(code="fi", confidence=1.0, supported=True))
    tokenizer.process([message])
    tokens = message.get(TEXT_TOKENS)
    assert 3 <= len(tokens) <= LONGEST_WORD + 2
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert [tokens[0].text, tokens[-1].text] == ["hei", "taksi"]
