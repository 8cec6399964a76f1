"""The store in an SQL database, through SQLAlchemy Core."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager

import pydantic
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.contract import ConversationState
from bot.gateway.conversation.model import Conversation, MessageAnswer, Offered
from bot.gateway.conversation.store import dialects
from bot.gateway.conversation.store.locks import LocalLocks
from bot.gateway.conversation.store.protocol import (
    AlreadyAnswered,
    Answered,
    ConversationChanged,
    Rating,
    StoreUnavailable,
    Turn,
)
from bot.gateway.conversation.store.tables import answers, conversations, feedback, ratings
from bot.gateway.conversation.validation import wrong_fields
from bot.retention import CONVERSATION_DAYS, FEEDBACK_DAYS, SECONDS_PER_DAY

logger = logging.getLogger(__name__)

# A mistake in a statement is none of these: it is not called an outage.
_OUTAGES = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError, sa.exc.TimeoutError)


class SqlStore:
    """Conversations, answers, feedback and ratings in an SQL database; see `protocol.Store`.

    Args:
        engine: of a database whose tables are up to date.
        clock: seconds since 1970.
    """

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.time) -> None:
        """Use an engine."""
        self._engine = engine
        self._clock = clock
        self._locks = LocalLocks()

    def lock(self, key: str) -> AbstractAsyncContextManager[None]:
        """Let one holder of a key through at a time, in order of arrival, among those of this process."""
        return self._locks.hold(key)

    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()

    async def find(self, conversation_id: str, owner: str) -> Conversation | None:
        """Return a conversation; None where it is unknown, too old, another owner's or cannot be read."""
        wanted = sa.select(conversations.c.state, conversations.c.offered, conversations.c.version).where(
            conversations.c.id == conversation_id,
            conversations.c.owner == owner,
            conversations.c.updated >= self._oldest(),
        )
        async with self._reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        if row is None:
            return None
        try:
            state = ConversationState.model_validate_json(row.state)
            offered = Offered.model_validate_json(row.offered)
        except pydantic.ValidationError as error:
            logger.error("a conversation cannot be read and counts as expired: %s", wrong_fields(error))
            return None
        return Conversation(conversation_id, owner, state, offered, row.version)

    async def answered(self, owner: str, message_id: str) -> Answered | None:
        """Return what an owner's message was answered, None where it was not or the answer cannot be read."""
        wanted = sa.select(answers.c.request, answers.c.response).where(
            answers.c.key == _key(owner, message_id), answers.c.updated >= self._oldest()
        )
        async with self._reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        if row is None:
            return None
        try:
            answer = MessageAnswer.model_validate_json(row.response)
        except pydantic.ValidationError as error:
            logger.error("an answer cannot be read and is dropped: %s", wrong_fields(error))
            async with self.writing() as connection:
                await connection.execute(sa.delete(answers).where(answers.c.key == _key(owner, message_id)))
            return None
        # The id itself is not kept.
        return Answered(row.request, answer.model_copy(update={"message_id": message_id}))

    async def save(self, turn: Turn) -> None:
        """Write the conversation, the answer and the feedback of one message: all of it or nothing."""
        now = self._clock()
        async with self.writing() as connection:
            if not (await connection.execute(self._answer(turn, now))).rowcount:
                raise AlreadyAnswered
            await self._save_conversation(connection, turn.conversation, now)
            if turn.feedback is not None:
                said = turn.feedback
                await connection.execute(
                    sa.insert(feedback).values(given=now, channel=said.channel, language=said.language, text=said.text)
                )

    def _answer(self, turn: Turn, now: float) -> sa.Insert:
        row = {
            "conversation": turn.conversation.id,
            "request": turn.digest,
            "response": turn.answer.model_copy(update={"message_id": ""}).model_dump_json(),
            "rating": None,
            "updated": now,
        }
        inserted = dialects.insert(answers).values(key=_key(turn.conversation.owner, turn.answer.message_id), **row)
        # One that is too old is as good as gone, though not yet purged.
        return inserted.on_conflict_do_update(
            index_elements=[answers.c.key], set_=row, where=answers.c.updated < self._oldest()
        )

    @staticmethod
    async def _save_conversation(connection: AsyncConnection, conversation: Conversation, now: float) -> None:
        changed = {
            "version": conversation.version + 1,
            "state": conversation.state.model_dump_json(),
            "offered": conversation.offered.model_dump_json(),
            "updated": now,
        }
        if conversation.version == 0:
            row = {"id": conversation.id, "owner": conversation.owner, **changed}
            await connection.execute(sa.insert(conversations).values(row))
            return
        unchanged = sa.and_(
            conversations.c.id == conversation.id,
            conversations.c.owner == conversation.owner,
            conversations.c.version == conversation.version,
        )
        if not (await connection.execute(sa.update(conversations).where(unchanged).values(changed))).rowcount:
            raise ConversationChanged

    async def rate(self, owner: str, message_id: str, rating: Rating) -> bool:
        """Keep a rating of an answer in place of an earlier one; return whether the answer is still kept."""
        answer = sa.and_(answers.c.key == _key(owner, message_id), answers.c.updated >= self._oldest())
        row = {
            "given": self._clock(),
            "channel": rating.channel,
            "language": rating.language,
            "topic": rating.topic,
            "rating": rating.rating,
            "comment": rating.comment,
        }
        async with self.writing() as connection:
            kept = (await connection.execute(sa.select(answers.c.rating).where(answer))).one_or_none()
            if kept is None:
                return False
            if kept.rating is not None:
                await connection.execute(sa.update(ratings).where(ratings.c.id == kept.rating).values(row))
                return True
            number = await connection.execute(sa.insert(ratings).values(row).returning(ratings.c.id))
            await connection.execute(sa.update(answers).where(answer).values(rating=number.scalar_one()))
            return True

    async def forget(self, conversation_id: str, owner: str) -> None:
        """Erase a conversation and its answers so that no file holds them."""
        owned = sa.and_(conversations.c.id == conversation_id, conversations.c.owner == owner)
        async with self.writing() as connection:
            if not (await connection.execute(sa.delete(conversations).where(owned))).rowcount:
                return
            await connection.execute(sa.delete(answers).where(answers.c.conversation == conversation_id))
        await self._overwrite_deleted()

    async def purge(self) -> None:
        """Erase what is too old."""
        oldest, oldest_feedback = self._oldest(), self._oldest(FEEDBACK_DAYS)
        async with self.writing() as connection:
            for table in (conversations, answers):
                await connection.execute(sa.delete(table).where(table.c.updated < oldest))
            for table in (feedback, ratings):
                await connection.execute(sa.delete(table).where(table.c.given < oldest_feedback))
        await self._overwrite_deleted()

    async def _overwrite_deleted(self) -> None:
        with _outages():
            if not await dialects.overwrite_deleted(self._engine):
                logger.warning("what was deleted stays in the log of changes until the next purge")

    def _oldest(self, days: float = CONVERSATION_DAYS) -> float:
        """Return since when what is `days` old may be kept."""
        return self._clock() - days * SECONDS_PER_DAY

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        with _outages():
            async with dialects.reading(self._engine) as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection with a transaction, which is committed at the end, or undone where that is an error."""
        with _outages():
            async with self._engine.begin() as connection:
                yield connection


@contextmanager
def _outages() -> Iterator[None]:
    """Tell the store's callers that the database does not work, in words without the statement and its values."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        # A damaged file is a DatabaseError, the parent of all kinds.
        if isinstance(error, _OUTAGES) or type(error) is sa.exc.DatabaseError:
            raise StoreUnavailable(dialects.reason(error)) from None
        raise


def _key(owner: str, message_id: str) -> str:
    return hashlib.sha256(f"{owner}\0{message_id}".encode()).hexdigest()
