"""The municipalities and their areas are the ones of the public list, with what is uncertain marked."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.directory import districts, municipalities
from bot.directory.places import NAMES_FILE

SHARED_LIST = Path(__file__).parents[2].parent / "shared" / "kela_service_areas_2026.csv"
DISTRICT_OF_LIST = {
    "etelainen": "southern",
    "keskinen": "central",
    "lantinen": "western",
    "itainen": "eastern",
    "pohjoinen": "northern",
}
BY_NAME = {municipality.fi: municipality for municipality in municipalities().values()}


def test_the_areas_have_the_known_numbers_of_municipalities() -> None:
    numbers = Counter(municipality.area for municipality in municipalities().values())
    assert numbers == {"southern": 51, "central": 74, "western": 81, "eastern": 43, "northern": 59}
    assert set(numbers) == set(districts())


def test_every_municipality_is_as_in_the_shared_list() -> None:
    if not SHARED_LIST.exists():
        pytest.skip(f"{SHARED_LIST} is absent: the municipalities cannot be compared with their source")
    with SHARED_LIST.open(encoding="utf-8", newline="") as stream:
        rows = {row["municipality_code"]: row for row in csv.DictReader(stream)}
    assert set(rows) == set(municipalities())
    for code, row in rows.items():
        municipality = municipalities()[code]
        assert (municipality.fi, municipality.sv) == (row["name_fi"], row["name_sv"].strip())
        assert municipality.region == row["region_fi"]
        assert municipality.area == DISTRICT_OF_LIST[row["kela_area"]]


@pytest.mark.parametrize(
    ("name", "area", "previously", "assumed"),
    [
        ("Vantaa", "southern", None, False),
        ("Tampere", "central", None, False),
        ("Ilomantsi", "eastern", None, False),
        ("Jyväskylä", "central", "eastern", False),
        ("Kuhmoinen", "central", "eastern", False),
        ("Kokkola", "western", "northern", False),
        ("Kruunupyy", "western", "northern", False),
        ("Pietarsaari", "western", None, False),
        ("Maarianhamina", "western", None, True),
    ],
)
def test_a_municipality_tells_its_area_and_what_to_doubt(
    name: str, area: str, previously: str | None, assumed: bool
) -> None:
    municipality = BY_NAME[name]
    assert municipality.area == area
    assert (municipality.previously, municipality.assumed) == (previously, assumed)


def test_names_yml_speaks_of_existing_names() -> None:
    wording = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))
    aliases = {alias for names in wording["aliases"].values() for alias in names}
    names = aliases | set(BY_NAME) | {municipality.sv for municipality in BY_NAME.values()}
    assert set(wording["aliases"]) <= set(BY_NAME)
    assert set(wording["everyday"]) | set(wording["homonyms"]) <= names
    assert not set(wording["everyday"]) & set(wording["homonyms"])


def test_every_region_lies_in_one_area() -> None:
    areas = {(municipality.region, municipality.area) for municipality in BY_NAME.values()}
    assert len(areas) == len({region for region, _ in areas}) == 19


def test_only_aland_is_assumed() -> None:
    assert {entry.region for entry in BY_NAME.values() if entry.assumed} == {"Ahvenanmaa"}
