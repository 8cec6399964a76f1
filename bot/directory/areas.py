"""The five areas of Kela's therapy contracts, and how people name them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.data_files import Records, load_records
from bot.directory.name_index import NameIndex

DISTRICTS_FILE = Path(__file__).parent / "districts.yml"

# Names that contain a district's name and mean something else. Their municipalities have changed districts.
_OTHER_REGIONS_FI = ("Keski-Suomi", "Keski-Pohjanmaa")
_OTHER_REGIONS = ("Central Finland", "Mellersta Finland", "Central Ostrobothnia", "Mellersta Österbotten")
_NO_DISTRICT = ""


@dataclass(frozen=True)
class District:
    """An area of Kela.

    Attributes:
        insurance_district: its old name by language (fi, sv, en), which the contacts page still uses.
        service_area: its name since the service areas replaced the districts, by language.
        mailbox: id of the mailbox for therapy contracts made with it.
        finnish_names: what people call it in Finnish.
        other_names: what they call it in other languages.
    """

    id: str
    insurance_district: dict[str, str]
    service_area: dict[str, str]
    mailbox: str
    finnish_names: tuple[str, ...]
    other_names: tuple[str, ...]


@lru_cache(maxsize=1)
def districts() -> Records[District]:
    """Return every district by id."""
    return load_records(DISTRICTS_FILE, District)


def find_district(text: str) -> District | None:
    """Return the one district that a text names, None where it names none or several.

    Understands inflected forms, the first part of a mailbox's address, and the regions that always belonged to one
    district. A point of the compass within a compound (Etelä-Afrikka, Itä-Helsinki) is not taken for a district.
    """
    found = {name.owner for name in _index().find(text) if not text.startswith("-", name.end)} - {_NO_DISTRICT}
    return districts()[found.pop()] if len(found) == 1 else None


@lru_cache(maxsize=1)
def _index() -> NameIndex:
    index = NameIndex()
    for name in _OTHER_REGIONS_FI:
        index.add_finnish(_NO_DISTRICT, name)
    for name in _OTHER_REGIONS:
        index.add_foreign(_NO_DISTRICT, name)
    for entry in districts().values():
        for name in entry.finnish_names:
            index.add_finnish(entry.id, name)
        for name in entry.other_names:
            index.add_foreign(entry.id, name)
    return index
