"""One message of a conversation, the same for every channel: guard, understand, answer, remember."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import secrets
import time
import unicodedata
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.contract import Envelope, MessageContext
from bot.gateway.conversation.errors import (
    ConversationError,
    MessageIdReused,
    NotEitherTextOrPayload,
    NothingToRead,
    NotOffered,
    Overloaded,
    TooLong,
    Unavailable,
    UnknownAnswer,
    UnknownConversation,
)
from bot.gateway.conversation.model import (
    MAX_COMMENT,
    MAX_TEXT,
    Conversation,
    IncomingMessage,
    IncomingRating,
    KeptRating,
    MessageAnswer,
    Sender,
)
from bot.gateway.conversation.rasa_client import RasaClient, RasaOverloaded, RasaUnavailable
from bot.gateway.conversation.store.protocol import (
    AlreadyAnswered,
    Answered,
    ConversationChanged,
    Feedback,
    Outcome,
    Rating,
    Store,
    StoreUnavailable,
    Turn,
)
from bot.privacy import Redaction, clean, redact

logger = logging.getLogger(__name__)

FEEDBACK = "meta.feedback"
# Feedback is the only text that is kept in a person's own words, so its minimum probability is high.
FEEDBACK_CONFIDENCE = 0.8
RETRY_AFTER = 5
# A gateway answers one message of a conversation at a time. Another gateway on the same database may have answered one
# meanwhile; then Rasa is asked again with the conversation's new state. Each of the two wins half of the time.
ATTEMPTS = 20
# A person in danger does not wait longer than so many seconds for the service to understand them.
EMERGENCY_SECONDS = 4.0
MAX_PROMISED = 1000
# One character can stand for eighteen, each of which takes its time to read. Ordinary signs ("…", "½") stand for a few.
MAX_FOLDED = MAX_TEXT + 500
# Whoever asks whether the store works may ask often; it is tried so seldom, and for so long.
CHECK_SECONDS = 2.0
CHECK_TIMEOUT = 3.0
# The answer to a text while the service gives none, in a language where it is known; None for most texts.
LastResort = Callable[[str, str | None], Envelope | None]
# Rasa takes a text that begins with "/" as a command; from a person it is only text.
_COMMAND_PREFIX = re.compile(r"^[\s/]+")


class ConversationService:
    """Answers messages of any channel, and keeps their conversations.

    Args:
        store: where conversations are kept.
        rasa: who understands and answers.
        last_resort: answers what must not stay without an answer while a part is down.
    """

    def __init__(self, store: Store, rasa: RasaClient, last_resort: LastResort = lambda *_: None) -> None:
        """Use a store, a client for Rasa and a last resort."""
        self._store = store
        self._rasa = rasa
        self._last_resort = last_resort
        self._checked: tuple[float, str | None] | None = None
        # The conversations of first messages that the last resort answered, with their owners; only in memory.
        self._promised: OrderedDict[str, str] = OrderedDict()

    async def take(self, sender: Sender, message: IncomingMessage) -> MessageAnswer:
        """Answer a message; one whose id was answered before gets the same answer again.

        A message with words of danger gets the answer of the last resort where a part is down, whichever it is, or
        takes long. Nothing of that is kept: the conversation stays as it was, and the same message, with the same id,
        may be sent again.

        Raises:
            UnknownConversation: the conversation cannot go on.
            MessageIdReused: the id is another message's.
            NotEitherTextOrPayload, NothingToRead, TooLong, NotOffered: the message cannot be answered.
            Unavailable: a part of the service is down; nothing has changed.
            Overloaded: too many messages came; nothing has changed.
        """
        message_id = message.message_id or secrets.token_urlsafe(12)
        text = (message.text or "")[: MAX_TEXT + 1]
        folded = len(unicodedata.normalize("NFKC", text))
        if folded > MAX_FOLDED:
            raise TooLong(message.language, "text", MAX_TEXT, folded)
        guarded = redact(clean(text))
        resort = self._last_resort(guarded.text, message.language)
        if resort is None:
            return await self._take(sender, message, message_id, guarded)
        try:
            async with asyncio.timeout(EMERGENCY_SECONDS):
                return await self._take(sender, message, message_id, guarded)
        except Exception as error:
            if isinstance(error, ConversationError) and not isinstance(error, (Unavailable, UnknownConversation)):
                raise
            logger.error("an emergency got the answer of the last resort: %s", type(error).__name__)
            # The error knows the conversation's own language where the conversation was found.
            language = error.language if isinstance(error, ConversationError) else None
            if language != message.language and language is not None:
                resort = self._last_resort(guarded.text, language) or resort
            conversation_id = message.conversation_id or self._promise(sender)
            return MessageAnswer.of(conversation_id, message_id, tuple(guarded.kinds), resort)

    def _promise(self, sender: Sender) -> str:
        """Return the id of a conversation that can be continued though nothing of it is stored."""
        conversation_id = Conversation.new(sender.owner).id
        self._promised[conversation_id] = sender.owner
        while len(self._promised) > MAX_PROMISED:
            self._promised.popitem(last=False)
        return conversation_id

    async def _take(
        self, sender: Sender, message: IncomingMessage, message_id: str, guarded: Redaction
    ) -> MessageAnswer:
        digest = _digest(message, guarded.text)
        language = message.language
        # Two copies of a first message have no conversation yet, so each message has a lock of its own.
        async with (
            self._store.lock(f"message {sender.owner} {message_id}"),
            self._store.lock(f"conversation {message.conversation_id or message_id}"),
        ):
            try:
                # Whoever hung up while others had their turn sends the message again, or never.
                if sender.caller.gone():
                    raise Unavailable(language, RETRY_AFTER)
                for _ in range(ATTEMPTS):
                    # Looked up only now: while this message waited, it may have been answered, or the conversation
                    # erased. An id that was made here is new.
                    answered, found = await self._store.recall(
                        sender.owner, message.message_id, message.conversation_id
                    )
                    if answered is not None:
                        return _same(answered, digest, language)
                    conversation = self._conversation(sender, message, found)
                    language = conversation.state.language or message.language
                    turn = await self._turn(sender, message, message_id, conversation, guarded, digest)
                    try:
                        await self._store.save(turn)
                    except (ConversationChanged, AlreadyAnswered) as error:
                        logger.info("asking again: %s", type(error).__name__)
                        continue
                    answer = turn.answer
                    logger.info(
                        "answered channel=%s topic=%s language=%s", sender.channel, answer.topic, answer.language
                    )
                    return answer
            except StoreUnavailable as error:
                raise _unavailable(error, language) from None
        logger.warning("a conversation was changed %d times while a message was answered", ATTEMPTS)
        raise Unavailable(language, RETRY_AFTER)

    async def store_failure(self) -> str | None:
        """Return the kind of the store's failure; None where it takes what is written to it."""
        now = time.monotonic()
        if self._checked is None or now - self._checked[0] >= CHECK_SECONDS:
            failure = None
            try:
                async with asyncio.timeout(CHECK_TIMEOUT):
                    await self._store.check()
            except (StoreUnavailable, TimeoutError) as error:
                failure = str(error) or type(error).__name__
            self._checked = now, failure
        return self._checked[1]

    async def answered(self, sender: Sender, message_id: str) -> MessageAnswer | None:
        """Return the answer to a message, None where there is none or it is older than a day.

        Raises:
            Unavailable: the store does not work.
        """
        async with _unavailable_as(None):
            answered = await self._store.answered(sender.owner, message_id)
        return answered.answer if answered else None

    async def knows(self, sender: Sender, conversation_id: str) -> bool:
        """Whether a conversation can go on.

        Raises:
            Unavailable: the store does not work.
        """
        if self._promised.get(conversation_id) == sender.owner:
            return True
        async with _unavailable_as(None):
            return await self._store.find(conversation_id, sender.owner) is not None

    async def rate(self, sender: Sender, given: IncomingRating) -> KeptRating:
        """Keep a rating of an answer, in place of an earlier one, and its comment without personal data.

        Raises:
            TooLong: the comment is.
            UnknownAnswer: the conversation has no such answer, or has it no longer.
            Unavailable: the store does not work.
        """
        comment = given.comment or ""
        if len(comment) > MAX_COMMENT:
            raise TooLong(given.language, "comment", MAX_COMMENT, len(comment))
        guarded = redact(clean(comment), strict=True)
        answer = await self.answered(sender, given.message_id)
        if answer is None or answer.conversation_id != given.conversation_id:
            raise UnknownAnswer(given.language)
        rating = Rating(sender.channel, answer.language, answer.topic, given.rating, guarded.text or None)
        async with _unavailable_as(given.language):
            if not await self._store.rate(sender.owner, given.message_id, rating):
                raise UnknownAnswer(given.language)
        logger.info("rated channel=%s topic=%s rating=%s", sender.channel, answer.topic, given.rating)
        return KeptRating(answer.topic, guarded.kinds)

    async def erase(self, sender: Sender, conversation_id: str, language: str | None = None) -> None:
        """Erase all that is kept of a conversation; one that is unknown or another client's stays as it is.

        Raises:
            Unavailable: the store does not work; nothing is erased.
        """
        async with _unavailable_as(language), self._store.lock(f"conversation {conversation_id}"):
            await self._store.forget(conversation_id, sender.owner)
            if self._promised.get(conversation_id) == sender.owner:
                del self._promised[conversation_id]

    def _conversation(self, sender: Sender, message: IncomingMessage, found: Conversation | None) -> Conversation:
        if message.conversation_id is None:
            return Conversation.new(sender.owner)
        if found is None and self._promised.get(message.conversation_id) == sender.owner:
            return Conversation(message.conversation_id, sender.owner)
        if found is None:
            raise UnknownConversation(message.language)
        return found

    async def _turn(
        self,
        sender: Sender,
        message: IncomingMessage,
        message_id: str,
        conversation: Conversation,
        guarded: Redaction,
        digest: str,
    ) -> Turn:
        language = conversation.state.language or message.language
        text = _readable(message, guarded.text, conversation, language)
        context = MessageContext(
            state=conversation.state,
            language_hint=message.language,
            redacted=tuple(guarded.kinds),
            audience=message.audience,
            topic_hint=message.topic_hint,
        )
        try:
            envelope = await self._rasa.ask(conversation.id, text, context, sender.caller)
        except RasaOverloaded as error:
            logger.warning("a message was turned away: %s", error)
            raise Overloaded(language, error.seconds) from None
        except RasaUnavailable as error:
            logger.warning("Rasa gave no answer: %s", error)
            raise Unavailable(language, RETRY_AFTER) from None
        answer = MessageAnswer.of(conversation.id, message_id, context.redacted, envelope)
        told = message.text is not None and answer.topic == FEEDBACK and answer.confidence >= FEEDBACK_CONFIDENCE
        return Turn(
            replace(conversation, state=envelope.state, offered=conversation.offered.after(answer, sender)),
            digest,
            answer,
            Feedback(sender.channel, answer.language, redact(guarded.text, strict=True).text) if told else None,
            _outcomes(sender, message, conversation, answer),
        )


def _outcomes(
    sender: Sender, message: IncomingMessage, conversation: Conversation, answer: MessageAnswer
) -> tuple[Outcome, ...]:
    """Return what is counted: whether other topics were offered, and whether one of them was chosen."""
    pressed = conversation.offered.role(message.payload) if message.payload is not None else None
    roles = dict.fromkeys(button.role for button in answer.menu if button.role is not None)
    names = [
        f"pressed_{pressed}" if pressed else "answered",
        *(f"offered_{role}" for role in roles),
        *(["alert"] if any(reply.role == "alert" for reply in answer.replies) else []),
    ]
    return tuple(Outcome(sender.channel, answer.language, answer.topic, name) for name in names)


@asynccontextmanager
async def _unavailable_as(language: str | None) -> AsyncIterator[None]:
    """Turn the store's failure into the core's error."""
    try:
        yield
    except StoreUnavailable as error:
        raise _unavailable(error, language) from None


def _unavailable(error: StoreUnavailable, language: str | None) -> Unavailable:
    logger.error("the store does not work: %s", error)
    return Unavailable(language, RETRY_AFTER)


def _same(answered: Answered, digest: str, language: str | None) -> MessageAnswer:
    if answered.digest != digest:
        raise MessageIdReused(language)
    return answered.answer


def _readable(message: IncomingMessage, guarded_text: str, conversation: Conversation, language: str | None) -> str:
    """Return what Rasa may read of the message."""
    if (message.text is None) == (message.payload is None):
        raise NotEitherTextOrPayload(language)
    if message.payload is not None:
        if not conversation.offered.holds(message.payload):
            raise NotOffered(language)
        return message.payload
    if not guarded_text:
        raise NothingToRead(language)
    given = len(message.text or "")
    if given > MAX_TEXT:
        raise TooLong(language, "text", MAX_TEXT, given)
    return _COMMAND_PREFIX.sub("", guarded_text) or "?"


def _digest(message: IncomingMessage, guarded_text: str) -> str:
    # Of the guarded text: a digest of a personal identity code could be turned back by trying them all.
    content = "\0".join(str(part) for part in (message.conversation_id, guarded_text, message.payload))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
