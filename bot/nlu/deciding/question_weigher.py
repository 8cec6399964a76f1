"""Ranks a message anew by the rankings of its parts, and takes the parts away."""

from __future__ import annotations

from typing import Any, Dict, List, Text, Tuple, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.decision.leaning import leaning, leans
from bot.decision.weighing import (
    Clause,
    ContextLimits,
    PartLimits,
    Verdict,
    cry,
    emergency_in_context,
    weigh_context,
    weigh_parts,
)
from bot.nlu.deciding.question_splitter import IN_CONTEXT, PART, STATEMENT
from bot.nlu.deciding.topic_decider import EMERGENCY_LABEL, SECOND, emergency_share, without_facts


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class QuestionWeigher(GraphComponent, IntentClassifier):
    """Replaces `intent_ranking` of a message that QuestionSplitter has cut; sets `second_question` where it asks two.

    The share of an emergency is that of the loudest part and of the whole message together; in a short message after an
    answer it is lowered only where that is unsure and says itself that it goes on.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The rankings come from a classifier."""
        return [IntentClassifier]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionWeigher:
        """Create the component."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Return the messages without parts, ranked anew."""
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
                self._weigh(message, its_parts)
        return whole

    def _weigh(self, message: Message, parts: List[Message]) -> None:
        own = _ranking(message)
        verdict, emergency = _verdict(message, own, parts)
        ranking = {**verdict.ranking, EMERGENCY_LABEL: emergency}
        entries = [
            {"name": label, "confidence": share} for label, share in sorted(ranking.items(), key=lambda item: -item[1])
        ]
        message.set(INTENT_RANKING_KEY, entries, add_to_output=True)
        message.set(SECOND, verdict.second)


def _ranking(message: Message) -> Dict[Text, float]:
    return {entry["name"]: entry["confidence"] for entry in without_facts(message.get(INTENT_RANKING_KEY))}


def _emergency(message: Message) -> float:
    """Return the share of an emergency beside what only tells facts: an old accident is one of them."""
    return emergency_share(message.get(INTENT_RANKING_KEY))


def _verdict(message: Message, own: Dict[Text, float], parts: List[Message]) -> Tuple[Verdict, float]:
    """Return what the message is about, and the share of an emergency."""
    whole = _emergency(message)
    # With the subject of an answer before it nobody has said anything; emergency_in_context weighs that.
    said = [_emergency(part) for part in parts if part.get(PART) != IN_CONTEXT]
    emergency = cry(whole, said)
    if all(part.get(PART) != STATEMENT for part in parts):
        # One sentence: "My wife is not breathing, what shall I do?" tells of it outside the clause that asks.
        emergency = max(whole, emergency)
    if parts[0].get(PART) == IN_CONTEXT:
        in_context, how = _ranking(parts[0]), leaning(message.get(TEXT))
        verdict = weigh_context(own, in_context, how, message.get("metadata")["last_topic"], ContextLimits())
        alone = emergency_in_context(whole, _emergency(parts[0]), how)
        return verdict, max(alone, emergency) if said else alone
    clauses = [Clause(_ranking(part), leans(part.get(TEXT))) for part in parts if part.get(PART) != STATEMENT]
    return weigh_parts(own, clauses, PartLimits()) if clauses else Verdict(own), emergency
