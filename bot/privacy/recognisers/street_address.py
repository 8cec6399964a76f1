"""Recognises street addresses with a house number: Finnish, Swedish and English."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Endings of Finnish street names, as they stand and in the cases of place. The genitive "tien" is left out: it ends
# ordinary words too ("syyskuusta lähtien 3").
_FINNISH_ENDINGS = (
    "katu|kadu(?:n|lla|lle|lta)|tie|tie(?:lla|lle|lta)|kuja|kuja(?:n|lla|lle|lta)|polku|polu(?:n|lla|lle|lta)"
    "|vayla(?:n|lla|lle|lta)?|raitti|raiti(?:n|lla|lle|lta)|kaari|kaare(?:n|lla|lle|lta)|ranta|ranna(?:n|lla|lle|lta)"
    "|puisto|puisto(?:n|ssa)|aukio(?:n|lla|lle|lta)?"
    "|rinne|rintee(?:n|lla|lle|lta)|maki|mae(?:n|lla|lle|lta)|piha(?:lla|lle|lta)?|taival|taipalee(?:n|lla|lle|lta)"
    "|penger|penkeree(?:n|lla|lle|lta)|niitty|niity(?:n|lla|lle|lta)|kierto|kierro(?:n|lla|lle|lta)|kauppatori(?:lla)?"
)
_BOULEVARD = "bulevardi|esplanadi"
_SWEDISH_ENDINGS = "gatan?|vagen|grand(?:en)?|stigen?|allen|esplanaden|torget|stranden|brinken|backen"
# What ends like a street and is none: kinds of roads ("valtatie 3"), of paths through care, and towns.
_NO_STREET = (
    "valtati|kantati|seututi|maanti|moottoriti|yhdysti|yksityisti|kehati|rautati|vesiti|hengitysti|virtsati|synnytysti"
    "|(?:hoito|kuntoutus|palvelu|ura|opinto|oppimis|asiakas|potilas)pol|(?:veren|tyo|elaman)kier"
    "|(?:perinto|kauppa|maa|rikos|vakuutus)kaar|(?:uima)ran|riihima|pieksama|lappeenran"
    "|(?:motor|lands|riks|stam|jarn|luft)vag"
)
_HOUSE = r"\d{1,3}(?!\d)(?: ?[-/] ?\d{1,3}(?![\d.]))?"
_DOOR = (
    r"(?: ?[a-z](?![a-z])(?: ?\d{1,3}(?!\d))?)?"
    r"(?:,? (?:as|asunto|huoneisto|bst|lgh|lagenhet|apt|flat)\.? ?\d{1,3}(?!\d))?"
)
# A town in small letters might be any word, and a town alone gives nobody away.
_POSTCODE = r"(?:,? (?:FI-?)?\d{5}(?!\d)(?: (?-i:[A-Z][A-Za-z-]{1,30}))?)?"

_PARTS_BEFORE = r"(?:\b(?:iso|pieni|vanha|uusi|etelainen|pohjoinen|itainen|lantinen|ylinen|alinen) )?"
_FINNISH_NAME = (
    rf"(?!{_NO_STREET})[a-z][a-z-]{{1,30}}(?:{_FINNISH_ENDINGS})|[a-z-]{{0,30}}(?:{_BOULEVARD})(?:n|lla|lle|lta)?"
)
_FINNISH = rf"{_PARTS_BEFORE}\b(?:{_FINNISH_NAME}),? {_HOUSE}{_DOOR}{_POSTCODE}"
_SWEDISH = rf"\b(?!{_NO_STREET})[a-z][a-z-]{{1,30}}(?:{_SWEDISH_ENDINGS}),? {_HOUSE}{_DOOR}{_POSTCODE}"
# Streets named after a person: "Paavo Nurmen tie 3". Capitals keep "minkä tien 4" out.
_TWO_NAMES = (
    r"\b(?-i:[A-Z])[a-z-]{1,20} (?-i:[A-Z])[a-z-]{1,20}n (?:tie|katu|kuja|polku|puisto|aukio|ranta|raitti)"
    rf"(?:lla|lle|lta|ssa)? {_HOUSE}{_DOOR}{_POSTCODE}"
)
_ENGLISH_WORD = "street|road|avenue|lane|drive|close|court|terrace|crescent|boulevard|square|st|rd|ave"
_ENGLISH = (
    rf"(?:\b(?:flat|apartment|apt|unit)\.? ?\d{{1,4}}[a-z]?,? )?"
    rf"\b\d{{1,4}}[a-z]? (?:(?-i:[A-Z])[a-z'-]{{1,20}} ){{1,3}}(?:{_ENGLISH_WORD})\b{_POSTCODE}"
    rf"|(?<=\bat |\bis |\bon |\bin )\d{{1,4}}[a-z]? [a-z]{{3,20}} (?:street|road|avenue|lane)\b"
    rf"|\b(?-i:[A-Z])[a-z'-]{{1,20}} (?:street|road|avenue|lane) {_HOUSE}{_DOOR}{_POSTCODE}"
)
_ADDRESS = re.compile("|".join((_FINNISH, _TWO_NAMES, _SWEDISH, _ENGLISH)), re.IGNORECASE)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of streets with a house number, and of the door, postcode and town that follow."""
    for match in _ADDRESS.finditer(text):
        yield match.span()
