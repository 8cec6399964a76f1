"""Plays the conversations of this folder against the running assistant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import knowledge
from devtools.service import Conversation, Service, buttons, text_of

pytestmark = pytest.mark.service

FOLDER = Path(__file__).parent
DOES = {"text", "press"}
EXPECTS = {"topic", "language", "contains", "not_contains", "buttons", "redacted", "cites", "step", "outcome"}


def conversations() -> list[Any]:
    """Return every conversation as a test case with its name."""
    cases = []
    for file in sorted(FOLDER.glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            _check_shape(file.name, entry)
            cases.append(pytest.param(entry, id=f"{file.stem}: {entry['name']}"))
    return cases


def _check_shape(file: str, entry: dict[str, Any]) -> None:
    where = f"{file}: '{entry.get('name')}'"
    assert set(entry) <= {"name", "language", "turns"}, f"{where} has an unknown key"
    for turn in entry["turns"]:
        assert len(DOES & set(turn)) == 1, f"{where}: a turn has either text or press: {turn}"
        unknown = set(turn) - DOES - EXPECTS
        assert not unknown, f"{where}: {unknown} is not known: use {', '.join(sorted(EXPECTS))}"
        for topic in _listed(turn.get("topic")):
            assert topic in knowledge.topics(), f"{where}: there is no topic {topic}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


@pytest.mark.parametrize("script", conversations())
def test_conversation(service: Service, script: dict[str, Any]) -> None:
    conversation = Conversation(service, language=script.get("language"))
    for turn in script["turns"]:
        answer = conversation.say(turn["text"]) if "text" in turn else conversation.press(turn["press"])
        _check(answer, turn)


def _check(answer: dict[str, Any], turn: dict[str, Any]) -> None:
    said, titles = text_of(answer), [button["title"] for button in buttons(answer)]
    where = (
        f"\nafter:  {turn.get('text') or turn['press']}\ntopic:  {answer['topic']}\nanswer: {said}\nbuttons: {titles}"
    )
    if "topic" in turn:
        assert answer["topic"] in _listed(turn["topic"]), f"expected topic {turn['topic']}{where}"
    if "language" in turn:
        assert answer["language"] == turn["language"], where
    for part in _listed(turn.get("contains")):
        assert part.casefold() in said.casefold(), f"expected '{part}'{where}"
    for part in _listed(turn.get("not_contains")):
        assert part.casefold() not in said.casefold(), f"did not expect '{part}'{where}"
    for title in _listed(turn.get("buttons")):
        assert title in titles, f"expected the button '{title}'{where}"
    if turn.get("buttons") == []:
        assert titles == [], where
    if "cites" in turn:
        assert bool(answer["sources"]) is turn["cites"], where
    if "step" in turn:
        assert answer["flow"] is not None, where
        assert answer["flow"]["step"] == turn["step"], where
    if "outcome" in turn:
        assert answer["flow"] is not None, where
        assert answer["flow"]["step"] is None, where
        assert answer["flow"]["result"]["outcome"] == turn["outcome"], where
    # What holds for every answer.
    assert answer["redacted"] == turn.get("redacted", []), where
    assert said, where
    assert 0 <= answer["confidence"] <= 1, where
    assert "%{" not in said, where
