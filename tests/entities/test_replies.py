"""Short replies are recognised in every register of both languages, and questions are not taken for them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from bot.data_files import DataError
from bot.entities import replies, reply_act
from bot.languages import Languages
from bot.languages.languages import ROOT

REPLIES = yaml.safe_load((Path(__file__).parent / "replies.yml").read_text(encoding="utf-8"))
LANGUAGES = ("fi", "en")
# Whichever language was identified; but in an English conversation a leading "no" is a no.
CASES = [
    (text, act, language)
    for act, texts in REPLIES.items()
    for text in texts
    for language in LANGUAGES
    if act == "deny" or not text.startswith("no ") or text in ("no idea", "no clue") or language == "fi"
]

NOT_REPLIES = [
    "en tiedä mistä haen kuntoutusta",
    "En tiedä, mistä haen kuntoutusta",
    "joo mutta paljonko se maksaa",
    "joo, mistä saan lomakkeen",
    "ei kai tähän tarvita b-lausuntoa?",
    "kyllä vai ei?",
    "saako takaisin rahaa matkoista",
    "paljonko saan takaisin",
    "miten lopetan terapian",
    "mitä jos en jaksa käydä terapiassa",
    "voiko terapian keskeyttää kesken jakson",
    "montako kysymystä vielä",
    "onko pakko vastata",
    "60",
    "taksilla",
    "Rovaniemellä",
    "TAYS",
    "kuusikymmentä euroa",
    "hei",
    "kiitos",
    "I don't know where to apply for rehabilitation",
    "yes but how much does it cost",
    "do I get anything back from the taxi fare",
    "can therapy be stopped in the middle",
    "how do I cancel a therapy appointment",
    "who can answer my question",
    "is that right",
    "what is the next step in applying",
    "no one answers the phone",
    "thanks",
    "да",
    "",
    "   ",
    "!",
    "kyllä minä olen ollut kuntoutuksessa jo kolme kertaa ja haluaisin nyt tietää lisää siitä miten jatkan",
]


@pytest.mark.parametrize(("text", "act", "language"), CASES)
def test_reply_is_recognised(text: str, act: str, language: str) -> None:
    assert reply_act(text, language) == act


@pytest.mark.parametrize("text", NOT_REPLIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_and_facts_are_no_reply(text: str, language: str) -> None:
    assert reply_act(text, language) is None


def test_finnish_no_before_other_words_is_well() -> None:
    assert reply_act("no joo", "fi") == "affirm"
    assert reply_act("no hei", "fi") is None
    assert reply_act("no", "fi") == "deny"


def test_an_unquoted_yes_in_a_word_list_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "locales", tmp_path / "locales", ignore=shutil.ignore_patterns("[!_]*.yml"))
    lists = ROOT / "data" / "words" / "en" / "replies.yml"
    (tmp_path / "data" / "words" / "en").mkdir(parents=True)
    text = lists.read_text(encoding="utf-8").replace('"yes"', "yes")
    (tmp_path / "data" / "words" / "en" / "replies.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"en/replies.yml: 'affirm.*write it in quotes"):
        Languages(tmp_path).words("en", "replies", replies.ReplyWords)
