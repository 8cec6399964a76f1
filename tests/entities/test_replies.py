"""Short replies are recognised in every register of both languages, and questions are not taken for them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.data_files import DataError
from bot.entities import replies, reply_act

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


def test_an_unquoted_yes_in_the_word_list_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "replies.yml"
    file.write_text("acts: {affirm: [yes]}\nglue: []\ncommand_glue: []\ncorrections: []\nturns_elsewhere: []\n")
    monkeypatch.setattr(replies, "REPLIES_FILE", file)
    with pytest.raises(DataError, match="quotes"):
        replies._phrases.__wrapped__()
