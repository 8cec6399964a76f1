"""The entity extractor adds entities in Rasa's form to messages, and leaves pressed buttons alone."""

from __future__ import annotations

import typing

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.deciding.entity_extractor import EntityExtractor


@pytest.fixture
def extractor() -> EntityExtractor:
    context = ExecutionContext(GraphSchema({}))
    return EntityExtractor.create(EntityExtractor.get_default_config(), None, Resource("entities"), context)


def _message(text: str, language: str = "fi") -> Message:
    return Message({"text": text, "language": {"code": language, "confidence": 1.0, "supported": True}})


def test_entities_are_added_in_rasas_form(extractor: EntityExtractor) -> None:
    (message,) = extractor.process([_message("2 kertaa viikossa, 60 €")])
    assert message.get("entities") == [
        {"entity": "count", "value": 2, "start": 0, "end": 17, "extractor": "EntityExtractor", "unit": "week"},
        {"entity": "money", "value": "60", "start": 19, "end": 23, "extractor": "EntityExtractor"},
    ]


def test_entities_go_into_the_parsed_message(extractor: EntityExtractor) -> None:
    (message,) = extractor.process([_message("by taxi", "en")])
    assert message.as_dict(only_output_properties=True)["entities"][0]["value"] == "taxi"


def test_entities_found_before_are_kept(extractor: EntityExtractor) -> None:
    message = _message("taksilla")
    message.set("entities", [{"entity": "topic", "value": "check.travel"}])
    assert [one["entity"] for one in extractor.process([message])[0].get("entities")] == ["topic", "means"]


def test_a_pressed_button_is_left_alone(extractor: EntityExtractor) -> None:
    (message,) = extractor.process([_message('/reply{"step": "price", "value": "60"}')])
    assert message.get("entities") is None


def test_a_message_without_language_is_read_as_finnish(extractor: EntityExtractor) -> None:
    (message,) = extractor.process([Message({"text": "1,250"})])
    assert message.get("entities")[0]["value"] == "1.25"


def test_annotations_resolve_as_rasa_needs_them() -> None:
    for method in (EntityExtractor.create, EntityExtractor.process):
        assert "return" in typing.get_type_hints(method)
