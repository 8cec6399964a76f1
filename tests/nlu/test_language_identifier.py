"""The language of a message: its words first, then the conversation's language, then Finnish."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.directory import municipalities
from bot.nlu.learned.language_identifier import LanguageIdentifier, identify
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


def _language_of(text: str, **metadata: Any) -> dict[str, Any]:
    message = Message({TEXT: text, "metadata": metadata})
    LanguageIdentifier(LanguageIdentifier.get_default_config()).process([message])
    assert message.as_dict_nlu()["language"] == message.get("language")
    assert "language" in message.as_dict(only_output_properties=True)
    language: dict[str, Any] = message.get("language")
    return language


def test_the_component_sets_code_confidence_and_support() -> None:
    assert _language_of("Paljonko taksimatka maksaa?") == {
        "code": "fi",
        "confidence": pytest.approx(1.0, abs=0.02),
        "supported": True,
    }
    assert _language_of("Får jag ersättning för resan?")["supported"] is False


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        pytest.param({}, "fi", id="nothing known"),
        pytest.param({"language_hint": "en"}, "en", id="a hint"),
        pytest.param({"language_prior": "en"}, "en", id="the conversation's language"),
        pytest.param({"language_prior": "fi", "language_hint": "en"}, "fi", id="the conversation outweighs the hint"),
        pytest.param({"language_prior": None, "language_hint": None}, "fi", id="empty"),
    ],
)
def test_the_component_reads_what_the_gateway_knows(metadata: dict[str, Any], language: str) -> None:
    assert _language_of("ok", **metadata)["code"] == language


def test_a_hint_does_not_hide_what_is_written() -> None:
    assert _language_of("Paljonko taksimatka maksaa?", language_hint="en")["code"] == "fi"


def test_a_buttons_payload_keeps_the_conversations_language() -> None:
    assert _language_of('/flow{"topic": "check.eligibility"}', language_prior="fi")["code"] == "fi"
    assert _language_of('/answer{"topic": "therapy.overview"}', language_prior="en")["code"] == "en"
