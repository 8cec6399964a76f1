"""Numbers of payment cards go, other long numbers stay. All are the issuers' test cards."""

from __future__ import annotations

import pytest

from bot.privacy import redact
from tests.privacy.marked import assert_found

KIND = "payment_card"

REDACTED = [
    "korttini on «4111 1111 1111 1111», veloittakaa siitä",
    "«4111111111111111»",
    "«4111-1111-1111-1111»",
    "«4111.1111.1111.1111»",
    "visa «4012888888881881»",
    "«4222222222222»",
    "«5555 5555 5555 4444»",
    "«2223 0031 2200 3222»",
    "my card: «3782 822463 10005»",
    "«371449635398431»",
    "«30569309025904»",
    "«6011 1111 1111 1117»",
    "«3530111333300000»",
    "«6759 6498 2643 8453»",
    "«４１１１ １１１１ １１１１ １１１１»",
    "«4111\u00a01111\u00a01111\u00a01111», voimassa 12/28",
    # Mistyped: the word before says it.
    "korttinumero «4111 1111 1111 1112»",
    "korttinumeroni on «4111 1111 1111 111»",
    "my card number is «1234 5678 9012 3456»",
    "credit card «1234 5678 9012»",
]

KEPT = [
    "4111 1111 1111 1112",
    "1234567890123456",
    "asianumero 1234567890123",
    "9999 9999 9999 9999",
    "viitenumero 12345 67890 12345",
    "Voiko maksaa kortilla 25 e?",
    "kortti maksaa 50 e vuodessa",
    "Can I pay by card, 25 or 50 euros?",
    "kortti 2026",
    "01.01.2026-31.12.2026 ja 01.02.2027",
    "4 000 000 000 000 e",
    "EU health insurance card 2026",
]


@pytest.mark.parametrize("marked", REDACTED)
def test_a_card_number_is_redacted(marked: str) -> None:
    assert_found(marked, KIND)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_card_number_is_kept(text: str) -> None:
    assert redact(text).text == text
