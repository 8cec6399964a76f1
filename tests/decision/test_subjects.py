"""What topics are about, and where questions about them lead."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot import languages
from bot.decision.subjects import Subject, subject_words
from bot.knowledge import topics

LANGUAGES = languages.codes()
NLU = Path(__file__).parents[2] / "data" / "nlu"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", [topic.id for topic in topics().values() if topic.kind in ("answer", "flow")])
def test_every_topic_that_is_answered_has_a_subject(topic: str, language: str) -> None:
    assert subject_words(topic, language)


@pytest.mark.parametrize("topic", ["guard.out_of_scope", "meta.greet"])
def test_others_have_none(topic: str) -> None:
    assert subject_words(topic, "fi") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_a_topic_or_the_beginning_of_one(language: str) -> None:
    for name in languages.entries(language, "subjects", Subject):
        assert any(topic == name or topic.startswith(f"{name}.") for topic in topics()), name


def test_the_nearest_entry_says_what_it_is_about() -> None:
    assert subject_words("rehab.intensive.services", "en") == subject_words("rehab.intensive", "en")
    assert subject_words("travel.accommodation", "en") != subject_words("travel.claim", "en")


def test_a_language_that_is_not_spoken_has_no_subjects() -> None:
    assert subject_words("travel.claim", "sv") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_follow_on_subjects_that_there_are(language: str) -> None:
    known = {subject_words(topic, language) for topic in topics()}
    document = yaml.safe_load((NLU / language / "follow_ups.yml").read_text(encoding="utf-8"))
    examples = [line.removeprefix("- ") for entry in document["nlu"] for line in entry["examples"].splitlines()]
    assert [example for example in examples if example.partition(": ")[0] not in known] == []
