"""Recognises Finnish personal identity codes (henkilötunnus), whole, mistyped or in part.

A code is day, month and year of birth, a sign for the century, a number, and a check character: 010101A900R. The signs:
https://dvv.fi/en/reform-of-personal-identity-code. People also write a code in pieces or in lower case, with the whole
year or another sign, mistype it, or give only its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.zeros import with_zeros

_CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_CENTURY = "-+A-FU-Y"

# The hyphen as a word, as in a dictated code.
_SIGN_WORD = "viiva|vali ?viiva|tavu ?viiva|miinus|minus|dash|hyphen"

# The lookahead makes the matches overlap: a number before the code does not hide the code's own beginning.
_CANDIDATE = re.compile(
    rf"""(?<!\d)(?=(?P<code>
    (?P<date>
        (?:0\ {{0,2}}[1-9]|[12]\ {{0,2}}\d|3\ {{0,2}}[01])         [ ./-]{{0,2}}
        (?:0\ {{0,2}}[1-9]|1\ {{0,2}}[0-2])                        [ ./-]{{0,2}}
        (?:1\ ?[89]|2\ ?0)? \ ? (?P<year>\d\ {{0,2}}\d)
    )
    \ {{0,3}} (?P<sign>[{_CENTURY}/:.*_]?|(?:{_SIGN_WORD})) \ {{0,3}}
    (?P<number>\d\ {{0,2}}\d\ {{0,2}}\d)
    (?P<check>[{_CHECK_CHARACTERS}]|\ {{1,2}}[{_CHECK_CHARACTERS}](?![A-Z0-9]))
    ))""",
    re.IGNORECASE | re.VERBOSE,
)
# A date of birth, a century sign and a number, as nothing else is written.
_COMPACT = re.compile(rf"\d{{6}}(?: {{0,2}}[-+] {{0,2}}|[{_CENTURY}])\d{{3}}[A-Z0-9]", re.IGNORECASE)
# The same in pieces, but not a sum after a date: "12.05.26 - 300 e".
_IN_PIECES = re.compile(r"[\d ./-]{6,24}[-+][\d ]{3,12}[A-DF-Z]", re.IGNORECASE)
# With a comma, an equals sign or a word for the hyphen; a comma after a date and a sum is no code.
_DAY = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d"
_OTHER_SIGN = re.compile(
    rf"(?<!\d){_DAY}(?: ?[,=] ?\d{{3}}[A-DF-Z]| ?(?:{_SIGN_WORD}) ?\d{{3}} ?[A-Z0-9])(?![A-Z0-9])", re.IGNORECASE
)
_OTHER_SIGN_AND_FIGURES = re.compile(
    r"(?<!\d)(?P<date>\d{6})(?:,|=)(?P<number>\d{3})(?P<check>\d|E)(?![A-Z0-9])", re.IGNORECASE
)
# One with an impossible date or sign; its letter sets it apart from figures.
_MISTYPED = re.compile(r"(?<![A-Z0-9])\d{6}[-+A-Z]\d{3}[A-DF-Z](?![A-Z0-9])", re.IGNORECASE)

# What is a code only where the words before it say so: the wrong form of one, its beginning and its end.
_DATE = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:1[89]|20)?\d\d"
_WRONG_FORM = re.compile(
    rf"(?<!\d){_DATE}(?: ?[{_CENTURY}/:.*_] ?\d{{3,5}}[A-Z]?(?![A-Z0-9])| ?\d{{3}}[A-Z](?![A-Z0-9])|(?![\d.,]))",
    re.IGNORECASE,
)
# Four digits may be a year, and after "KU" or "SV" they are a form's code (KU 112e).
_END = re.compile(
    rf"(?<![A-Z0-9])(?<!KU )(?<!SV )(?!(?:19|20)\d\d)(?P<sign>[{_CENTURY}]?)\d{{3}}[{_CHECK_CHARACTERS}](?![A-Z0-9])",
    re.IGNORECASE,
)
# Told apart from the date of birth, without a word for the code: "perässä -900P", "loppuosa 900P". "The end 100e" is a
# sum, so an "e" or a figure at the end needs a sign before it or a date of birth.
_END_ALONE = re.compile(
    rf"\b(?:loppu ?osa(?:na|ni)?|tunnus ?osa(?:na|ni)?|perassa|peraan|peralla|viimeiset (?:nelja|4)|loput (?:nelja|4)"
    rf"|last (?:four|4)|final (?:four|4)|slutsiffror(?:na)?|sista fyra)"
    rf"(?: merkkia| numeroa| characters| digits)?(?: on| ovat| is| are| ar)?:? ?"
    rf"(?P<end>(?P<sign>[{_CENTURY}]?)\d{{3}}[{_CHECK_CHARACTERS}])(?![A-Z0-9])",
    re.IGNORECASE,
)
_NAMES_BIRTH = re.compile(r"synty|synt\.|\bborn\b|birth|\bdob\b|fodd|fodelse", re.IGNORECASE)
_NAMES_THE_CODE = re.compile(
    r"hetu|sotu|henkilo ?tunn|sosiaaliturva ?tunn|\bssn\b|\bpic\b|personbeteckning|personnummer"
    r"|(?:identity|\bid|social security) ?(?:code|number)",
    re.IGNORECASE,
)
_NAMES_THE_END = re.compile(r"loppu|loput|viimei|tunnusosa|\bend|\blast\b|final|slut|sista", re.IGNORECASE)
_WORDS_BEFORE = 60  # characters


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of personal identity codes and of what the words before it show to be one.

    The letter O counts as the zero that it was meant to be.
    """
    text = with_zeros(text)
    yield from _whole_codes(text)
    for pattern in (_MISTYPED, _OTHER_SIGN):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _OTHER_SIGN_AND_FIGURES.finditer(text):
        if _checks(match["date"] + match["number"], match["check"]):
            yield match.span()
    for match in _WRONG_FORM.finditer(text):
        if _NAMES_THE_CODE.search(_words_before(text, match)):
            yield match.span()
    for match in _END.finditer(text):
        before = _words_before(text, match)
        if _NAMES_THE_CODE.search(before) and (match["sign"] in ("-", "+") or _NAMES_THE_END.search(before)):
            yield match.span()
    for match in _END_ALONE.finditer(text):
        if (
            _is_letter(match["end"][-1])
            or match["sign"] in ("-", "+")
            or _NAMES_BIRTH.search(_words_before(text, match))
        ):
            yield match.span("end")


def _whole_codes(text: str) -> Iterator[tuple[int, int]]:
    for match in _CANDIDATE.finditer(text):
        if _is_valid(match):
            # Without a sign it may be a phone number: "0206922351", "020 692 235 e".
            is_code = match["sign"] or match["check"].isalpha() or _NAMES_THE_CODE.search(_words_before(text, match))
        else:
            is_glued = text[match.end("code") :][:1].isalnum()
            is_code = not is_glued and (_COMPACT.fullmatch(match["code"]) or _IN_PIECES.fullmatch(match["code"]))
        if is_code:
            yield match.span("code")


def _is_valid(match: re.Match[str]) -> bool:
    """Tell whether the check character is right: date and number as one number, modulo 31."""
    day_and_month = re.sub(r"\D", "", match["date"])[:4]
    digits = day_and_month + re.sub(r"\D", "", match["year"] + match["number"])
    return _checks(digits, match["check"])


def _checks(digits: str, check: str) -> bool:
    return _CHECK_CHARACTERS[int(digits) % len(_CHECK_CHARACTERS)] == check.strip().upper()


def _is_letter(check: str) -> bool:
    return check.isalpha() and check.upper() != "E"


def _words_before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _WORDS_BEFORE) : match.start()]
