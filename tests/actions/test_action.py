"""The one custom action: a thin edge between Rasa and the dialogue."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import datetime
from pathlib import Path
from typing import Any, Dict

import pytest
import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions
from actions.respond import ActionRespond
from bot.contract import ConversationState, Envelope, MessageContext
from bot.dialogue.respond import respond
from bot.dialogue.turn import read_turn
from bot.hours.clock import HELSINKI, NOW_VARIABLE
from bot.run.training import ROOT
from bot.wording import answers

# A Saturday, when the partner chat is closed.
CLOSED = datetime(2026, 11, 28, 10, 0, tzinfo=HELSINKI)
MOST_LINES = 200
MESSAGE: Dict[str, Any] = {
    "text": "When is the chat open?",
    "intent": {"name": "answer"},
    "entities": [],
    "topic": {"id": "partner.chat_hours", "kind": "answer", "confidence": 0.9, "candidates": [], "also": []},
    "language": {"code": "en", "confidence": 1.0, "supported": True},
    "metadata": MessageContext(state=ConversationState(language="fi"), redacted=("iban",)).model_dump(mode="json"),
}


def test_the_envelope_is_sent_as_one_message_and_rasa_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NOW_VARIABLE, CLOSED.isoformat())
    dispatcher = CollectingDispatcher()
    events = ActionRespond().run(dispatcher, Tracker("x", {}, MESSAGE, [], False, None, {}, "action_listen"), {})
    assert events == []
    (message,) = dispatcher.messages
    assert not message["text"]
    envelope = Envelope.model_validate(message["custom"])
    assert envelope == respond(read_turn(MESSAGE, CLOSED))
    assert envelope.replies[-1].text == answers.answer("partner.chat_hours", "en", CLOSED).text
    assert envelope.state == ConversationState(language="en", last_topic="partner.chat_hours")


def test_the_domain_names_every_action_that_there_is() -> None:
    classes = {
        value
        for module in pkgutil.iter_modules(actions.__path__)
        for value in vars(importlib.import_module(f"actions.{module.name}")).values()
        if isinstance(value, type) and issubclass(value, Action) and value is not Action
    }
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert domain["actions"] == [action().name() for action in classes]


def test_the_actions_stay_a_thin_edge() -> None:
    files = Path(actions.__path__[0]).glob("**/*.py")
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) < MOST_LINES
