"""Decides what a message is answered with: a topic, a safety reply, or an honest "I am not sure"."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Text, Tuple, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.decision.rankings import ANSWERED
from bot.decision.weighing import EMERGENCY as EMERGENCY_LABEL
from bot.nlu.learned.text import question_part

EMERGENCY = "guard.emergency"
INDIVIDUAL_CASE = "guard.individual_case"
PERSONAL_DATA = "guard.personal_data"
OUT_OF_SCOPE = "guard.out_of_scope"
UNSUPPORTED_LANGUAGE = "guard.unsupported_language"
FALLBACK = "meta.fallback"
REPLY = "reply/"
INFORM = "reply/inform"
# The label of a second question, where QuestionWeigher found one.
SECOND = "second_question"
# A message with so few words beside personal data asks nothing by itself: a name, "numeroni on".
FEW_WORDS = 3
# With less than this left for topics, a message looks like an answer and nothing else: a bare "yes".
NOTHING_ELSE = 0.15

# A net under the classifier for words that must never be answered with anything else. Kept short: a word here
# answers with 112 whatever else the message says.
_DANGER = re.compile(
    r"\b(?:tapan itseni|tapan ittes|tappaa itseni|tapan mut|hirttäydyn|itsemurha|itsari\w*|haluan kuolla|haluun kuolla|"
    r"en halua enää elää|en haluu enää elää|en jaksa enää elää|kill myself|killing myself|end my life|suicid\w+|"
    r"want to die|wanna die|jag vill dö|ta livet av mig|ei hengitä|not breathing|yliannost\w+|overdos\w+|"
    # Poisoning, which otherwise looks like a question about medicines.
    r"swallow(?:ed|ing)\b.{0,30}\b(?:pills?|tablets?|painkillers?|medicines?|batter(?:y|ies)|bleach)|"
    r"niel(?:i|in|lyt|aissut|aisi)\b.{0,30}\b\w*(?:piller\w+|tablet\w+|lääkk\w+|paristo\w*|pesuaine\w*)|"
    r"(?:otin|ottanut?|otti|söin|syönyt?|söi)\b.{0,20}\b(?:kaikki|koko)\b.{0,20}\b\w*(?:piller\w+|tablet\w+|lääkk\w+)|"
    r"(?:took|taken|ate|eaten)\b.{0,10}\b(?:all|every|the whole)\b.{0,25}\b(?:pills?|tablets?|painkillers?))\b",
    re.IGNORECASE,
)
# The signs of a stroke that has just come. Those of an old one are a reason for rehabilitation.
_STROKE = re.compile(
    r"(?=.*\b(?:yhtäkkiä|yhtäkkisesti|äkkiä|äkillisesti|suddenly|all of a sudden|just now)\b)"
    r".*\b(?:suupiel\w+\b.{0,25}\b(?:roikku|valaht|vinoss)|puhe\b.{0,30}\b(?:puurou|sekava|sammalta)|"
    r"(?:face|mouth)\b.{0,15}\bdroop|speech\b.{0,20}\bslurred|slurr(?:ed|ing)\b.{0,20}\bspeech)",
    re.IGNORECASE | re.DOTALL,
)

_READABLE = re.compile(r"\w")


def split_label(label: Text) -> Tuple[Text, Text]:
    """Split a retrieval intent "kind/topic" into its kind and topic id; of "reply/..." the whole name is the id."""
    kind, topic = label.split("/", 1)
    return kind, label if label.startswith(REPLY) else topic


def without_facts(ranking: List[Dict[Text, Any]]) -> List[Dict[Text, Any]]:
    """Return a ranking without bare facts, since no question asked for one: "by my own car?" asks one itself.

    A "yes" or an "I am not sure" stays what it is; where nothing was asked it is not understood.
    """
    asked = [entry for entry in ranking if entry["name"] != INFORM]
    if len(asked) == len(ranking):
        return ranking
    total = sum(entry["confidence"] for entry in asked)
    if total < NOTHING_ELSE:
        return ranking
    return [{**entry, "confidence": entry["confidence"] / total} for entry in asked]


def emergency_share(ranking: List[Dict[Text, Any]]) -> float:
    """Return the share of an emergency, bare facts counted: without them a sad story would look like one."""
    return next((entry["confidence"] for entry in ranking if entry["name"] == EMERGENCY_LABEL), 0.0)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class TopicDecider(GraphComponent, IntentClassifier):
    """Sets `topic` {"id", "kind", "confidence", "candidates", "also"} and narrows `intent` to the topic's kind.

    Precedence: danger to life, a language we do not speak, the topic itself. A message from which personal data was
    removed and that asks nothing else becomes guard.personal_data. `candidates` are the ids offered as
    "did you mean", best first. `also` is the id of a second question, None where there is none or where the first gets
    a safety reply; beside an individual case, what it asks in general is answered.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """The ranking comes from a classifier."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the confidences needed; see docs/evaluation/README.md for how they were chosen."""
        return {
            "answer_threshold": 0.5,
            "suggest_threshold": 0.05,
            "emergency_threshold": 0.15,
            # The classifier guesses at languages it was not trained on.
            "foreign_emergency_threshold": 0.75,
            "flow_emergency_threshold": 0.6,
            "suggestions": 3,
        }

    def __init__(self, config: Dict[Text, Any]) -> None:
        """Keep the thresholds."""
        self._config = config

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicDecider:
        """Create the component."""
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the topic of each message."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY)
            if ranking:
                self._decide(message, ranking)
        return messages

    def _decide(self, message: Message, ranking: List[Dict[Text, Any]]) -> None:
        metadata: Dict[Text, Any] = message.get("metadata") or {}
        emergency = emergency_share(ranking)
        if not metadata.get("in_flow"):
            ranking = without_facts(ranking)
        confidence = {split_label(entry["name"])[1]: entry["confidence"] for entry in ranking}
        if EMERGENCY in confidence:
            confidence[EMERGENCY] = emergency
        kinds = {topic: kind for kind, topic in (split_label(entry["name"]) for entry in ranking)}
        topic = self._topic(message, confidence)
        # What is not ranked (a fallback, a language, the safety net) is certain by its own test, not by the classifier.
        certainty = confidence.get(topic, 1.0 if topic != FALLBACK else max(confidence.values()))
        kind = kinds.get(topic, topic.split(".")[0])
        candidates = [
            name
            for name, value in confidence.items()
            if kinds[name] in ANSWERED and value >= self._config["suggest_threshold"]
        ]
        second = message.get(SECOND)
        answered = kind in ANSWERED or topic == INDIVIDUAL_CASE
        message.set(
            "topic",
            {
                "id": topic,
                "kind": kind,
                "confidence": round(certainty, 4),
                "candidates": candidates[: self._config["suggestions"]],
                "also": split_label(second)[1] if second and answered else None,
            },
            add_to_output=True,
        )
        intent = DEFAULT_NLU_FALLBACK_INTENT_NAME if topic == FALLBACK else kind
        message.set(INTENT, {"name": intent, "confidence": round(certainty, 4)}, add_to_output=True)

    def _topic(self, message: Message, confidence: Dict[Text, float]) -> Text:
        text = message.get(TEXT) or ""
        metadata: Dict[Text, Any] = message.get("metadata") or {}
        language: Dict[Text, Any] = message.get("language") or {"supported": True}
        best: Optional[Text] = next(iter(confidence))
        # Less certainty is enough to answer with 112 than with anything else: a false alarm is only a nuisance.
        threshold = "emergency_threshold" if language["supported"] else "foreign_emergency_threshold"
        if metadata.get("in_flow"):
            # Asked how hard their life is, people say so.
            threshold = "flow_emergency_threshold"
        if _DANGER.search(text) or _STROKE.match(text) or confidence.get(EMERGENCY, 0.0) >= self._config[threshold]:
            return EMERGENCY
        if not language["supported"]:
            return UNSUPPORTED_LANGUAGE
        if not _READABLE.search(text):
            return FALLBACK
        sure = confidence[best] >= self._config["answer_threshold"]
        asks_little = len(question_part(text).split()) <= FEW_WORDS
        if metadata.get("redacted") and asks_little and (not sure or best in (OUT_OF_SCOPE, INFORM)):
            return PERSONAL_DATA
        return best if sure and best != EMERGENCY else FALLBACK
