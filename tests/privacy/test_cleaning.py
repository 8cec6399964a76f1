"""Cleaning strips what nobody sees and changes nothing that somebody does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy import clean

CLEANED = [
    ("an ordinary question", "Kuka saa kuntoutusta?", "Kuka saa kuntoutusta?"),
    ("spaces around and between", "  Kuka   saa \u00a0kuntoutusta? ", "Kuka saa kuntoutusta?"),
    ("line breaks and tabs", "Hei\r\n\r\nKuka\tsaa\u2028kuntoutusta?", "Hei Kuka saa kuntoutusta?"),
    ("control characters", "Ku\x00ka\x07 s\x1baa\x7f \x85kuntoutusta?", "Kuka saa kuntoutusta?"),
    ("zero-width characters", "\ufeffKu\u200bka s\u200caa kun\u2060toutusta\u200d?", "Kuka saa kuntoutusta?"),
    ("soft hyphens", "kuntoutus\u00adraha", "kuntoutusraha"),
    ("bidirectional overrides", "\u202eKuka\u202c saa\u2066 kuntoutusta?\u2069", "Kuka saa kuntoutusta?"),
    ("Unicode tags that hide an instruction", "Hei\U000e0001\U000e0049\U000e0067\U000e007f", "Hei"),
    ("variation selectors that hide data", "Hei\ufe0f\U000e0101\U000e01ef", "Hei"),
    ("fillers that look like nothing", "He\u3164i\u115f\u2800\u034f", "Hei"),
    ("half a surrogate pair", "He\ud800i", "Hei"),
    ("letters in two pieces", "pa\u0308iva\u0308a\u0308", "päivää"),
    ("emoji stay", "Kiitos 😊", "Kiitos 😊"),
    ("a family emoji falls into its people", "👨\u200d👩\u200d👧", "👨👩👧"),
    ("signs stay", "Maksaako 25 € – vai 1 250,50 e? (SV 67)", "Maksaako 25 € – vai 1 250,50 e? (SV 67)"),
    ("other scripts stay", "Сколько стоит? كم؟", "Сколько стоит? كم؟"),
    ("blank", " \n\t\u200b ", ""),
    ("empty", "", ""),
]


@pytest.mark.parametrize(("text", "cleaned"), [row[1:] for row in CLEANED], ids=[row[0] for row in CLEANED])
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@settings(deadline=None)
@given(st.text())
def test_cleaned_text_is_clean(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert cleaned == unicodedata.normalize("NFC", cleaned).strip()
    cleaned.encode("utf-8")
