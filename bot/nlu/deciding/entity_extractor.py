"""Adds the entities of a message, as bot.entities finds them, to Rasa's."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.entities import Entity, extract

DEFAULT_LANGUAGE = "fi"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class EntityExtractor(GraphComponent):
    """Finds amounts, ages, places and the like by rule; needs the LanguageIdentifier before it.

    Nothing is learnt from entities, so training examples are left alone.
    """

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EntityExtractor:
        """Create the component, and read the word lists now rather than with the first message."""
        for language in ("fi", "en"):
            extract("Kuntoutus Kuopiossa 2 km", language)
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities of each message; a pressed button ("/reply{...}") brings its own."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith(INTENT_MESSAGE_PREFIX):
                continue
            language = (message.get("language") or {}).get("code", DEFAULT_LANGUAGE)
            found = [self._as_rasa(entity) for entity in extract(text, language)]
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
