"""Phone numbers of people go; public numbers and what only looks like a number stay."""

from __future__ import annotations

import pytest

from bot.privacy import redact
from tests.privacy.marked import assert_found

KIND = "phone_number"

REDACTED = [
    # The letter O for zeros.
    "soita «O4O 123 4567»",
    "«O50-1234567»",
    "puh «040 OOO O123»",
    "«o4oooo0123»",
    "«+358 4O 1234567»",
    # Finnish mobile numbers.
    "Soita «040 123 4567» illalla",
    "soita takas «0401234567»",
    "«040-1234567»",
    "«040-123 4567»",
    "«040 - 123 4567»",
    "«040/1234567»",
    "«040.123.4567»",
    "«(040) 123 4567»",
    "«0400 123 456»",
    "«0457 123 4567»",
    "«044 020 1234», jossa on 020",
    "«050 123 4567»",
    "«0500 123 456»",
    "«041 123 45 67»",
    "«040 1 2 3 4 5 6 7»",
    "puh.«0401234567»",
    "puh:«0401234567»",
    "numeroni on«0401234567»",
    "«040 123 4567», «050 765 4321»",
    "«+358 40 123 4567»",
    "«+358401234567»",
    "«+358-40-123 4567»",
    "«+358 (0)40 123 4567»",
    "«(+358) 40 1234567»",
    "«+358 040 1234567»",
    "«00358 40 123 4567»",
    "«00358401234567»",
    # Finnish landlines.
    "«09 123 4567»",
    "«09-123 4567»",
    "«(09) 123 4567»",
    "«091234567»",
    "«03 123 4567»",
    "«013 123 456»",
    "«014 1234567»",
    "«02 234 5678»",
    "«08-123456»",
    "«+358 9 123 4567»",
    "«+358 13 123 456»",
    # Other countries.
    "mitt nummer är «+46 70 123 45 67»",
    "«+44 20 7946 0000»",
    "«+1 (202) 555-0143»",
    "«+372 5123 4567»",
    "«0046 70 123 45 67»",
    "call me at «+49 151 23456789»",
    # Without the 0, after a word that names it.
    "puh «40 1234567»",
    "puhelinnumeroni on «401234567»",
    "my mobile is «40 123 4567»",
    # In pairs, digit by digit, with low lines, or without the plus sign of the country.
    "«04 00 00 01 23»",
    "soita «04 57 12 34 56» illalla",
    "«0 4 0 1 2 3 4 5 6 7»",
    "«0 5 0 1 2 3 4 5 6 7»",
    "«040_123_4567»",
    "«358400000123»",
    "«358 40 123 4567»",
    "«358-50-1234567»",
    "wa.me/«358400000123»",
    "soita «400000123»",
    "call me at «50 123 4567»",
    # Unicode.
    "«０４０ １２３ ４５６７»",
    "«040\u00a0123\u20094567»",
    "«040–123–4567»",
    "«04\u200b01\u200b234567»",
    "«0️⃣4️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣»",
    # Beside a public number.
    "Soitin 020 692 235, minun on «040 123 4567»",
    "112 vai «040 123 4567»",
]

KEPT = [
    "matkoja 10 o 20 km",
    "OO1 ja O2",
    "SV 67 o",
    "020 692 235",
    "020692235",
    "020-692 235",
    "020 69 22 35",
    "+358 20 692 235",
    "Soita 020 692 235 ma-pe 9-15",
    "call 9-15 020 692 235",
    "020 692 235 020 692 205",
    "020 692 205, 020 692 204",
    "020 634 2650",
    "0206342650",
    "020 634 0200 tai 020 634 0300",
    "112",
    "soita 112 heti",
    "116117",
    "116 117",
    "soita 116 117 9-15",
    "09 2525 0111",
    "0925250111",
    "09-2525 0111",
    "+358 9 2525 0111",
    "09 2525 0111/0112/0116",
    "09 2525 0112 ja 09 2525 0116",
    "0800 414 600",
    "0800 051 50",
    "0800 98 811",
    "0800-30 123",
    "0600 12345",
    "010 234 5678",
    "029 500 1000",
    "030 123 456",
    "0100 100",
    "071 123 4567",
    "12.5.2026",
    "05.12.2026",
    "05-12-2026",
    "05 12 2026",
    "05/12/2026",
    "05122026",
    "02.-13.05.2026",
    "01.09.2026-31.12.2026",
    "08.30-16.00",
    "klo 09.00 - 15.00",
    "Y-tunnus 0201256-6",
    "0412345-6",
    "FI02012566",
    "FI04512345",
    "PL 10, 00056 KELA",
    "00100 Helsinki",
    "358 euroa ja 40 senttiä",
    "yhteensä 358 40 kertaa",
    "soita 116117 tai 112",
    "soita 020692235",
    "call 9-15",
    "05.02.2026",
    "04 05 2026",
    "ajat 04 30 ja 05 00",
    "0 4 0",
    "0,20 e/km ja 120 km",
    "0.20 100 200",
    "1 000 000 e",
    "hakemusnumero 12345678",
]


@pytest.mark.parametrize("marked", REDACTED)
def test_a_persons_number_is_redacted(marked: str) -> None:
    assert_found(marked, KIND)


@pytest.mark.parametrize("text", KEPT)
def test_public_numbers_and_other_figures_are_kept(text: str) -> None:
    assert redact(text).text == text
