"""Recognises bank account numbers (IBAN) of every country, and mistyped Finnish ones.

Their form, check digits and lengths: ISO 13616 and its IBAN registry, kept by SWIFT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_REGISTRY = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 "
    "YE30"
)
_LENGTHS = {country: int(length) for country, length in re.findall(r"([A-Z]{2})(\d\d)", _REGISTRY)}
_LONGEST = max(_LENGTHS.values())
_SHORTEST = min(_LENGTHS.values())

_SEPARATOR = r"[ .-]{0,2}"
# The lookahead makes the matches overlap: "SV 67" before an account number does not hide its beginning.
_CANDIDATE = re.compile(
    rf"(?=([A-Z]{{2}}{_SEPARATOR}\d{_SEPARATOR}\d(?:{_SEPARATOR}[A-Z0-9]){{{_SHORTEST - 4},{_LONGEST - 4}}}))",
    re.IGNORECASE,
)
# One sentence in 97 that begins with a form's code ("SV 67 ...") has the right check digits by chance.
_FEWEST_DIGITS = 10
_FINNISH = re.compile(r"FI\d{16}")
_FINNISH_WITHOUT_COUNTRY = re.compile(rf"(?<![A-Z0-9])\d{{2}}(?:{_SEPARATOR}\d{{4}}){{3}}{_SEPARATOR}\d{{2}}(?!\d)")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of account numbers whose check digits are right, and of Finnish ones with any."""
    for match in _CANDIDATE.finditer(text):
        country = match[1][:2].upper()
        places = [place for place in range(*match.span(1)) if text[place].isalnum()][: _LENGTHS.get(country, 0)]
        account = "".join(text[place] for place in places).upper()
        if len(account) == _LENGTHS.get(country) and (_is_valid(account) or _FINNISH.fullmatch(account)):
            yield places[0], places[-1] + 1
    for match in _FINNISH_WITHOUT_COUNTRY.finditer(text):
        if _is_valid("FI" + re.sub(r"\D", "", match[0])):
            yield match.span()


def _is_valid(account: str) -> bool:
    """Tell whether the check digits are right (ISO 7064, MOD 97-10) and it has digits enough."""
    if sum(character.isdigit() for character in account) < _FEWEST_DIGITS:
        return False
    return int("".join(str(int(character, 36)) for character in account[4:] + account[:4])) % 97 == 1
