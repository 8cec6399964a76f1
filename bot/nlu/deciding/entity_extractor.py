"""Adds the entities of a message, as bot.entities finds them, to Rasa's."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import languages
from bot.entities import Entity, extract
from bot.nlu.learned.component import Component
from bot.nlu.learned.messages import language
from bot.nlu.learned.text import is_payload


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class EntityExtractor(Component):
    """Finds amounts, ages, places and the like by rule; needs the LanguageIdentifier before it.

    Nothing is learned from entities, so training examples are left alone.
    """

    def __init__(self, config: Dict[str, Any]) -> None:
        """Read the word lists before the first message."""
        super().__init__(config)
        for code in languages.codes():
            extract("Kuntoutus Kuopiossa 2 km", code)

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities of each message; a pressed button ("/reply{...}") brings its own."""
        for message in messages:
            text = message.get(TEXT) or ""
            if is_payload(text):
                continue
            found = [self._as_rasa(entity) for entity in extract(text, language(message).code)]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def _as_rasa(self, entity: Entity) -> Dict[str, Any]:
        as_dict = {
            "entity": entity.kind,
            "value": entity.value,
            "start": entity.start,
            "end": entity.end,
            "extractor": self.__class__.__name__,
        }
        return {**as_dict, "unit": entity.unit} if entity.unit else as_dict
