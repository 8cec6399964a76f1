"""Recognises numbers of payment cards by their first digits, lengths and check digit, and mistyped ones by the word.

First digits and check digit (Luhn): ISO/IEC 7812.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_GAP = "[ ._-]{0,2}"
_LAST = r"(?!\d)(?![.,]\d)"
_NUMBER = re.compile(rf"(?<!\d)(?<!\d[.,/-])\d(?:{_GAP}\d){{12,18}}{_LAST}")
# Visa; Mastercard; American Express; Diners Club; Discover, JCB and UnionPay; Maestro.
_ISSUED = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}"
    r"|(?:6\d|35)\d{14}|(?:5[06-8]|6\d)\d{14,17}"
)
# Mistyped, or of an issuer that is not known: the word before it says what it is.
_LABELLED = re.compile(
    r"\b(?:(?:pankki|luotto|maksu)?kort(?:ti ?numero(?:ni)?|in numero|tini numero|ti(?:ni)?)|visa(?:ni)?"
    r"|mastercard(?:ini)?"
    r"|(?:credit |debit |bank )?card(?: number| no\.?)?|kort(?:nummer|ets nummer))"
    rf"(?: on| is| ar)?[:. ]{{1,3}}(?P<number>\d(?:{_GAP}\d){{11,18}}){_LAST}",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of card numbers with the right check digit, and of any that is called one."""
    for match in _NUMBER.finditer(text):
        number = re.sub(r"\D", "", match[0])
        if _ISSUED.fullmatch(number) and _is_valid(number):
            yield match.span()
    for match in _LABELLED.finditer(text):
        yield match.span("number")


def _is_valid(number: str) -> bool:
    """Tell whether the check digit is right: with every second digit from the end doubled, all sum up to tens."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(digit // 10 + digit % 10 for digit in doubled) % 10 == 0
