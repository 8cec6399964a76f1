"""Recognises numbers of clients, patients and records, which only the word before them tells from other figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FINNISH = (
    r"(?:asiakas|potilas|jasen)(?: ?numero|nro| ?tunnus)(?:ni|nsa|mme)?|(?:asiakkaan|potilaan) (?:numero|tunnus)"
    r"|(?:diaari|rekisteri|arkisto)(?: ?numero|nro)(?:ni)?|dnro|diaari"
)
_ENGLISH = r"(?:client|customer|patient|member|diary|record|case)(?:'?s)? (?:number|no\.?|nr|id)|journal number"
_SWEDISH = r"(?:kund|klient|patient|diarie)nummer"
_LINK = r"(?: on| oli| is| was| ar)?(?: nro)?[:. #]{1,3}"
# Letters may stand before the figures ("AB-123456") and groups after them ("12/345/2026"); a year alone is no number.
_NUMBER = r"(?:[A-Z]{1,4}[ -]?)?(?!(?:19|20)\d\d(?![\d/-]))\d{1,12}(?:[/-]\d{1,6}){1,4}|(?:[A-Z]{1,4}[ -]?)?\d{4,14}"
_LABELLED = re.compile(
    rf"\b(?:{_FINNISH}|{_ENGLISH}|{_SWEDISH}){_LINK}(?P<number>{_NUMBER})(?![\d/-]|[.,]\d)", re.IGNORECASE
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of numbers after a word for a client's, patient's or record's number."""
    for match in _LABELLED.finditer(text):
        if not _is_year(match["number"]):
            yield match.span("number")


def _is_year(number: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", number))
