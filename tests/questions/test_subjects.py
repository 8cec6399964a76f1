"""What topics are about, and where questions about them lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.data_files import DataError
from bot.knowledge import topics
from bot.questions import subjects
from bot.questions.subjects import asked_topics, subject_words

LANGUAGES = ("fi", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", [topic.id for topic in topics().values() if topic.kind in ("answer", "flow")])
def test_every_topic_that_is_answered_has_a_subject(topic: str, language: str) -> None:
    assert subject_words(topic, language)


@pytest.mark.parametrize("topic", ["guard.out_of_scope", "meta.greet"])
def test_others_have_none(topic: str) -> None:
    assert subject_words(topic, "fi") is None


def test_every_entry_is_a_topic_or_the_beginning_of_one() -> None:
    for name in subjects._subjects():
        assert any(topic == name or topic.startswith(f"{name}.") for topic in topics()), name


def test_the_nearest_entry_says_what_it_is_about() -> None:
    assert subject_words("travel.own_car", "en") == subject_words("travel.claim", "en")
    assert subject_words("travel.accommodation", "en") != subject_words("travel.claim", "en")


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("rehab.laku", "ja miten sinne haetaan?", {"rehab.discretionary.apply"}),
        ("rehab.laku", "how do we apply", {"rehab.discretionary.apply"}),
        ("rehab.intensive.criteria", "entä jos olen yli 65?", {"rehab.discretionary.when"}),
        ("rehab.intensive.services", "and the discretionary one?", {"rehab.discretionary.services"}),
        ("travel.taxi", "paljonko?", {"travel.copayment"}),
        ("travel.taxi", "mites omalla autolla", {"travel.own_car"}),
        ("travel.claim", "paljonko?", set()),
        ("guard.out_of_scope", "miten haen?", set()),
    ],
)
def test_aspects_lead_to_topics(before: str, text: str, expected: set[str]) -> None:
    assert asked_topics(before, text) == expected


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("travel:\n  words: {fi: a, en: b}\n  asked: {colour: travel.taxi}\n", "'colour': add it to aspects.yml"),
        ("travel:\n  words: {fi: a, en: b}\n  asked: {taxi: travel.rocket}\n", "'travel.rocket', which is no topic"),
        ("travel:\n  asked: {}\n", "'travel.words' is missing"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, complaint: str) -> None:
    file = tmp_path / "subjects.yml"
    file.write_text(entry)
    monkeypatch.setattr(subjects, "SUBJECTS_FILE", file)
    with pytest.raises(DataError, match=complaint):
        subjects._subjects.__wrapped__()
