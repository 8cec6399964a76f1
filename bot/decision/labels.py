"""The labels between which a message is decided, and the names of those that the code treats specially."""

from __future__ import annotations

from typing import NamedTuple, cast

from bot.contract import TopicKind
from bot.knowledge import topics

# Kinds whose topics answer a question, and can be offered as "did you mean".
ANSWERED = ("answer", "flow")
_REPLY = "reply"


class Label(NamedTuple):
    """What a text can be about. The classifier learns it as Rasa's retrieval intent "kind/topic".

    Attributes:
        kind: the topic's kind, "reply" for a message that only answers a question.
        topic: a topic id; of a reply the whole name, "reply/affirm".
    """

    kind: TopicKind
    topic: str

    @classmethod
    def parse(cls, name: str) -> Label:
        """Return the label of a retrieval intent, "answer/travel.taxi"."""
        kind, _, topic = name.partition("/")
        return cls(cast(TopicKind, kind), name if kind == _REPLY else topic)

    @classmethod
    def of(cls, topic_id: str) -> Label:
        """Return the label of a topic of the catalogue."""
        return cls(topics()[topic_id].kind, topic_id)

    @property
    def name(self) -> str:
        """The retrieval intent."""
        return self.topic if self.kind == _REPLY else f"{self.kind}/{self.topic}"


EMERGENCY = Label("guard", "guard.emergency")
INDIVIDUAL_CASE = Label("guard", "guard.individual_case")
PERSONAL_DATA = Label("guard", "guard.personal_data")
ABUSE = Label("guard", "guard.abuse")
OUT_OF_SCOPE = Label("guard", "guard.out_of_scope")
MEDICAL_ADVICE = Label("guard", "guard.medical_advice")
OTHER_BENEFITS = Label("guard", "guard.other_benefits")
UNSUPPORTED_LANGUAGE = Label("guard", "guard.unsupported_language")
FALLBACK = Label("meta", "meta.fallback")
# What the assistant does not answer, though it concerns neither a person nor their safety.
REFUSALS = (OUT_OF_SCOPE, MEDICAL_ADVICE, OTHER_BENEFITS)
# A bare fact: "60 euros", "in Vantaa".
INFORM = Label("reply", "reply/inform")
