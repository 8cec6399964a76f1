"""Normal forms of a text that several components share."""

from __future__ import annotations

import pytest

from bot.nlu.learned.text import folded, is_payload, question_part, without_marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lääkäriin  PÄÄSY", "laakariin paasy"),
        ("Åland", "aland"),
        ("ﬁlm Ｋｅｌａ", "film kela"),
        (" \t ", ""),
        ("La\u0308a\u0308ka\u0308ri", "laakari"),
    ],
)
def test_both_spellings_of_a_finnish_word_are_one(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_marks_leave_no_trace() -> None:
    assert without_marks("soita [phone_number] tai [email_address]!") == "soita tai !"
    assert without_marks("[iban]") == ""


def test_only_a_slash_makes_a_payload() -> None:
    assert is_payload('/meta{"topic": "meta.greet"}')
    assert not is_payload("1/2")
    assert not is_payload("")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Paljonko taksi maksaa, jos matka on 60 €?", "Paljonko taksi maksaa, jos matka on 60 €?"),
        ("Numeroni on [phone_number], miten haen terapiaa?", "miten haen terapiaa"),
        ("my id is [personal_identity_code] and who gets the allowance?", "who gets the allowance"),
        ("saanko kuntoutusta kun hetu on [personal_identity_code]", "saanko kuntoutusta kun hetu on"),
        ("[iban]", ""),
    ],
)
def test_the_clause_without_marks_asks(text: str, asks: str) -> None:
    assert question_part(text) == asks
