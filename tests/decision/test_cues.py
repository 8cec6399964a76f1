"""The cues are those of all languages, and a language may have none of a kind."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from bot import languages
from bot.decision.clauses import asks
from bot.decision.cues import cues


def spoken(monkeypatch: pytest.MonkeyPatch, *codes: str) -> None:
    """Let the assistant speak these languages; "xx" is one whose lists are empty."""
    words = languages.words

    def read(code: str, name: str, kind: type[Any]) -> Any:
        return kind(*((),) * len(fields(kind))) if code == "xx" else words(code, name, kind)

    monkeypatch.setattr(languages, "codes", lambda: codes)
    monkeypatch.setattr(languages, "words", read)


def test_a_language_with_empty_lists_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cues()
    spoken(monkeypatch, *languages.codes(), "xx")
    assert cues.__wrapped__() == before


def test_without_words_nothing_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken(monkeypatch, "xx")
    patterns = cues.__wrapped__()
    for field in fields(patterns):
        assert getattr(patterns, field.name).search("miten haen, and how?") is None, field.name


def test_every_language_is_understood_in_one_message() -> None:
    assert asks("miten haen")
    assert asks("how do I apply")
