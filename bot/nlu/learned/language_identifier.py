"""Sets the language of a message; it learns nothing, but decides how the tokenizer reads the examples."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learned import identification
from bot.nlu.learned.component import Component
from bot.nlu.learned.messages import context, set_language
from bot.nlu.learned.text import is_payload


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER], is_trainable=False)
class LanguageIdentifier(Component):
    """Sets the message's language, by the conversation's language and the caller's hint in its context."""

    def __init__(self, config: Dict[str, Any]) -> None:
        """Load the detector's models before the first message."""
        super().__init__(config)
        identification.load()

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings.

        prior_weight: how many times likelier the conversation's language is than the other supported ones.
        hint_weight: as `prior_weight`, for the caller's hint where the conversation has no language yet.
        """
        return {"prior_weight": 4.0, "hint_weight": 20.0}

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the language of each message."""
        for message in messages:
            known = context(message)
            prior = known.state.language
            weight = self._config["prior_weight"] if prior else self._config["hint_weight"]
            text = message.get(TEXT) or ""
            set_language(
                message,
                identification.identify("" if is_payload(text) else text, prior or known.language_hint, weight),
            )
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the language of each training example."""
        self.process(training_data.training_examples)
        return training_data
