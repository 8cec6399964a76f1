"""What gateway, understanding and actions say to each other: the only place that names the fields of a message.

A message goes from the gateway to Rasa as text with a `MessageContext` in its metadata. The pipeline adds an
`IdentifiedLanguage` and an `UnderstoodTopic` to it. The action answers with an `Envelope`, which carries the
conversation's next `ConversationState` back to the gateway, its only owner.
"""

from __future__ import annotations

import datetime
from typing import Any, Dict, Literal, Mapping, Optional, Tuple

import pydantic

TopicKind = Literal["answer", "flow", "guard", "meta", "reply", "nlu_fallback"]
# Header of a message to Rasa: until when the gateway waits for the answer, in seconds since 1970.
ANSWER_BY = "X-Answer-By"
# Who asks: people on their own or a relative's behalf, or authorities and service providers.
Audience = Literal["public", "partner"]
# What a button is beside other than an answer's next step: a topic that the message may have meant as well, one of
# several that it asks about, or the way back to the question from the emergency answer.
ButtonRole = Literal["alternative", "also_asked", "go_on"]
# The kind of input an open question wants; "choice" is answered by its buttons alone.
InputKind = Literal["integer", "decimal", "text", "choice"]


def is_none(value: object) -> bool:
    """Whether a field that few values have is to be left out of what is written."""
    return value is None


class Model(pydantic.BaseModel):
    """A value that crosses a process boundary: it never changes, and unknown fields are errors."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")


class DialogueState(Model):
    """Where a guided dialogue stands.

    Attributes:
        id: the dialogue's topic id.
        answers: what was answered, by step; None is "I don't know".
        asked: the steps that were asked, in order.
        step: the step whose question is open; None after the result.
        failures: how many messages in a row did not answer the open question.
        choosing: whether the person was asked which answer to change.
    """

    id: str
    answers: Dict[str, Any] = {}
    asked: Tuple[str, ...] = ()
    step: Optional[str] = None
    failures: int = 0
    choosing: bool = False


class ConversationState(Model):
    """What is remembered of a conversation between two messages. It holds nothing that a person wrote.

    Attributes:
        language: code of the conversation's language; None before the first answer.
        last_topic: id of the topic answered last, for "say that again" and for follow-up questions.
        misses: how many messages in a row were not understood.
        dialogue: the guided dialogue that is under way, or has just ended.
    """

    language: Optional[str] = None
    last_topic: Optional[str] = None
    misses: int = 0
    dialogue: Optional[DialogueState] = None

    @property
    def in_dialogue(self) -> bool:
        """Whether a question of a guided dialogue is open."""
        return self.dialogue is not None and self.dialogue.step is not None


class MessageContext(Model):
    """What Rasa gets with a message's text: the metadata of its REST channel.

    Attributes:
        state: the conversation's state before the message.
        language_hint: the language that the caller expects, None for no hint.
        redacted: the kinds of personal data that were removed from the message.
        audience: who asks, which decides between topics that differ only by it.
        topic_hint: what the page is about where the person writes: a topic id or the beginning of one; None for no
            hint.
    """

    state: ConversationState = ConversationState()
    language_hint: Optional[str] = None
    redacted: Tuple[str, ...] = ()
    audience: Audience = "public"
    topic_hint: Optional[str] = None

    @classmethod
    def of(cls, metadata: Optional[Mapping[str, Any]]) -> MessageContext:
        """Read a message's metadata; a message that came without any (Rasa's shell, training) begins a conversation.

        Raises:
            pydantic.ValidationError: the metadata is not the gateway's.
        """
        return cls.model_validate(metadata or {})


class IdentifiedLanguage(Model):
    """The language of a message, and whether the assistant speaks it. `code` is "other" for an unknown one."""

    code: str
    confidence: float
    supported: bool


class UnderstoodTopic(Model):
    """What a message is about.

    Attributes:
        id: a topic id, or "reply/affirm" and the like for a message that only answers a question.
        kind: the topic's kind.
        confidence: probability, 0-1; 1 for a pressed button.
        candidates: ids of topics to offer as "did you mean" where nothing is answered, best first.
        also: ids of the topics of the message's further questions, in their order.
        alternatives: ids of topics to offer beside the answer, since they are likely too; none where it is sure. Of an
            emergency the topic to go on with.
        possible_danger: whether the message may tell of danger to life, though it is answered as something else.
        own_case: whether it is about somebody's own case as well, though it is answered in general.
    """

    id: str
    kind: TopicKind
    confidence: float
    candidates: Tuple[str, ...] = ()
    also: Tuple[str, ...] = ()
    alternatives: Tuple[str, ...] = ()
    possible_danger: bool = False
    own_case: bool = False


class Button(Model):
    """A choice offered to the person; the client sends its payload back unchanged.

    Attributes:
        title: what to show.
        payload: what to send.
        role: what it is beside an answer's ordinary next step; None for that.
    """

    title: str
    payload: str
    role: Optional[ButtonRole] = pydantic.Field(None, exclude_if=is_none)


class Reply(Model):
    """A text in limited Markdown (paragraphs, lists, bold, links) with its buttons.

    Attributes:
        text: the text.
        buttons: its choices.
        language: the text's language.
        role: "alert" for a line on 112 and the crisis line, which comes before all others; None for any other text.
    """

    text: str
    buttons: Tuple[Button, ...] = ()
    language: str
    role: Optional[Literal["alert"]] = pydantic.Field(None, exclude_if=is_none)


class Source(Model):
    """A page that an answer rests on.

    Attributes:
        title: its title, in the answer's language.
        url: its address.
        dated: the date that the page bears, None where it bears none.
        reviewed: when the answer was last checked against its sources.
    """

    title: str
    url: str
    dated: Optional[datetime.date]
    reviewed: datetime.date


class OpenQuestion(Model):
    """The guided dialogue that a reply belongs to.

    Attributes:
        id: the dialogue's topic id.
        step: name of the open question; None when the dialogue has ended.
        input: the kind of input that the open question wants; None when the dialogue has ended.
        result: what the matching rules endpoint returns, when the dialogue has ended; {"outcome": "stopped"} where the
            person stopped it.
    """

    id: str
    step: Optional[str] = None
    input: Optional[InputKind] = None
    result: Optional[Dict[str, Any]] = None


class GivenAnswer(Model):
    """An answer given earlier in a guided dialogue; `payload` is what changes it."""

    step: str
    title: str
    value: str
    payload: str


class Progress(Model):
    """How far a guided dialogue has got: question `number` of `of`, and the answers so far."""

    number: int
    of: int
    answers: Tuple[GivenAnswer, ...] = ()


class Envelope(Model):
    """An action's answer to one message, and the conversation's state after it.

    Attributes:
        replies: the texts, in the order to show them.
        topic: id of the topic that was answered.
        language: the language of the answer.
        confidence: probability of the topic, 0-1.
        sources: the pages that the answer rests on, without repetition.
        flow: the guided dialogue that the answer belongs to.
        progress: how far it has got; None outside dialogues and after the result.
        state: the conversation's state after this answer.
    """

    replies: Tuple[Reply, ...]
    topic: str
    language: str
    confidence: float
    sources: Tuple[Source, ...] = ()
    flow: Optional[OpenQuestion] = None
    progress: Optional[Progress] = None
    state: ConversationState
