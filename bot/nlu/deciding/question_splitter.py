"""Adds the parts of a message after it, so that the later components rank them too."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import languages
from bot.decision.cues import cues
from bot.decision.limits import SplittingLimits
from bot.decision.parts import parts
from bot.decision.subjects import subject_words
from bot.nlu.learned.component import Component
from bot.nlu.learned.messages import LANGUAGE, context, language
from bot.nlu.learned.text import is_payload

# Attribute of a message that is a part of the one before it in the list: its role.
PART = "part"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class QuestionSplitter(Component):
    """Adds a message for each part of a message; the Reranker takes them away again.

    Within a guided dialogue messages are answers, and stay whole. Needs the LanguageIdentifier before it. Training
    examples are left alone.
    """

    def __init__(self, config: Dict[str, Any]) -> None:
        """Read the settings, and the word lists before the first message."""
        super().__init__(config)
        self._limits = SplittingLimits.of(config)
        cues()
        for code in languages.codes():
            subject_words("therapy.overview", code)

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings; SplittingLimits describes each."""
        return SplittingLimits.defaults()

    def process(self, messages: List[Message]) -> List[Message]:
        """Return each message with its parts after it."""
        return [each for message in messages for each in (message, *self._parts(message))]

    def _parts(self, message: Message) -> Iterator[Message]:
        text, state = message.get(TEXT) or "", context(message).state
        if not text.strip() or is_payload(text) or state.in_dialogue:
            return
        for part in parts(text, language(message).code, state.last_topic, self._limits):
            # A clause that begins with "/" must not be taken for a button.
            if not is_payload(part.text):
                yield Message({TEXT: part.text, PART: part.role, LANGUAGE: message.get(LANGUAGE)})
