"""Words of danger to life, in every language that has a file of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.data_files import DataError
from bot.decision import danger
from bot.decision.danger import danger_languages, is_danger


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("En jaksa enää elää", id="Finnish"),
        pytest.param("mä en haluu enää elää", id="spoken Finnish"),
        pytest.param("itsarilla uhkaili", id="any ending"),
        pytest.param("i want to DIE", id="English"),
        pytest.param("Jag vill dö", id="Swedish"),
        pytest.param("Min man andas inte", id="Swedish, not breathing"),
        pytest.param("Otin kaikki unilääkkeet", id="poisoning, Finnish"),
        pytest.param("Lapsi nieli pesuainetta", id="swallowed, Finnish"),
        pytest.param("I've taken all of my pills", id="poisoning, English"),
        pytest.param("He swallowed a small battery", id="swallowed, English"),
        pytest.param("Hon har tagit alla tabletterna", id="poisoning, Swedish"),
        pytest.param("Isän suupieli roikkuu yhtäkkiä", id="stroke, Finnish"),
        pytest.param("Suddenly her face is drooping", id="stroke, English"),
        pytest.param("Plötsligt hänger mungipan, mungipan hänger", id="stroke, Swedish"),
        pytest.param("Her speech is slurred.\nIt came all of a sudden", id="stroke, on two lines"),
    ],
)
def test_danger(text: str) -> None:
    assert is_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("Miten tapan aikaa kuntoutuksessa?", id="killing time, Finnish"),
        pytest.param("does the therapist kill time", id="killing time, English"),
        pytest.param("Missä on hengityshalvauspotilaan kuntoutus?", id="a word within another"),
        pytest.param("Kuolinpesä sai laskun taksista", id="an estate"),
        pytest.param("Otin lääkkeet mukaan kurssille", id="medicines taken along"),
        pytest.param("Puhe on sekavaa aivoinfarktin jälkeen", id="signs of an old stroke"),
        pytest.param("Jag tog tåget till rehabiliteringen", id="a train, Swedish"),
    ],
)
def test_no_danger(text: str) -> None:
    assert not is_danger(text)


def test_a_language_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(danger, "WORDS", tmp_path)
    (tmp_path / "et").mkdir()
    (tmp_path / "et" / "danger.yml").write_text(
        "phrases: [tahan surra]\nsequences: []\nsudden: []\nsudden_signs: []\n", encoding="utf-8"
    )
    assert is_danger("Ma tahan surra")
    assert not is_danger("I want to die")
    assert not is_danger("Kuidas taotleda?")


@pytest.mark.parametrize(
    "sequence",
    ["{phrases: [[a], [b]], within: [3], then: 1}", "{phrases: [[a], [b]]}"],
    ids=["unknown key", "missing key"],
)
def test_a_wrong_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sequence: str) -> None:
    monkeypatch.setattr(danger, "WORDS", tmp_path)
    (tmp_path / "et").mkdir()
    (tmp_path / "et" / "danger.yml").write_text(
        f"phrases: []\nsequences:\n  - {sequence}\nsudden: []\nsudden_signs: []\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"danger\.yml: 'sequences"):
        is_danger("x")


@pytest.mark.parametrize(
    ("text", "languages"),
    [("Haluan kuolla", ("fi",)), ("I want to die", ("en",)), ("Jag vill dö", ("sv",)), ("Hei, what is this?", ())],
)
def test_the_language_of_the_words_is_told(text: str, languages: tuple[str, ...]) -> None:
    assert danger_languages(text) == languages
