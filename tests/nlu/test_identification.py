"""The language of a message: its words first, then the conversation's language, then Finnish."""

from __future__ import annotations

import pytest

from bot import languages
from bot.directory import municipalities
from bot.nlu.learned import identification
from bot.nlu.learned.identification import identify
from tests.support.shared_data import json_lines


@pytest.mark.parametrize("prior", ["fi", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "OK!",
        "okei",
        "25",
        "25 euroa?",
        "25 euros?",
        "25 €",
        "60e",
        "25,50 eur",
        "40 km",
        "12.5.1990",
        "9-15?",
        "SV 67",
        "Kela?",
        "OmaKela",
        "LAKU",
        "Oulu",
        "Helsinki?",
        "Jyväskylä",
        "Vantaa, Helsinki",
        "Helsingfors",
        "???",
        "",
        "   ",
        "👍",
        "x",
        "[personal_identity_code]",
        "[phone_number] [email_address]",
    ],
)
def test_what_has_no_language_keeps_the_conversations(text: str, prior: str) -> None:
    assert identify(text, prior).code == prior


def test_no_municipality_flips_a_conversation() -> None:
    names = {name for place in municipalities().values() for name in (place.fi, place.sv)}
    assert {name: identify(name, "en").code for name in names} == dict.fromkeys(names, "en")


def test_what_has_no_language_is_finnish_at_the_start() -> None:
    assert identify("ok").code == "fi"
    assert identify("25 €", prior="sv").code == "fi"


@pytest.mark.parametrize(
    ("text", "prior", "language"),
    [
        pytest.param("Can we talk in English instead?", "fi", "en", id="a sentence flips to English"),
        pytest.param("Voidaanko puhua suomea?", "en", "fi", id="a sentence flips to Finnish"),
        pytest.param("I don't know", "fi", "en", id="three words flip"),
        pytest.param("en tiedä", "en", "fi", id="two words flip"),
        pytest.param("I live in Oulu", "fi", "en", id="English around a Finnish name"),
        pytest.param("Asun Lahdessa", "en", "fi", id="an inflected name is Finnish"),
        pytest.param("kuntoutusraha what is it", "fi", "en", id="English around a Finnish term"),
        pytest.param("Who can get vaativa lääkinnällinen kuntoutus?", None, "en", id="English around a long term"),
        pytest.param("nuoren kuntoutusraha age?", None, "en", id="one English word beside a term"),
        pytest.param("kuntoutusraha", None, "fi", id="the term alone is Finnish"),
        pytest.param("nuoren kuntoutusrahan ikäraja", None, "fi", id="a Finnish phrase with the term"),
        pytest.param("laakariin paasy ja matkat", None, "fi", id="Finnish without dots"),
        pytest.param("mite mä haen sitä terapiaa", "en", "fi", id="spoken Finnish"),
        pytest.param("how 2 aply 4 rehab pls", "fi", "en", id="English by SMS"),
        pytest.param("Thank you", "fi", "en", id="English thanks"),
        pytest.param("Kiitos paljon", "en", "fi", id="Finnish thanks"),
    ],
)
def test_clear_words_outweigh_the_conversation(text: str, prior: str | None, language: str) -> None:
    assert identify(text, prior).code == language


@pytest.mark.parametrize("prior", [None, "fi", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "Hej, jag undrar hur man ansöker om rehabilitering hos FPA.",
        "Kostar det något att delta i en rehabiliteringskurs?",
        "Vilka tider är chatten för samarbetspartner öppen?",
        "Min son har adhd och vi bor i Jakobstad. Finns det stöd för hela familjen?",
        "Får jag ersättning för resan?",
    ],
)
def test_swedish_is_recognised_and_not_spoken(text: str, prior: str | None) -> None:
    language = identify(text, prior)
    assert language.code == "sv"
    assert not language.supported


@pytest.mark.parametrize("prior", [None, "fi", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте, как получить логопеда?",
        "مرحبا، كيف أقدم طلب العلاج؟",
        "我想申请康复治疗",
        "Πώς κάνω αίτηση;",
        "ฉันต้องการความช่วยเหลือ",
        "나는 재활이 필요합니다",
        "ከኬላ ድጋፍ",
        "Guten Tag, wer bezahlt die Fahrt zur Rehabilitation?",
        "¿Cuánto tiempo dura la terapia que concede Kela?",
        "Bonjour, je cherche un kinésithérapeute à Helsinki conventionné par Kela.",
    ],
)
def test_other_languages_are_not_spoken(text: str, prior: str | None) -> None:
    assert not identify(text, prior).supported


@pytest.mark.parametrize("word", ["moi", "taxi", "terapia", "rehab", "hello", "info", "adhd", "help"])
def test_a_single_word_is_never_a_third_language(word: str) -> None:
    assert identify(word).supported


def test_the_marks_of_the_privacy_guard_say_nothing() -> None:
    assert identify("[phone_number] [street_address] soittakaa minulle tähän numeroon").code == "fi"
    assert identify("my number is [phone_number], call me", "fi").code == "en"


@pytest.mark.parametrize(
    ("locale", "language", "at_least"), [("fi-FI", "fi", 0.99), ("en-US", "en", 0.99), ("sv-SE", "sv", 0.90)]
)
def test_commands_to_a_home_are_identified(locale: str, language: str, at_least: float) -> None:
    """MASSIVE's development sentences of two words and more, without any conversation before them."""
    texts = [record["utt"] for record in json_lines(f"data/massive/{locale}.dev.jsonl")]
    texts = [text for text in texts if len(text.split()) >= 2]
    found = [identify(text).code for text in texts]
    assert found.count(language) / len(texts) >= at_least


def test_a_language_that_the_detector_does_not_know_is_told_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    known, telling = identification._by_detector(), {**identification._telling(), "xx": frozenset({"zork", "blip"})}
    monkeypatch.setattr(identification, "_by_detector", lambda: known)
    monkeypatch.setattr(identification, "_telling", lambda: telling)
    monkeypatch.setattr(languages, "codes", lambda: ("fi", "en", "xx"))
    assert identify("zork blip kuntoutus?").code == "xx"
    assert identify("who gets kuntoutus?").code == "en"


@pytest.mark.parametrize(("word", "language"), [("a", "en"), ("ja", "fi"), ("och", "sv")])
def test_a_text_of_nothing_but_telling_words_has_a_language(word: str, language: str) -> None:
    assert identify(f"{word} " * 1000).code == language
