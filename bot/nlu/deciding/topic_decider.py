"""Sets the topic of a message, as bot.decision.topic decides it."""

from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.decision.danger import is_danger
from bot.decision.labels import FALLBACK
from bot.decision.limits import DecisionLimits
from bot.decision.rankings import read
from bot.decision.topic import decide
from bot.nlu.deciding.reranker import FURTHER_QUESTIONS
from bot.nlu.learned.component import Component
from bot.nlu.learned.messages import context, language, set_topic
from bot.nlu.learned.text import question_part


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class TopicDecider(Component, IntentClassifier):
    """Sets the topic, and narrows the intent to the topic's kind, by which Rasa's rules choose the action."""

    def __init__(self, config: Dict[str, Any]) -> None:
        """Read the settings, and the word lists before the first message."""
        super().__init__(config)
        self._limits = DecisionLimits.of(config)
        is_danger("")

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """The ranking comes from a classifier."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings; DecisionLimits describes each."""
        return DecisionLimits.defaults()

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the topic of each message; a pressed button has no ranking, and names its topic itself."""
        for message in messages:
            if message.get(INTENT_RANKING_KEY):
                self._decide(message)
        return messages

    def _decide(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        topic = decide(
            text,
            question_part(text),
            read(message.get(INTENT_RANKING_KEY)),
            message.get(FURTHER_QUESTIONS) or (),
            language(message),
            context(message),
            self._limits,
        )
        set_topic(message, topic)
        intent = DEFAULT_NLU_FALLBACK_INTENT_NAME if topic.id == FALLBACK.topic else topic.kind
        message.set(INTENT, {"name": intent, "confidence": topic.confidence}, add_to_output=True)
