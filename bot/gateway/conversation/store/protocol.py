"""What the core wants of a store, whatever database is behind it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.gateway.conversation.model import Conversation, MessageAnswer


class StoreUnavailable(Exception):
    """The database does not work just now; what was to be written is not."""


class ConversationChanged(Exception):
    """Somebody else answered a message of the conversation, or erased it, since it was read."""


class AlreadyAnswered(Exception):
    """Somebody else answered the same message meanwhile."""


@dataclass(frozen=True)
class Feedback:
    """What a person said of the assistant, where they said it; the text has passed the privacy guard."""

    channel: str
    language: str
    text: str


@dataclass(frozen=True)
class Rating:
    """What a person thinks of an answer and a comment that has passed the guard; not what they had asked, nor where."""

    channel: str
    language: str
    topic: str
    rating: Literal["up", "down"]
    comment: str | None


@dataclass(frozen=True)
class Outcome:
    """What is counted of a message: how it was answered, or which kind of button led to the answer.

    Attributes:
        channel: that it came by.
        language: of the answer.
        topic: of the answer.
        outcome: "answered", "offered_<role>" of a button that is no next step, "alert", or "pressed_<role>".
    """

    channel: str
    language: str
    topic: str
    outcome: str


@dataclass(frozen=True)
class Turn:
    """One answered message, with all that it changes.

    Attributes:
        conversation: as it stands after the message; its version is the one that was read.
        digest: of the message's content; tells a retry from another message.
        answer: what was answered.
        feedback: what the message said of the assistant, where it did.
        outcomes: what is counted of it, without its text.
    """

    conversation: Conversation
    digest: str
    answer: MessageAnswer
    feedback: Feedback | None = None
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class Answered:
    """A message that was answered: the digest of its content, and the answer."""

    digest: str
    answer: MessageAnswer


class Store(Protocol):
    """Conversations, answers by message id, feedback and ratings.

    What is too old is never returned, whether it was purged yet or not. Every method raises `StoreUnavailable` where
    the database does not work, and none blocks the event loop.
    """

    def lock(self, key: str) -> AbstractAsyncContextManager[None]:
        """Let one holder of a key through at a time, in order of arrival."""
        ...

    async def find(self, conversation_id: str, owner: str) -> Conversation | None:
        """Return a conversation; None where it is unknown, too old or another owner's."""
        ...

    async def answered(self, owner: str, message_id: str) -> Answered | None:
        """Return what an owner's message was answered, None where it was not."""
        ...

    async def recall(
        self, owner: str, message_id: str | None, conversation_id: str | None
    ) -> tuple[Answered | None, Conversation | None]:
        """Return, in one piece of work, what `answered` and `find` would; None for an id that is not given.

        A message that was answered needs no conversation, so that is not looked up then.
        """
        ...

    async def save(self, turn: Turn) -> None:
        """Write the conversation, the answer and the feedback of one message: all of it or nothing.

        Raises:
            ConversationChanged: the conversation is no longer as it was read.
            AlreadyAnswered: an answer to the message is there.
        """
        ...

    async def rate(self, owner: str, message_id: str, rating: Rating) -> bool:
        """Keep a rating of an answer in place of an earlier one; return whether the answer is still kept."""
        ...

    async def forget(self, conversation_id: str, owner: str) -> None:
        """Erase a conversation and its answers so that no file holds them; feedback does not say where it was given."""
        ...

    async def check(self) -> None:
        """Try whether something can be written, and leave all as it was."""
        ...

    async def purge(self) -> None:
        """Erase what is too old."""
        ...

    async def close(self) -> None:
        """Close the database."""
        ...
