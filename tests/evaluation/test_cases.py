"""The cases are read with their language, fit the catalogue, and a wrong one is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.contract import ConversationState, MessageContext
from bot.data_files import DataError
from bot.knowledge import topics
from evaluation import cases
from evaluation.cases import MESSAGE_SETS, OTHER, SERVED, as_received, held_out_questions, message_cases


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the language "xx", which has no cases yet."""
    monkeypatch.setattr(cases, "CASES", tmp_path)
    (tmp_path / "xx").mkdir()
    return tmp_path / "xx"


@pytest.mark.parametrize("language", SERVED)
@pytest.mark.parametrize("name", MESSAGE_SETS)
def test_the_topics_of_message_cases_are_in_the_catalogue(name: str, language: str) -> None:
    named = {
        topic
        for case in message_cases(name, language)
        for topic in (*case.topics, *case.second, case.after or "")
        if topic
    }
    assert named - set(topics()) == set()


def test_messages_in_other_languages_name_theirs() -> None:
    assert not {case.language for case in held_out_questions(OTHER)} & {*SERVED, OTHER}


def test_a_language_without_cases_has_none(folder: Path) -> None:
    assert held_out_questions("xx") == []
    assert message_cases("plain", "xx") == []
    assert cases.emergency_cases("xx") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("a: b", "must be a list of cases", id="no list"),
        pytest.param("- {text: A, topic: b, spoken: true}", "case 1: 'spoken' is not known", id="unknown key"),
        pytest.param("- {text: A, topic: b}\n- {text: A}", "case 2: 'topic': Field required", id="missing key"),
        pytest.param("- {text: A, topic: b, also: c}", "case 1: 'also': Input should be", id="wrong type"),
    ],
)
def test_a_wrong_case_is_refused_with_its_place(folder: Path, text: str, problem: str) -> None:
    (folder / "test_set.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=problem):
        held_out_questions("xx")


@pytest.mark.parametrize(
    ("after", "language", "context"),
    [
        (None, None, MessageContext(redacted=("phone_number",))),
        (
            "travel.taxi",
            "en",
            MessageContext(
                state=ConversationState(language="en", last_topic="travel.taxi"), redacted=("phone_number",)
            ),
        ),
    ],
)
def test_a_case_is_received_as_the_gateway_sends_it(
    after: str | None, language: str | None, context: MessageContext
) -> None:
    assert as_received("My number is [phone_number].", after, language) == ("My number is [phone_number].", context)
