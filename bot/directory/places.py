"""The municipalities of Finland, the area of Kela that each belongs to, and how to find them in running text."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.data_files import load_record
from bot.directory.name_index import Name, NameIndex

# Area codes of 2026 by the rOpenGov/geofi municipality keys, corrected where they miss a comma or a municipality.
MUNICIPALITIES_FILE = Path(__file__).parent / "municipalities.csv"
NAMES_FILE = Path(__file__).parent / "names.yml"

_SENTENCE_ENDS = (".", "!", "?", "\n")
_MUNICIPALITY_WORD = re.compile(r"\s+(kun[tn]a|kaupun|kommun)", re.IGNORECASE)
_PLACE_CASES = frozenset({"inessive", "elative", "illative", "resident"})


@dataclass(frozen=True)
class Municipality:
    """A municipality of 2026.

    Attributes:
        code: Statistics Finland's number, three digits.
        fi, sv: its names.
        region: its region's Finnish name.
        area: id of its present district. A therapy contract stays with the district that made it, so this need not be
            the one to write to: see `previously` and `assumed`.
        previously: id of its insurance district until the service areas came, None where that was the same one.
        assumed: whether `area` is an assumption: Åland is in none of Kela's lists.
    """

    code: str
    fi: str
    sv: str
    region: str
    area: str
    previously: str | None
    assumed: bool


@dataclass(frozen=True)
class Match:
    """A municipality named in a text, at text[start:end]."""

    municipality: Municipality
    start: int
    end: int


@dataclass(frozen=True)
class _Wording:
    """What names.yml knows about names; see there."""

    aliases: dict[str, tuple[str, ...]]
    everyday: tuple[str, ...]
    homonyms: tuple[str, ...]
    other_words: tuple[str, ...]


@lru_cache(maxsize=1)
def municipalities() -> dict[str, Municipality]:
    """Return every municipality by its code."""
    with MUNICIPALITIES_FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        row["code"]: Municipality(
            code=row["code"],
            fi=row["fi"],
            sv=row["sv"],
            region=row["region"],
            area=row["area"],
            previously=row["previously"] or None,
            assumed=row["assumed"] == "yes",
        )
        for row in rows
    }


def find_municipalities(text: str) -> list[Match]:
    """Return the municipalities that a text names, in their order.

    Understands Finnish and Swedish names, inflected, in lower case, without dots, in spoken forms (Turust), and long
    ones misspelt by a double letter. Names that are everyday words count as bot/directory/names.yml says.
    """
    return [
        Match(municipalities()[name.owner], name.start, name.end)
        for name in _index().find(text)
        if _means_place(text, name)
    ]


def _means_place(text: str, name: Name) -> bool:
    """Return whether a name is meant, not the everyday word that it also is."""
    written = text[name.start : name.end]
    if _MUNICIPALITY_WORD.match(text, name.end):
        return True
    if written.casefold() in _wording().other_words:
        return False
    if _is_alone(text, written):
        return True
    if name.name in _wording().homonyms:
        return _is_capitalised(text, written) and not _begins_sentence(text, name.start)
    if name.name in _wording().everyday:
        return _is_capitalised(text, written) or name.case in _PLACE_CASES
    return True


def _is_alone(text: str, written: str) -> bool:
    return text.strip(" .,!?") == written


def _is_capitalised(text: str, written: str) -> bool:
    """Return whether a word has its own capital: in a text that is all capitals it has not, and "II" is a numeral."""
    return written[0].isupper() and not (text.isupper() or written.isupper())


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'(-")
    return not before or before.endswith(_SENTENCE_ENDS)


@lru_cache(maxsize=1)
def _wording() -> _Wording:
    return load_record(NAMES_FILE, _Wording)


@lru_cache(maxsize=1)
def _index() -> NameIndex:
    index = NameIndex()
    for municipality in municipalities().values():
        index.add_finnish(municipality.code, municipality.fi)
        for alias in _wording().aliases.get(municipality.fi, ()):
            index.add_finnish(municipality.code, alias)
    # Swedish names come last: where a form belongs to two municipalities the Finnish name's is meant.
    for municipality in municipalities().values():
        index.add_foreign(municipality.code, municipality.sv)
    return index
