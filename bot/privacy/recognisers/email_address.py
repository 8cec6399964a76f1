"""Recognises e-mail addresses, also with "(at)" or "at" for the sign, but not Kela's own mailboxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.public_contacts import public_contacts

_AT_WORD = "(?:at|miukumauku|miuku)"
_DOT = r"(?:\.| ?[\[({] ?(?:dot|piste|punkt) ?[\])}] ?| (?:dot|piste|punkt) )"
_LOCAL = r"(?P<local>[\w.%+'-]{1,64})"
_DOMAIN = rf"(?P<domain>[a-z0-9-]{{1,63}}(?:{_DOT}[a-z0-9-]{{1,63}}){{0,3}}{_DOT}[a-z]{{2,24}})"
# People put a blank on one side of the sign, too.
_SIGN = rf"(?: ?@ ?| ?[\[({{<] ?(?:@|{_AT_WORD}) ?[\])}}>] ?)"
# A comma for the point, before an ending that is one: "@kela,onko" begins a word.
_MISTYPED = re.compile(
    rf"{_LOCAL}@(?P<domain>[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}})?,(?:fi|ax|com|org|net|eu|se|ee|de|ru|info|edu|uk))\b",
    re.IGNORECASE,
)
_WITH_SIGN = re.compile(_LOCAL + _SIGN + _DOMAIN, re.IGNORECASE)
_WITH_WORD = re.compile(rf"{_LOCAL} {_AT_WORD} {_DOMAIN}", re.IGNORECASE)

# "The form at kela.fi" is no address, hence with a bare "at" one of these.
_NAME_LIKE = re.compile(r"[a-z]{2,32}[._][a-z]{2,32}\d{0,4}", re.IGNORECASE)
_MAIL_PROVIDER = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|icloud|me|yahoo|luukku|suomi24|kolumbus|elisanet|saunalahti|netti"
    r"|pp|welho|dnainternet|proton|protonmail|gmx|mail|example)\.[a-z.]{2,12}",
    re.IGNORECASE,
)
_MAIL_WORDS = re.compile(r"mail|sahkoposti|s-posti|\bsposti|e-post|meili", re.IGNORECASE)
_WORDS_BEFORE = 40  # characters


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of e-mail addresses that are not Kela's functional mailboxes."""
    for pattern in (_WITH_SIGN, _MISTYPED):
        for match in pattern.finditer(text):
            if not _is_public(match):
                yield match.span()
    for match in _WITH_WORD.finditer(text):
        if _is_address(match) and not _is_public(match):
            yield match.span()


def _is_public(match: re.Match[str]) -> bool:
    return f"{match['local']}@{_domain(match)}".lower() in public_contacts().mailboxes


def _is_address(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _WORDS_BEFORE) : match.start()]
    return bool(
        _NAME_LIKE.fullmatch(match["local"]) or _MAIL_PROVIDER.fullmatch(_domain(match)) or _MAIL_WORDS.search(before)
    )


def _domain(match: re.Match[str]) -> str:
    return re.sub(_DOT, ".", match["domain"], flags=re.IGNORECASE).replace(",", ".")
