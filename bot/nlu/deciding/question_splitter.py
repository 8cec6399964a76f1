"""Sets the parts of a message beside it, so that the components after this one read and rank them too."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Text, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.decision.clauses import questions, statements
from bot.decision.leaning import is_short, leaning
from bot.decision.subjects import subject_words
from bot.nlu.learned.text import is_payload

# What a part is of the message before it in the list.
PART = "part"
CLAUSE, IN_CONTEXT, STATEMENT = "clause", "in_context", "statement"
DEFAULT_LANGUAGE = "fi"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class QuestionSplitter(GraphComponent):
    """Adds a message for each clause that asks; for a short one after an answer, one with that answer's subject.

    Of several sentences the last that ask nothing are added too: a cry for help drowns among questions. The gateway
    passes the id of the topic answered before as `last_topic` in the metadata. QuestionWeigher takes the parts away
    again. Within a guided dialogue messages are answers, and left whole. Needs the LanguageIdentifier before it;
    examples are left alone.
    """

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionSplitter:
        """Create the component, and read the word lists now rather than with the first message."""
        subject_words("therapy.overview", DEFAULT_LANGUAGE)
        leaning("and how?")
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Return each message with its parts after it."""
        return [each for message in messages for each in (message, *self._parts(message))]

    def _parts(self, message: Message) -> Iterator[Message]:
        language = message.get("language")
        for part, text in _texts(message):
            yield Message({TEXT: text, PART: part, "language": language})


def _texts(message: Message) -> Iterator[Tuple[Text, Text]]:
    text: Text = message.get(TEXT) or ""
    metadata: Dict[Text, Any] = message.get("metadata") or {}
    if not text.strip() or is_payload(text) or metadata.get("in_flow"):
        return
    before = metadata.get("last_topic")
    code = (message.get("language") or {}).get("code", DEFAULT_LANGUAGE)
    clauses = questions(text)
    # Of two questions the second may lean on the first; neither leans on an earlier answer.
    subject = subject_words(before, code) if before and len(clauses) < 2 and is_short(text) else None
    if subject is None:
        for clause in clauses:
            if not is_payload(clause):
                yield CLAUSE, clause
    else:
        yield IN_CONTEXT, f"{subject}: {text}"
    for sentence in statements(text):
        if not is_payload(sentence):
            yield STATEMENT, sentence
