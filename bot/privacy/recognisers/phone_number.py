"""Recognises Finnish and foreign phone numbers, but not public numbers, dates and business ids.

Finnish numbering: https://www.viestintavirasto.fi/en/internettelephone/numberingoftelecommunicationsnetworks/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.public_contacts import public_contacts
from bot.privacy.zeros import with_zeros

# Between digits; after an area code also brackets and a slash. Elsewhere a slash belongs to a record number
# (12/032/2026).
_GAP = "[ ._-]{0,2}"
_AREA_GAP = "[ ()._/-]{0,3}"
_COUNTRY = rf"\(?(?:\+|00)358\)?{_AREA_GAP}(?:\(?0\)?{_AREA_GAP})?"
_TRUNK = rf"(?:{_COUNTRY}|\(?0)"
_LAST = r"(?!\d)"

_MOBILE = rf"{_TRUNK}(?:4\d|50){_AREA_GAP}\d(?:{_GAP}\d){{4,8}}{_LAST}"
# A subscriber's number does not begin with 0. No points: "08.30-16.00" is a time, "02.-13.5." a span of days.
# In pairs or digit by digit. Elsewhere nothing but a blank, or "05.02.2026" would be one.
_MOBILE_IN_PIECES = rf"(?:0[45](?: \d\d){{4}}|0 (?:4 \d|5 0)(?: \d){{6,7}}){_LAST}"
# The country code without its plus sign: mobile numbers only, a landline's would be any figure that begins with 358.
_MOBILE_WITHOUT_PLUS = rf"358{_AREA_GAP}(?:\(?0\)?{_AREA_GAP})?(?:4\d|50)(?:{_GAP}\d){{5,8}}{_LAST}"
_LANDLINE = rf"{_TRUNK}(?:[235689]|1[3-9])[ ()/-]{{0,3}}[1-9](?:[ -]{{0,2}}\d){{4,8}}{_LAST}"
_OTHER_FINNISH = rf"{_COUNTRY}[1-9](?:{_GAP}\d){{4,10}}{_LAST}"
_FOREIGN = rf"(?:\(?\+ ?[1-9](?:{_AREA_GAP}\d){{6,14}}|00 ?[1-9](?:{_AREA_GAP}\d){{8,14}}){_LAST}"
_PERSONAL = "|".join((_MOBILE, _MOBILE_IN_PIECES, _MOBILE_WITHOUT_PLUS, _LANDLINE, _OTHER_FINNISH, _FOREIGN))

# Nationwide prefixes of organisations, services and freephone.
_SERVICE = rf"{_TRUNK}(?:10|20|29|30|60|70|7[135]|80){_GAP}\d(?:{_GAP}\d){{2,7}}{_LAST}"
_LISTED = "|".join(
    _TRUNK + _GAP.join(re.sub(r"\D", "", number).removeprefix("0")) + _LAST
    for number in public_contacts().phone_numbers
)
_DATE = (
    rf"\d{{1,2}}(?P<point>[ /-])\d{{1,2}}(?P=point)(?:19|20)\d\d{_LAST}"
    rf"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d{_LAST}"
)
_BUSINESS_ID = rf"\d{{7}}-\d{_LAST}|FI\d{{8}}{_LAST}"
_NOT_PERSONAL = "|".join((_SERVICE, _LISTED, _DATE, _BUSINESS_ID))

# Read once from left to right: what is read as a public number cannot become part of a private one.
_NUMBER = re.compile(rf"(?<!\d)(?<!\d[.,:])(?:{_NOT_PERSONAL}|(?P<personal>{_PERSONAL}))", re.IGNORECASE)

# Without the 0 only where the word before it says what it is.
_SHORTENED = re.compile(
    rf"\b(?:puh|puhelin|puhelinnumero(?:ni)?|numeroni|tel|gsm|phone|mobile|number)(?: on| is)?[.: ]{{1,3}}"
    rf"(?P<number>[1-9](?:[ -]?\d){{6,9}}){_LAST}",
    re.IGNORECASE,
)
# After "call" only a mobile number's first digits tell it from a short service number.
_CALLED = re.compile(
    r"\b(?:soita|soittakaa|soitella|soittaa|call|ring|text)(?: numeroon| minulle| mulle| me| me at| me on)?[.: ]{1,3}"
    rf"(?P<number>(?:4\d|50)(?:[ -]?\d){{5,8}}){_LAST}",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of phone numbers that may be a person's own, also with the letter O for zeros."""
    text = with_zeros(text)
    for match in _NUMBER.finditer(text):
        if match["personal"]:
            yield match.span()
    for pattern in (_SHORTENED, _CALLED):
        for match in pattern.finditer(text):
            yield match.span("number")
