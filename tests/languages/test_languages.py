"""The languages are their folders: an invented one is found, described and read without any code."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot import languages
from bot.data_files import DataError
from bot.languages import Languages, UnknownLanguage
from bot.languages.languages import ROOT, UNTRANSLATED

DESCRIPTION = """
order: {order}
name: klingon
switch: "tlhIngan Hol"
names: [klingo*]
names_at_end: [tlh]
babel: en
spacy: xx
simplemma: null
greedy_lemmas: false
lingua: null
"""


@dataclasses.dataclass(frozen=True)
class Replies:
    """A list of words."""

    affirm: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Therapy:
    """An entry of a list."""

    id: str
    names: tuple[str, ...]


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def invented(tmp_path: Path) -> Languages:
    for order, code in ((2, "xx"), (1, "yy")):
        write(tmp_path, f"locales/{code}/_language.yml", DESCRIPTION.format(order=order))
    (tmp_path / "locales" / "drafts").mkdir()
    write(tmp_path, "data/words/xx/replies.yml", "affirm: [hija', HIja]")
    write(tmp_path, "data/words/xx/therapy.yml", "art: {names: [mIw]}")
    return Languages(tmp_path)


def test_the_assistant_speaks_finnish_first_and_english() -> None:
    assert languages.codes() == ("fi", "en")
    assert languages.default() == "fi"
    assert languages.others("fi") == ("en",)


def test_a_folder_without_a_description_is_no_language(invented: Languages) -> None:
    assert invented.codes() == ("yy", "xx"), "in the order that the files give"


def test_a_language_is_described_by_its_file(invented: Languages) -> None:
    language = invented.get("xx")
    assert (language.code, language.name, language.switch, language.babel) == ("xx", "klingon", "tlhIngan Hol", "en")


def test_an_unknown_language_is_refused_with_those_that_there_are(invented: Languages) -> None:
    with pytest.raises(UnknownLanguage, match="'fi' is not a language spoken here: use one of yy, xx"):
        invented.get("fi")


def test_a_misspelt_field_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "locales/xx/_language.yml", DESCRIPTION.format(order=1) + "bable: fi")
    with pytest.raises(DataError, match="_language.yml: 'bable' is not known: use one of order, name"):
        Languages(tmp_path).codes()


def test_a_word_list_is_read_as_what_it_is_for(invented: Languages) -> None:
    assert invented.words("xx", "replies", Replies) == Replies(affirm=("hija'", "HIja"))
    assert invented.entries("xx", "therapy", Therapy) == {"art": Therapy("art", ("mIw",))}


def test_a_missing_word_list_is_named(invented: Languages) -> None:
    with pytest.raises(DataError, match=r"words/yy/replies.yml: is missing"):
        invented.words("yy", "replies", Replies)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("puhutko suomea", ["fi"], id="inflected"),
        pytest.param("Finnish please", ["fi"], id="in another language"),
        pytest.param("enkku, kiitos", ["en"], id="colloquial"),
        pytest.param("vaihda en", ["en"], id="by its code at the end"),
        pytest.param("en puhu suomea", ["fi"], id="elsewhere 'en' means 'I do not'"),
        pytest.param("mitä kuntoutus maksaa", [], id="not at all"),
    ],
)
def test_people_name_a_language(text: str, named: list[str]) -> None:
    assert [code for code in languages.codes() if languages.get(code).named.search(text)] == named


def test_no_text_is_left_in_another_language() -> None:
    unfinished = {path.parent.name: path.read_text(encoding="utf-8") for path in ROOT.glob(f"locales/*/{UNTRANSLATED}")}
    assert unfinished == {}, "write these texts and take their keys out of the list; delete it when it is empty"
