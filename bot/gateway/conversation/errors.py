"""What the core refuses or cannot do, in its own terms; each channel says it in its own way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class ConversationError(Exception):
    """A message, a rating or an erasure that came to nothing.

    Attributes:
        language: code of the person's language; None while it is not known.
    """

    language: str | None

    def __str__(self) -> str:
        """Name the error by its kind alone, so that no log holds a person's words."""
        return type(self).__name__


class UnknownConversation(ConversationError):
    """The conversation has expired, was erased, is another client's, or never was."""


class MessageIdReused(ConversationError):
    """The message id was already used for a message with other content."""


class NotEitherTextOrPayload(ConversationError):
    """A message has a text or a payload: this one has both or neither."""


class NothingToRead(ConversationError):
    """Nothing that can be read is left of the text."""


class NotOffered(ConversationError):
    """The conversation has not offered the payload, or so long ago that it is forgotten."""


class UnknownAnswer(ConversationError):
    """The answer that was to be rated is no longer kept, or is not of this conversation."""


@dataclass
class TooLong(ConversationError):
    """A text is too long.

    Attributes:
        field: which text, "text" or "comment".
        limit: characters that it may have.
        given: characters that it has.
    """

    field: str
    limit: int
    given: int

    __str__ = ConversationError.__str__


@dataclass
class Unavailable(ConversationError):
    """A part behind the core does not work; the same message, with the same id, may be sent again.

    Attributes:
        retry_after: seconds to wait before that.
    """

    retry_after: int

    __str__ = ConversationError.__str__


@dataclass
class Overloaded(Unavailable):
    """More messages came than can be answered in time; the same message, with the same id, may be sent again."""

    __str__ = ConversationError.__str__
