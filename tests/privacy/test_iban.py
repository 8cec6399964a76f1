"""Account numbers go: of every country with the right check digits, Finnish ones with any."""

from __future__ import annotations

import pytest

from bot.privacy import redact
from tests.privacy.marked import assert_found

KIND = "iban"

REDACTED = [
    "tilini on «FI21 1234 5600 0007 85», maksakaa sinne",
    "«FI2112345600000785»",
    "«fi2112345600000785»",
    "«fi21 1234 5600 0007 85»",
    "«FI21-1234-5600-0007-85»",
    "«FI21.1234.5600.0007.85»",
    "«FI 21 1234 5600 0007 85»",
    "«FI21 123456 00000785»",
    "tili«FI2112345600000785»",
    "IBAN:«FI2112345600000785».",
    "«FI21\u00a01234\u00a05600\u00a00007\u00a085»",
    "«ＦＩ２１１２３４５６０００００７８５»",
    "SV 67 ja «FI21 1234 5600 0007 85»",
    "«FI21 1234 5600 0007 85» «FI21 1234 5600 0007 85»",
    # Mistyped.
    "«FI22 1234 5600 0007 85»",
    "«FI2112345600000786»",
    # Without the country.
    "tili «21 1234 5600 0007 85»",
    # Other countries: the examples of the IBAN registry.
    "«DE89 3704 0044 0532 0130 00»",
    "«GB29 NWBK 6016 1331 9268 19»",
    "«SE45 5000 0000 0583 9825 7466»",
    "«EE38 2200 2210 2014 5685»",
    "«NO93 8601 1117 947»",
    "«NL91 ABNA 0417 1643 00»",
    "«FR14 2004 1010 0505 0001 3M02 606»",
    "«MT84 MALT 0110 0001 2345 MTLC AST0 01S»",
    "«BE68 5390 0754 7034»",
    "«CH93 0076 2011 6238 5295 7»",
]

KEPT = [
    "SV 67 tai KU 104",
    "SV 67. Huonot yhteydet perustelet hakemuksessa",
    "DE88370400440532013000",
    "BIC NDEAFIHH",
    "OKOYFIHH",
    "KU 104 ja 020 692 235 ja 25 e ja 300 e",
    "Miten maksetaan laskulla 1234 5678?",
]


@pytest.mark.parametrize("marked", REDACTED)
def test_an_account_number_is_redacted(marked: str) -> None:
    assert_found(marked, KIND)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_account_number_is_kept(text: str) -> None:
    assert redact(text).text == text
