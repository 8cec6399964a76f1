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
# These end ordinary words and towns too ("palvelulinja 9-15", "Ruokolahti 5"), so they need a capital letter or a word
# for an address before them.
_FINNISH_ENDINGS_OF_WORDS = (
    "harju(?:n|lla|lle|lta)?|kulma(?:n|lla|lle|lta)?|mutka(?:n|lla|lle|lta)?|portti|porti(?:n|lla|lle|lta)"
    "|silta|silla(?:n|lla|lle|lta)|kallio(?:n|lla|lle|lta)?|metsa(?:n|ssa|sta)?|vainio(?:n|lla|lle|lta)?"
    "|lahti|lahde(?:n|ssa|sta|lla|lle|lta)|tanhua(?:n|lla|lle|lta)?|linja(?:n|lla|lle|lta)?"
)
_BOULEVARD = "bulevardi|esplanadi"
_SWEDISH_ENDINGS = "gatan?|vagen|grand(?:en)?|stigen?|allen|esplanaden|torget|stranden|brinken|backen"
# What ends like a street and is none: kinds of roads ("valtatie 3"), of paths through care, and towns. Four letters are
# room for the cases of place; "Rautatienkatu" is longer and a street.
_NO_STREET = (
    r"(?:(?:valta|kanta|seutu|maan|moottori|yhdys|yksityis|keha|rauta|vesi|hengitys|virtsa|synnytys)ti"
    r"|(?:hoito|kuntoutus|palvelu|ura|opinto|oppimis|asiakas|potilas)pol|(?:veren|tyo|elaman)kier"
    r"|(?:perinto|kauppa|maa|rikos|vakuutus)kaar|(?:uima|lappeen)ran|(?:riihi|pieksa)ma"
    r"|(?:palvelu|asiakas|viranomais|neuvonta|puhelin|kriisi|auttava|auttamis|paivystys|tuki|chat|opinto|bussi|juna"
    r"|tyonantaja|kumppani|kuntoutus|ammattilais|takaisinsoitto|laite|yla|suora)lin|ruokolah|(?:kunto|leuka|hammas)sil"
    r"|(?:motor|lands|riks|stam|jarn|luft)vag)[a-z]{0,4}\b"
)
# "Kruunupuisto 5 päivää" is a stay in a place that is named like a street.
_UNIT = (
    r"€|%|(?:eur|e/|km|kk|vk|vko|min|krt|h)\b"
    r"|(?:euro|kert|paiv|viik|kuukau|vuo|tunti|day|week|month|year|hour|time|dag|veck|manad)"
)
_HOUSE = rf"(?:(?:nro|numero|no|n:o|nr)\.? ?)?\d{{1,3}}(?!\d)(?! ?(?:{_UNIT}))(?: ?[-/] ?\d{{1,3}}(?![\d.]))?"
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
_ADDRESS_WORD = (
    r"(?:(?<=\basun )|(?<=\bosoite )|(?<=\bosoite: )|(?<=\bosoite on )|(?<=\bosoitteeni )|(?<=\bosoitteeni on )"
    r"|(?<=\bosoitteessa )|(?<=\blive at )|(?<=\baddress is ))"
)
_FINNISH_WORD = (
    rf"(?:\b(?=(?-i:[A-Z]))|{_ADDRESS_WORD})(?!{_NO_STREET})[a-z][a-z-]{{2,30}}"
    rf"(?:{_FINNISH_ENDINGS_OF_WORDS}) {_HOUSE}{_DOOR}{_POSTCODE}"
)
# A name in two words, "Testi katu 17". A road has a number, too ("Onko tie 4 auki"), and a path through care steps.
_NO_NAME = (
    r"(?!(?:mika|mikin|minka|mille|milla|mista|onko|tama|taman|talla|se|sen|silla|kun|jos|joka|jonka|ja|tai|eli|koko|sama"
    r"|oma|toinen|hoito|kuntoutus|palvelu|ura|opinto|valta|kanta|seutu|maan|yhdys|keha|rauta|which|what|the|this|my) )"
)
_SPLIT = (
    rf"\b{_NO_NAME}(?-i:[A-Z])[a-z-]{{2,20}} (?:katu|kadu(?:n|lla|lle|lta)|kuja(?:n|lla|lle|lta)?|raitti)"
    rf" {_HOUSE}{_DOOR}{_POSTCODE}"
    rf"|{_ADDRESS_WORD}{_NO_NAME}[a-z][a-z-]{{2,20}}"
    rf" (?:katu|kadu(?:n|lla|lle|lta)|kuja(?:n|lla|lle|lta)?|raitti|polku|polu(?:n|lla|lle|lta)|tie|tie(?:lla|lle|lta))"
    rf" {_HOUSE}{_DOOR}{_POSTCODE}"
)
_SWEDISH = rf"\b(?!{_NO_STREET})[a-z][a-z-]{{1,30}}(?:{_SWEDISH_ENDINGS}),? {_HOUSE}{_DOOR}{_POSTCODE}"
# Streets named after a person: "Paavo Nurmen tie 3". Capitals keep "sen tie 4" out.
_TWO_NAMES = (
    r"\b(?-i:[A-Z])[a-z-]{1,20} (?-i:[A-Z])[a-z-]{1,20}n (?:tie|katu|kuja|polku|puisto|aukio|ranta|raitti)"
    rf"(?:lla|lle|lta|ssa)? {_HOUSE}{_DOOR}{_POSTCODE}"
)
_ENGLISH_WORD = "street|road|avenue|lane|drive|close|court|terrace|crescent|boulevard|square|st|rd|ave"
_ENGLISH = (
    rf"(?:\b(?:flat|apartment|apt|unit)\.? ?\d{{1,4}}[a-z]?,? )?"
    rf"\b\d{{1,4}}[a-z]? (?:(?-i:[A-Z])[a-z'-]{{1,20}} ){{1,3}}(?:{_ENGLISH_WORD})\b{_POSTCODE}"
    rf"|(?<=\bat |\bis |\bon |\bin )\d{{1,4}}[a-z]? (?!lane|way|mile|year)[a-z]{{3,20}} (?:street|road|avenue|lane)\b"
    rf"|\b(?-i:[A-Z])[a-z'-]{{1,20}} (?:street|road|avenue|lane) {_HOUSE}{_DOOR}{_POSTCODE}"
)
# A box with its postcode; Kela's own are public. A box alone is everybody's in its town.
_BOX = (
    r"\b(?:PL|postilokero|P\.? ?O\.? ?Box|box) \d{1,5},? (?:FI-?)?(?!00056)\d{5}(?!\d)(?! ?kela\b)"
    r"(?: (?-i:[A-Z])[A-Za-z-]{1,30})?"
)
_ADDRESS = re.compile("|".join((_FINNISH, _FINNISH_WORD, _TWO_NAMES, _SPLIT, _SWEDISH, _ENGLISH, _BOX)), re.IGNORECASE)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of streets with a house number, and of the door, postcode and town that follow."""
    for match in _ADDRESS.finditer(text):
        yield match.span()
