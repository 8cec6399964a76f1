"""What is read from a message as Rasa tells it."""

from __future__ import annotations

from typing import Any, Dict

import pydantic
import pytest

from bot.contract import ConversationState, MessageContext, UnderstoodTopic
from bot.dialogue.turn import Turn, read_turn
from bot.entities import Entity
from tests.dialogue.turns import OPEN

TAXI = {
    "id": "travel.taxi",
    "kind": "answer",
    "confidence": 0.8,
    "candidates": ["travel.claim"],
    "also": ["travel.who"],
}
SWEDISH = {"code": "sv", "confidence": 0.9, "supported": False}


def metadata(**state: Any) -> Dict[str, Any]:
    """Return a message's metadata, as the gateway sends it."""
    hint = state.pop("hint", None)
    context = MessageContext(state=ConversationState(**state), language_hint=hint, redacted=("iban",))
    return context.model_dump(mode="json")


def read(text: str = "Hej", **message: Any) -> Turn:
    """Read a message."""
    return read_turn({"text": text, **message}, OPEN)


def test_a_typed_message_is_read_with_its_metadata() -> None:
    found = read(
        "Paljonko taksi maksaa, 60 e?",
        intent={"name": "answer"},
        entities=[{"entity": "money", "value": "60", "start": 23, "end": 27, "extractor": "EntityExtractor"}],
        topic=TAXI,
        language={"code": "fi", "confidence": 1.0, "supported": True},
        metadata=metadata(language="en", last_topic="travel.who", misses=1),
    )
    assert found.topic == UnderstoodTopic.model_validate(TAXI)
    assert (found.language, found.message_language, found.previous_language) == ("fi", "fi", "en")
    assert found.state == ConversationState(language="en", last_topic="travel.who", misses=1)
    assert found.context.redacted == ("iban",)
    assert found.facts == (Entity("money", "60", 23, 27),)
    assert (found.button, found.now) == (None, OPEN)


def test_a_pressed_button_is_sure_of_its_topic() -> None:
    found = read(
        '/answer{"topic": "travel.taxi"}',
        intent={"name": "answer", "confidence": 1.0},
        entities=[{"entity": "topic", "value": "travel.taxi", "start": 7, "end": 31}],
        metadata=metadata(language="en"),
    )
    assert found.topic == UnderstoodTopic(id="travel.taxi", kind="answer", confidence=1.0)
    assert (found.button, found.facts) == ({"topic": "travel.taxi"}, ())
    assert found.language == "en", "it is answered in the conversation's language"


def test_a_pressed_answer_names_its_step() -> None:
    entities = [{"entity": "step", "value": "means"}, {"entity": "value", "value": "taxi"}]
    found = read('/reply{"step": "means", "value": "taxi"}', intent={"name": "reply"}, entities=entities)
    assert (found.topic.id, found.topic.kind) == ("reply/button", "reply")
    assert found.button == {"step": "means", "value": "taxi"}


def test_a_message_of_which_rasa_made_nothing_is_not_understood() -> None:
    found = read("?", intent={"name": None}, entities=[])
    assert (found.topic.id, found.topic.kind) == ("meta.fallback", "nlu_fallback")


@pytest.mark.parametrize(
    ("known", "language"),
    [
        pytest.param({"language": "en"}, "en", id="the conversation's language"),
        pytest.param({"language": "fi", "hint": "en"}, "fi", id="the conversation outweighs the hint"),
        pytest.param({"hint": "en"}, "en", id="the hint"),
        pytest.param({}, "fi", id="neither"),
    ],
)
def test_a_language_that_is_not_spoken_here_is_answered_in_the_conversations(
    known: Dict[str, str], language: str
) -> None:
    found = read(topic={"id": "guard.unsupported_language", "kind": "guard", "confidence": 1.0}, language=SWEDISH)
    assert (found.language, found.message_language) == ("fi", "sv")
    found = read(topic=TAXI, language=SWEDISH, metadata=metadata(**known))
    assert (found.language, found.message_language) == (language, "sv")


@pytest.mark.parametrize(
    "message",
    [
        pytest.param({"metadata": {"last_topic": "travel.taxi"}}, id="metadata of another form"),
        pytest.param({"topic": {**TAXI, "kind": "question"}}, id="a kind that there is not"),
        pytest.param({"topic": TAXI, "language": {"code": "fi"}}, id="a language without its confidence"),
    ],
)
def test_what_breaks_the_contract_is_refused(message: Dict[str, Any]) -> None:
    with pytest.raises(pydantic.ValidationError):
        read(**message)
