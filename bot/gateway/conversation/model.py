"""The values of a conversation: who sends what, what is answered, and what is remembered until the next message."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Literal

from bot.contract import (
    Audience,
    Button,
    ButtonRole,
    ConversationState,
    Envelope,
    Model,
    OpenQuestion,
    Progress,
    Reply,
    Source,
)
from bot.gateway.conversation.queue import ANYBODY, Caller

# Characters of a message and of a rating's comment.
MAX_TEXT = 2000
MAX_COMMENT = 500
# Enough for every button a person can still see; older ones are forgotten first.
MAX_OFFERED = 120


@dataclass(frozen=True)
class Sender:
    """Who sends a message.

    Attributes:
        channel: the channel that it comes by.
        client: the channel's client, whose conversations are kept apart from others'.
        shows_given_answers: whether the channel shows the answers given in a dialogue, so that they can be changed.
        caller: whose messages take turns with those of others.
    """

    channel: str
    client: str
    shows_given_answers: bool = False
    caller: Caller = ANYBODY

    @property
    def owner(self) -> str:
        """The owner of this sender's conversations."""
        return f"{self.channel}:{self.client}"


@dataclass(frozen=True)
class IncomingMessage:
    """One message of a person, or one pressed button, as a channel hands it to the core.

    Attributes:
        text: what the person wrote, untouched; None where a button was pressed.
        payload: the pressed button's payload.
        conversation_id: None begins a conversation.
        message_id: the client's own id of the message, which makes a retry safe; None where it has none.
        language: code of the language that the client expects; None for no hint.
        audience: who asks.
        topic_hint: what the page is about; None for no hint.
    """

    text: str | None = None
    payload: str | None = None
    conversation_id: str | None = None
    message_id: str | None = None
    language: str | None = None
    audience: Audience = "public"
    topic_hint: str | None = None


class MessageAnswer(Model):
    """The answer to one message; each channel shapes its own response from it.

    Attributes:
        conversation_id: the conversation, which goes on under this id.
        message_id: id of the message that it answers.
        redacted: the kinds of personal data that were removed from the message.
        replies, topic, language, confidence, sources, flow, progress: as in `bot.contract.Envelope`.
    """

    conversation_id: str
    message_id: str
    redacted: tuple[str, ...]
    replies: tuple[Reply, ...]
    topic: str
    language: str
    confidence: float
    sources: tuple[Source, ...] = ()
    flow: OpenQuestion | None = None
    progress: Progress | None = None

    @classmethod
    def of(cls, conversation_id: str, message_id: str, redacted: tuple[str, ...], envelope: Envelope) -> MessageAnswer:
        """Return the answer that an envelope holds: all of it but the conversation's state, which stays here."""
        return cls(
            conversation_id=conversation_id,
            message_id=message_id,
            redacted=redacted,
            replies=envelope.replies,
            topic=envelope.topic,
            language=envelope.language,
            confidence=envelope.confidence,
            sources=envelope.sources,
            flow=envelope.flow,
            progress=envelope.progress,
        )

    @property
    def menu(self) -> tuple[Button, ...]:
        """The buttons of the answer, in the order in which they are shown."""
        return tuple(button for reply in self.replies for button in reply.buttons)


@dataclass(frozen=True)
class IncomingRating:
    """What a person thinks of an answer, as a channel hands it to the core.

    Attributes:
        conversation_id: the conversation that the answer was given in.
        message_id: id of the message that it answered.
        rating: up or down.
        comment: the person's own words, untouched.
        language: code of the language that the client expects; None for no hint.
    """

    conversation_id: str
    message_id: str
    rating: Literal["up", "down"]
    comment: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class KeptRating:
    """What became of a rating: the rated answer's topic, and the kinds of personal data removed from the comment."""

    topic: str
    redacted: tuple[str, ...]


class Offered(Model):
    """The choices that a conversation has offered.

    Attributes:
        menu: those of the latest answer, in the order in which they were shown.
        earlier: payloads of earlier answers' choices, and of what changes an answer given in a dialogue; oldest first.
    """

    menu: tuple[Button, ...] = ()
    earlier: tuple[str, ...] = ()

    def role(self, payload: str) -> ButtonRole | None:
        """Return the role of a button of the latest answer; None where it has none, or is an earlier answer's."""
        return next((button.role for button in self.menu if button.payload == payload), None)

    def holds(self, payload: str) -> bool:
        """Whether the payload was offered."""
        return payload in self.earlier or any(choice.payload == payload for choice in self.menu)

    def after(self, answer: MessageAnswer, sender: Sender) -> Offered:
        """Return what is offered to a sender after one more answer."""
        given = answer.progress.answers if answer.progress and sender.shows_given_answers else ()
        newest_last = [*self.earlier, *(one.payload for one in self.menu), *(one.payload for one in given)]
        # Each once, where it was offered last.
        earlier = list(dict.fromkeys(reversed(newest_last)))[::-1]
        shown = {choice.payload for choice in answer.menu}
        earlier = [payload for payload in earlier if payload not in shown]
        too_many = max(0, len(earlier) + len(answer.menu) - MAX_OFFERED)
        return Offered(menu=answer.menu, earlier=tuple(earlier[too_many:]))


@dataclass(frozen=True)
class Conversation:
    """A conversation as it stands between two messages. It holds nothing that a person wrote.

    Attributes:
        id: random, so that nobody can guess another's.
        owner: the sender's; nobody else can go on with it.
        state: what the next message is understood by.
        offered: the choices it has offered.
        version: how many of its messages have been answered; tells whether somebody else has changed it meanwhile.
    """

    id: str
    owner: str
    state: ConversationState = ConversationState()
    offered: Offered = field(default_factory=Offered)
    version: int = 0

    @classmethod
    def new(cls, owner: str) -> Conversation:
        """Return a conversation that has not begun."""
        return cls(secrets.token_urlsafe(18), owner)
