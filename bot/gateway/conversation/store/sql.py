"""The store in an SQL database, through SQLAlchemy Core."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from datetime import datetime, timezone
from typing import Any, TypeVar

import pydantic
import sqlalchemy as sa

from bot.contract import ConversationState
from bot.gateway.conversation.model import Conversation, MessageAnswer, Offered
from bot.gateway.conversation.store import dialects
from bot.gateway.conversation.store.keeping import Keeper
from bot.gateway.conversation.store.locks import LocalLocks
from bot.gateway.conversation.store.protocol import (
    AlreadyAnswered,
    Answered,
    ConversationChanged,
    Rating,
    StoreUnavailable,
    Turn,
)
from bot.gateway.conversation.store.tables import answers, conversations, feedback, outcomes, ratings
from bot.gateway.conversation.validation import wrong_fields
from bot.retention import CONVERSATION_DAYS, FEEDBACK_DAYS, SECONDS_PER_DAY

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

# A mistake in a statement is not among these: it is no outage.
_OUTAGES = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError, sa.exc.TimeoutError)

# The statements that most messages need are made once. Names of parameters are not names of columns where a statement
# sets those.
_FIND = sa.select(conversations.c.state, conversations.c.offered, conversations.c.version).where(
    conversations.c.id == sa.bindparam("id"),
    conversations.c.owner == sa.bindparam("owner"),
    conversations.c.updated >= sa.bindparam("oldest"),
)
_ANSWERED = sa.select(answers.c.request, answers.c.response).where(
    answers.c.key == sa.bindparam("key"), answers.c.updated >= sa.bindparam("oldest")
)
_CHANGE = sa.update(conversations).where(
    conversations.c.id == sa.bindparam("of_id"),
    conversations.c.owner == sa.bindparam("of_owner"),
    conversations.c.version == sa.bindparam("read_version"),
)
_INSERT_ANSWER = dialects.insert(answers)
# An answer that is too old is as good as gone, though not yet purged.
_ANSWER = _INSERT_ANSWER.on_conflict_do_update(
    index_elements=[answers.c.key],
    set_={column.name: _INSERT_ANSWER.excluded[column.name] for column in answers.c if not column.primary_key},
    where=answers.c.updated < sa.bindparam("oldest"),
)

_INSERT_OUTCOME = dialects.insert(outcomes)
_COUNT = _INSERT_OUTCOME.on_conflict_do_update(
    index_elements=[column for column in outcomes.c if column.primary_key],
    set_={"count": outcomes.c["count"] + 1},
)


class SqlStore:
    """Conversations, answers, feedback and ratings in an SQL database; see `protocol.Store`.

    Each call is one piece of work for a thread of the store's own, so that the event loop never waits for the database.

    Args:
        engine: of the database.
        clock: seconds since 1970.
        keeper: looks after the database's file, where it has one.
    """

    def __init__(self, engine: sa.Engine, clock: Callable[[], float] = time.time, keeper: Keeper | None = None) -> None:
        """Use an engine."""
        self._keeper = keeper or Keeper(None)
        self._engine = engine
        self._reading = dialects.reading(engine)
        self._clock = clock
        self._locks = LocalLocks()
        self._threads = ThreadPoolExecutor(dialects.CONNECTIONS, "store")

    def lock(self, key: str) -> AbstractAsyncContextManager[None]:
        """Let one holder of a key through at a time, in order of arrival, among those of this process."""
        return self._locks.hold(key)

    async def close(self) -> None:
        """Close the database after the work under way."""
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()

    async def find(self, conversation_id: str, owner: str) -> Conversation | None:
        """Return a conversation; None where it is unknown, too old, another owner's or cannot be read."""
        _, conversation = await self.recall(owner, None, conversation_id)
        return conversation

    async def answered(self, owner: str, message_id: str) -> Answered | None:
        """Return what an owner's message was answered, None where it was not or the answer cannot be read."""
        answered, _ = await self.recall(owner, message_id, None)
        return answered

    async def recall(
        self, owner: str, message_id: str | None, conversation_id: str | None
    ) -> tuple[Answered | None, Conversation | None]:
        """Return, in one piece of work, what `answered` and `find` would; None for an id that is not given."""
        if message_id is None and conversation_id is None:
            return None, None
        oldest = self._oldest()
        key = None if message_id is None else _key(owner, message_id)
        wanted = {"id": conversation_id, "owner": owner, "oldest": oldest}

        def work(connection: sa.Connection) -> tuple[sa.Row[Any, Any] | None, sa.Row[Any, Any, Any] | None]:
            answer = conversation = None
            if key is not None:
                answer = connection.execute(_ANSWERED, {"key": key, "oldest": oldest}).one_or_none()
            if answer is None and conversation_id is not None:
                conversation = connection.execute(_FIND, wanted).one_or_none()
            return answer, conversation

        answer, conversation = await self.read(work)
        if answer is not None and message_id is not None:
            kept = _answered(answer, message_id)
            if kept is not None:
                return kept, None
            await self.write(lambda connection: connection.execute(sa.delete(answers).where(answers.c.key == key)))
            return await self.recall(owner, None, conversation_id)
        if conversation is None or conversation_id is None:
            return None, None
        return None, _conversation(conversation, conversation_id, owner)

    async def save(self, turn: Turn) -> None:
        """Write the conversation, the answer and the feedback of one message: all of it or nothing."""
        now = self._clock()
        conversation = turn.conversation
        answer = {
            "key": _key(conversation.owner, turn.answer.message_id),
            "conversation": conversation.id,
            "request": turn.digest,
            "response": turn.answer.model_copy(update={"message_id": ""}).model_dump_json(),
            "rating": None,
            "updated": now,
            "oldest": self._oldest(),
        }
        state = {
            "version": conversation.version + 1,
            "state": conversation.state.model_dump_json(),
            "offered": conversation.offered.model_dump_json(),
            "updated": now,
        }
        read = {"of_id": conversation.id, "of_owner": conversation.owner, "read_version": conversation.version}

        def work(connection: sa.Connection) -> None:
            if not connection.execute(_ANSWER, answer).rowcount:
                raise AlreadyAnswered
            if conversation.version == 0:
                row = {"id": conversation.id, "owner": conversation.owner, **state}
                connection.execute(sa.insert(conversations), row)
            elif not connection.execute(_CHANGE, {**read, **state}).rowcount:
                raise ConversationChanged
            if turn.feedback is not None:
                connection.execute(sa.insert(feedback), {"given": now, **asdict(turn.feedback)})
            if turn.outcomes:
                rows = [{"day": _day(now), "count": 1, **asdict(outcome)} for outcome in turn.outcomes]
                connection.execute(_COUNT, rows)

        await self.write(work)

    async def rate(self, owner: str, message_id: str, rating: Rating) -> bool:
        """Keep a rating of an answer in place of an earlier one; return whether the answer is still kept."""
        answer = sa.and_(answers.c.key == _key(owner, message_id), answers.c.updated >= self._oldest())
        row = {"given": self._clock(), **asdict(rating)}

        def work(connection: sa.Connection) -> bool:
            kept = connection.execute(sa.select(answers.c.rating).where(answer)).one_or_none()
            if kept is None:
                return False
            if kept.rating is not None:
                connection.execute(sa.update(ratings).where(ratings.c.id == kept.rating), row)
                return True
            number = connection.execute(sa.insert(ratings).returning(ratings.c.id), row).scalar_one()
            connection.execute(sa.update(answers).where(answer).values(rating=number))
            return True

        return await self.write(work)

    async def forget(self, conversation_id: str, owner: str) -> None:
        """Erase a conversation and its answers so that no file holds them."""
        owned = sa.and_(conversations.c.id == conversation_id, conversations.c.owner == owner)

        def work(connection: sa.Connection) -> bool:
            if not connection.execute(sa.delete(conversations).where(owned)).rowcount:
                return False
            connection.execute(sa.delete(answers).where(answers.c.conversation == conversation_id))
            return True

        if await self.write(work):
            await self._overwrite_deleted()

    async def check(self) -> None:
        """Try whether something can be written, and leave all as it was."""
        # In one transaction nobody else sees the row, yet the pages that held it are written.
        row = {"id": "check", "owner": "check", "version": 0, "state": "", "offered": "", "updated": self._clock()}

        def work(connection: sa.Connection) -> None:
            connection.execute(sa.insert(conversations), row)
            connection.execute(sa.delete(conversations).where(conversations.c.id == row["id"]))

        await self.write(work)

    async def purge(self) -> None:
        """Erase what is too old."""
        now, oldest, oldest_feedback = self._clock(), self._oldest(), self._oldest(FEEDBACK_DAYS)

        def work(connection: sa.Connection) -> None:
            for table in (conversations, answers):
                connection.execute(sa.delete(table).where(table.c.updated < oldest))
            for table in (feedback, ratings):
                connection.execute(sa.delete(table).where(table.c.given < oldest_feedback))
            connection.execute(sa.delete(outcomes).where(outcomes.c.day < _day(oldest_feedback)))
            # Of a clock that was ahead and was set right: else they would stay for longer than is promised.
            for age in (conversations.c.updated, answers.c.updated, feedback.c.given, ratings.c.given):
                connection.execute(sa.update(age.table).where(age > now).values({age.name: now}))

        await self.write(work)
        await self._overwrite_deleted()
        await self._in_thread(lambda: self._keeper.purge(oldest))

    async def _overwrite_deleted(self) -> None:
        if not await self._in_thread(lambda: dialects.overwrite_deleted(self._engine)):
            logger.warning("what was deleted stays in the log of changes until the next purge")

    def _oldest(self, days: float = CONVERSATION_DAYS) -> float:
        """Return since when what is `days` old may be kept."""
        return self._clock() - days * SECONDS_PER_DAY

    async def read(self, work: Callable[[sa.Connection], Result]) -> Result:
        """Return the result of work that changes nothing.

        Raises:
            StoreUnavailable: the database does not work.
        """

        def run() -> Result:
            with self._reading.connect() as connection:
                return work(connection)

        return await self._in_thread(run)

    async def write(self, work: Callable[[sa.Connection], Result]) -> Result:
        """Return the result of work in a transaction, which is undone where the work raises an error.

        Raises:
            StoreUnavailable: the database does not work.
        """

        def run() -> Result:
            with self._engine.begin() as connection:
                return work(connection)

        return await self._in_thread(run)

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        def guarded() -> Result:
            try:
                return work()
            except sa.exc.DatabaseError as error:
                if dialects.is_damage(error):
                    self._keeper.repair(self._engine)
                raise

        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, guarded)
        except sa.exc.SQLAlchemyError as error:
            # A damaged file is a DatabaseError, the parent of all kinds.
            if isinstance(error, _OUTAGES) or type(error) is sa.exc.DatabaseError:
                raise StoreUnavailable(dialects.reason(error)) from None
            raise


def _conversation(row: sa.Row[Any, Any, Any], conversation_id: str, owner: str) -> Conversation | None:
    try:
        state = ConversationState.model_validate_json(row.state)
        offered = Offered.model_validate_json(row.offered)
    except pydantic.ValidationError as error:
        logger.error("a conversation cannot be read and counts as expired: %s", wrong_fields(error))
        return None
    return Conversation(conversation_id, owner, state, offered, row.version)


def _answered(row: sa.Row[Any, Any], message_id: str) -> Answered | None:
    try:
        answer = MessageAnswer.model_validate_json(row.response)
    except pydantic.ValidationError as error:
        logger.error("an answer cannot be read and is dropped: %s", wrong_fields(error))
        return None
    # The id itself is not kept.
    return Answered(row.request, answer.model_copy(update={"message_id": message_id}))


def _day(moment: float) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).date().isoformat()


def _key(owner: str, message_id: str) -> str:
    return hashlib.sha256(f"{owner}\0{message_id}".encode()).hexdigest()
