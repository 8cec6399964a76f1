"""Therapies, means of travel, organisers and places are found under every name and inflection people use."""

from __future__ import annotations

from typing import Any

import pytest

from bot.entities import extract

THERAPIES = [
    ("fysioterapia", "physiotherapy"),
    ("fysioterapiasta", "physiotherapy"),
    ("fysioterapeutilla", "physiotherapy"),
    ("fyssari", "physiotherapy"),
    ("fyssarille", "physiotherapy"),
    ("fysio terapia", "physiotherapy"),
    ("ryhmäfysioterapiaan", "physiotherapy"),
    ("physio", "physiotherapy"),
    ("physiotherapist", "physiotherapy"),
    ("physical therapy", "physiotherapy"),
    ("PT", "physiotherapy"),
    ("allasterapia", "aquatic"),
    ("allas terapiassa", "aquatic"),
    ("allasryhmään", "aquatic"),
    ("pool therapy", "aquatic"),
    ("aquatic group therapy", "aquatic"),
    ("puheterapia", "speech"),
    ("puheterapeutilla", "speech"),
    ("puhe terapiaa", "speech"),
    ("speech therapist", "speech"),
    ("speech and language therapy", "speech"),
    ("SLP", "speech"),
    ("toimintaterapiasta", "occupational"),
    ("toimintaterapeutti", "occupational"),
    ("toimari", "occupational"),
    ("occupational therapist", "occupational"),
    ("OT", "occupational"),
    ("musiikkiterapia", "music"),
    ("musaterapia", "music"),
    ("music therapy", "music"),
    ("kuvataideterapia", "art"),
    ("taideterapiaa", "art"),
    ("art therapist", "art"),
    ("neuropsykologinen kuntoutus", "neuropsychological"),
    ("neuropsykologille", "neuropsychological"),
    ("neuropsychological rehabilitation", "neuropsychological"),
    ("perheterapiassa", "family"),
    ("family therapy", "family"),
    ("psykoterapia", "psychotherapy"),
    ("psykoterapeutiksi", "psychotherapy"),
    ("psychotherapist", "psychotherapy"),
    ("ratsastusterapia", "equine"),
    ("riding therapy", "equine"),
    ("equine-assisted therapy", "equine"),
    ("ratsastusterapia fysioterapeutin ohjaamana", "equine_physio"),
    ("equine therapy with a physiotherapist", "equine_physio"),
    ("ratsastusterapiaa, jota ohjaa toimintaterapeutti", "equine_occupational"),
]

NO_THERAPIES = ["ot vai et", "terapia", "arthritis therapy", "perhe", "musiikki on ihanaa", "toiminta"]

MEANS = [
    ("taksi", "taxi"),
    ("taksilla", "taxi"),
    ("kelataksilla", "taxi"),
    ("Kela-taksi", "taxi"),
    ("inva taksilla", "taxi"),
    ("by taxi", "taxi"),
    ("a cab", "taxi"),
    ("omalla autolla", "own_car"),
    ("omal autol", "own_car"),
    ("oma auto", "own_car"),
    ("autolla", "own_car"),
    ("auto", "own_car"),
    ("ajan itse", "own_car"),
    ("isä ajaa", "own_car"),
    ("vaimo kuskaa", "own_car"),
    ("own car", "own_car"),
    ("my car", "own_car"),
    ("by car", "own_car"),
    ("I drive myself", "own_car"),
    ("my wife drives me", "own_car"),
    ("bussilla", "public_transport"),
    ("linja-autolla", "public_transport"),
    ("dösällä", "public_transport"),
    ("junalla", "public_transport"),
    ("julkisilla", "public_transport"),
    ("by bus", "public_transport"),
    ("the train", "public_transport"),
    ("public transport", "public_transport"),
]

ORGANISERS = [
    ("Kela", "kela"),
    ("kelan järjestämä", "kela"),
    ("arranged by Kela", "kela"),
    ("työterveys", "occupational_health"),
    ("työterveyshuolto", "occupational_health"),
    ("tyoterveydessa", "occupational_health"),
    ("occupational health care", "occupational_health"),
    ("hyvinvointialue", "public_health_care"),
    ("hyvinvointialueen kuntoutus", "public_health_care"),
    ("keskussairaala", "public_health_care"),
    ("terveyskeskus", "public_health_care"),
    ("TAYS", "public_health_care"),
    ("julkinen puoli", "public_health_care"),
    ("kunta", "public_health_care"),
    ("the hospital", "public_health_care"),
    ("health centre", "public_health_care"),
    ("wellbeing services county", "public_health_care"),
    ("municipality", "public_health_care"),
    ("vakuutusyhtiö", "other"),
    ("an insurance company", "other"),
    ("joku muu", "other"),
    ("other", "other"),
]

NO_ORGANISERS = [
    "Saanko Kelalta kuntoutusrahaa?",
    "Miten haen kuntoutusta Kelasta",
    "työkkäri",
    "asun tässä kunnassa nyt",
]

MUNICIPALITIES = [
    ("asun Rovaniemellä", "fi", ["Rovaniemi"]),
    ("Espoo", "fi", ["Espoo"]),
    ("jyvaskylassa", "fi", ["Jyväskylä"]),
    ("I live in Vantaa", "en", ["Vantaa"]),
    ("Vantaalla asun, terapia Helsingissä", "fi", ["Vantaa", "Helsinki"]),
    ("from Kuusamo to Oulu", "en", ["Kuusamo", "Oulu"]),
]

DISTRICTS = [
    ("eteläinen", "southern"),
    ("läntinen vakuutuspiiri", "western"),
    ("pohjoisen", "northern"),
    ("the eastern district", "eastern"),
    ("keskinen", "central"),
]


def _values(kind: str, text: str, language: str = "fi") -> list[Any]:
    return [found.value for found in extract(text, language) if found.kind == kind]


@pytest.mark.parametrize(("text", "therapy"), THERAPIES)
def test_therapy_is_found(text: str, therapy: str) -> None:
    assert _values("therapy", text) == [therapy]


@pytest.mark.parametrize("text", NO_THERAPIES)
def test_other_words_name_no_therapy(text: str) -> None:
    assert _values("therapy", text) == []


@pytest.mark.parametrize(("text", "means"), MEANS)
def test_means_of_travel_is_found(text: str, means: str) -> None:
    assert set(_values("means", text)) == {means}


@pytest.mark.parametrize(("text", "organiser"), ORGANISERS)
def test_organiser_is_found(text: str, organiser: str) -> None:
    assert _values("organiser", text) == [organiser]


@pytest.mark.parametrize("text", NO_ORGANISERS)
def test_asking_kela_says_nothing_about_who_organises(text: str) -> None:
    assert _values("organiser", text) == []


@pytest.mark.parametrize(("text", "language", "names"), MUNICIPALITIES)
def test_municipality_is_found(text: str, language: str, names: list[str]) -> None:
    found = _values("municipality", text, language)
    assert [value["name"] for value in found if isinstance(value, dict)] == names


@pytest.mark.parametrize(("text", "district"), DISTRICTS)
def test_district_is_found(text: str, district: str) -> None:
    assert _values("district", text) == [district]
