"""Municipalities are found in what people write, and only where one is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.directory import Municipality, find_municipalities, municipalities
from bot.directory.inflection import finnish_forms

FORMS = yaml.safe_load((Path(__file__).parent / "inflected_forms.yml").read_text(encoding="utf-8"))
SENTENCES = (Path(__file__).parent / "sentences_without_municipality.txt").read_text(encoding="utf-8").splitlines()

# Rather a first name or a surname: understood before "kunta" only.
OTHER_WORDS = ("Brando", "Brandon", "Simon")
CASES = ("nominative", "genitive", "inessive", "elative", "adessive", "ablative")


def found(text: str) -> list[str]:
    """Return the Finnish names of the municipalities in a text."""
    return [match.municipality.fi for match in find_municipalities(text)]


@pytest.mark.parametrize(("name", "form"), [(name, form) for name, forms in FORMS.items() for form in forms])
def test_a_form_that_people_write_is_understood(name: str, form: str) -> None:
    assert found(form) == [name]


def test_the_table_of_forms_is_large_enough() -> None:
    assert sum(len(forms) for forms in FORMS.values()) >= 200
    assert len(SENTENCES) >= 100


@pytest.mark.parametrize("name", [municipality.fi for municipality in municipalities().values()])
def test_every_municipality_is_understood_in_six_cases_within_a_sentence(name: str) -> None:
    for case in CASES:
        for form in finnish_forms(name)[case]:
            written = form[0].upper() + form[1:]
            after = " kunta" if written in OTHER_WORDS else ""
            assert found(f"Asiakas on {written}{after}, kenelle kirjoitan?") == [name], written


@pytest.mark.parametrize("municipality", municipalities().values(), ids=lambda municipality: municipality.sv)
def test_every_swedish_name_is_understood(municipality: Municipality) -> None:
    assert found(f"Klienten bor i {municipality.sv}, vart skriver jag?") == [municipality.fi]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_an_everyday_sentence_names_no_municipality(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Asun Vantaalla ja terapeutti on Helsingissä.", ["Vantaa", "Helsinki"]),
        ("vantaa-helsinki", ["Vantaa", "Helsinki"]),
        ("I live in Kauniainen and work in Helsinki's centre", ["Kauniainen", "Helsinki"]),
        ("from Åbo to Tammerfors", ["Turku", "Tampere"]),
        ("ASUN LAHDESSA", ["Lahti"]),
        ("ASIA KOSKI LAHTI", []),
        ("asun kemin kaupungissa", ["Kemi"]),
        ("Lahteen lähden huomenna", ["Lahti"]),
        ("Maarianhamina", ["Maarianhamina"]),
        ("", []),
        ("😀 ?!", []),
    ],
)
def test_sentences_give_their_municipalities_in_order(sentence: str, names: list[str]) -> None:
    assert found(sentence) == names


def test_a_letter_written_as_base_and_mark_is_the_same_letter() -> None:
    assert found("Jyva\u0308skyla\u0308ssa\u0308") == ["Jyväskylä"]


def test_a_match_says_where_it_stands() -> None:
    text = "Olen Koski Tl:stä kotoisin"
    (match,) = find_municipalities(text)
    assert text[match.start : match.end] == "Koski Tl"
