"""Re-ranks a message by the rankings of its parts, and takes the parts away."""

from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.decision.limits import RerankingLimits
from bot.decision.parts import Part
from bot.decision.rankings import read, written
from bot.decision.reranking import RankedPart, reranked
from bot.nlu.deciding.question_splitter import PART
from bot.nlu.learned.component import Component
from bot.nlu.learned.messages import context

# Attribute of a message: the labels of the further questions in it.
FURTHER_QUESTIONS = "further_questions"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class Reranker(Component, IntentClassifier):
    """Replaces the ranking of a message that QuestionSplitter has split, and sets its further questions."""

    def __init__(self, config: Dict[str, Any]) -> None:
        """Read the settings."""
        super().__init__(config)
        self._limits = RerankingLimits.of(config)

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """The rankings come from a classifier."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings; RerankingLimits describes each."""
        return RerankingLimits.defaults()

    def process(self, messages: List[Message]) -> List[Message]:
        """Return the messages without their parts, re-ranked."""
        whole: List[Message] = []
        parts: List[List[Message]] = []
        for message in messages:
            if message.get(PART):
                parts[-1].append(message)
            else:
                whole.append(message)
                parts.append([])
        for message, its_parts in zip(whole, parts, strict=True):
            if its_parts:
                self._rerank(message, its_parts)
        return whole

    def _rerank(self, message: Message, parts: List[Message]) -> None:
        verdict = reranked(
            message.get(TEXT),
            read(message.get(INTENT_RANKING_KEY)),
            [RankedPart(Part(part.get(PART), part.get(TEXT)), read(part.get(INTENT_RANKING_KEY))) for part in parts],
            context(message).state.last_topic,
            self._limits,
        )
        message.set(INTENT_RANKING_KEY, written(verdict.ranking), add_to_output=True)
        message.set(FURTHER_QUESTIONS, verdict.further)
