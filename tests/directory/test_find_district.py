"""A district is understood however people name it, and left open where they name none or several."""

from __future__ import annotations

import pytest

from bot.directory import districts, find_district

NAMES = {
    "southern": (
        "eteläinen",
        "Eteläisen vakuutuspiirin kanssa",
        "etelaisessa",
        "etelä",
        "etelässä",
        "southern",
        "the south",
        "Södra försäkringsdistriktet",
        "etelainenvp.terapiasopimukset@kela.fi",
        "Uudellamaalla",
        "Päijät-Hämeestä",
        "South Karelia",
    ),
    "central": ("keskinen", "Keskisessä", "central district", "mellersta", "keskinenvp", "Pirkanmaalta"),
    "western": ("läntinen", "lantisen", "länsi", "lännessä", "Western Insurance District", "västra", "Varsinais-Suomi"),
    "eastern": ("itäinen", "itaiseen", "itä", "idästä", "eastern", "östra", "Pohjois-Savossa", "etelä savo"),
    "northern": ("pohjoinen", "Pohjoisesta", "north", "norra", "Lapissa", "Pohjois-Pohjanmaalla", "Kainuun"),
}
NONE = (
    "eteläinen vai läntinen",
    "Keski-Suomi",
    "Keski-Pohjanmaalta",
    "Central Finland",
    "Etelä-Afrikassa",
    "Itä-Helsingissä",
    "keskiviikkona",
    "keskustassa",
    "Ahvenanmaa",
    "en tiedä",
    "",
)


@pytest.mark.parametrize(("expected", "text"), [(key, text) for key, texts in NAMES.items() for text in texts])
def test_a_named_district_is_found(expected: str, text: str) -> None:
    district = find_district(text)
    assert district is not None
    assert district.id == expected


@pytest.mark.parametrize("text", NONE)
def test_no_district_is_guessed(text: str) -> None:
    assert find_district(text) is None


def test_every_district_has_its_names_in_three_languages() -> None:
    for district in districts().values():
        assert set(district.insurance_district) == set(district.service_area) == {"fi", "sv", "en"}
