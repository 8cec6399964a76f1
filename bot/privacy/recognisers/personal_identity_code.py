"""Recognises Finnish personal identity codes (henkilötunnus), whole, mistyped or in part.

The code: https://dvv.fi/en/personal-identity-code. Day, month and year of birth, a sign for the century, a number,
and a check character: 010101A900R. People also write it in pieces or lower case, with the whole year or another sign,
mistype it, or give only its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_CENTURY = "-+A-FU-Y"

# The lookahead makes the matches overlap: a number before the code does not hide the code's own beginning.
_CANDIDATE = re.compile(
    rf"""(?<!\d)(?=(?P<code>
    (?P<date>
        (?:0\ {{0,2}}[1-9]|[12]\ {{0,2}}\d|3\ {{0,2}}[01])         [ ./-]{{0,2}}
        (?:0\ {{0,2}}[1-9]|1\ {{0,2}}[0-2])                        [ ./-]{{0,2}}
        (?:1\ ?[89]|2\ ?0)? \ ? (?P<year>\d\ {{0,2}}\d)
    )
    \ {{0,3}} (?P<sign>[{_CENTURY}/:.*_]?) \ {{0,3}}
    (?P<number>\d\ {{0,2}}\d\ {{0,2}}\d) \ {{0,2}}
    (?P<check>[{_CHECK_CHARACTERS}])
    ))""",
    re.IGNORECASE | re.VERBOSE,
)
# A date of birth, a century sign and a number, as nothing else is written.
_UNMISTAKABLE = re.compile(rf"\d{{6}}(?: {{0,2}}[-+] {{0,2}}|[{_CENTURY}])\d{{3}}[A-Z0-9]", re.IGNORECASE)

# What is a code only where the words before it say so: the wrong form of one, its beginning and its end.
_WRONG_FORM = re.compile(
    rf"(?<!\d)\d{{6}}(?:\d\d)? ?[{_CENTURY}/:.*_]? ?\d{{3,4}}[A-Z]?(?![A-Z0-9])|(?<!\d)\d{{6}}(?![\d.,])",
    re.IGNORECASE,
)
_END = re.compile(rf"(?<![A-Z0-9])(?P<sign>[{_CENTURY}]?)\d{{3}}[{_CHECK_CHARACTERS}](?![A-Z0-9])", re.IGNORECASE)
_NAMES_THE_CODE = re.compile(
    r"hetu|sotu|henkilo ?tunn|sosiaaliturva ?tunn|\bssn\b|\bpic\b|personbeteckning|personnummer"
    r"|(?:identity|\bid|social security) ?(?:code|number)",
    re.IGNORECASE,
)
_NAMES_THE_END = re.compile(r"loppu|loput|viimei|tunnusosa|\bend|\blast\b|final|slut|sista", re.IGNORECASE)
_WORDS_BEFORE = 40  # characters


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of personal identity codes and of what the words before it show to be one."""
    yield from _whole_codes(text)
    for match in _WRONG_FORM.finditer(text):
        if _NAMES_THE_CODE.search(_words_before(text, match)):
            yield match.span()
    for match in _END.finditer(text):
        before = _words_before(text, match)
        if _NAMES_THE_CODE.search(before) and (match["sign"] in ("-", "+") or _NAMES_THE_END.search(before)):
            yield match.span()


def _whole_codes(text: str) -> Iterator[tuple[int, int]]:
    for match in _CANDIDATE.finditer(text):
        is_glued = text[match.end("code") :][:1].isalnum()
        # A sum may follow a date ("12.5.26 100 e"), hence without a sign a check character that is no digit.
        is_valid = _is_valid(match) and (match["sign"] or match["check"].isalpha())
        if is_valid or (_UNMISTAKABLE.fullmatch(match["code"]) and not is_glued):
            yield match.span("code")


def _is_valid(match: re.Match[str]) -> bool:
    """Tell whether the check character is right: date and number as one number, modulo 31."""
    day_and_month = re.sub(r"\D", "", match["date"])[:4]
    digits = day_and_month + re.sub(r"\D", "", match["year"] + match["number"])
    return _CHECK_CHARACTERS[int(digits) % len(_CHECK_CHARACTERS)] == match["check"].upper()


def _words_before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _WORDS_BEFORE) : match.start()]
