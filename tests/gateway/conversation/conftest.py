"""Stores to test: whatever database is behind one, it keeps the same promises."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.contract import Button, ConversationState, Reply
from bot.gateway.conversation.model import Conversation, MessageAnswer
from bot.gateway.conversation.store.opening import open_store
from bot.gateway.conversation.store.protocol import Feedback, Turn
from bot.gateway.conversation.store.sql import SqlStore

OWNER = "partner:x"


@dataclass
class Clock:
    """A clock that a test sets: seconds since 1970."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Stores:
    """Opens stores on one database, as gateways one after the other or at once would."""

    database: str
    clock: Clock
    opened: list[SqlStore] = field(default_factory=list)

    async def open(self) -> SqlStore:
        store = await open_store(self.database, self.clock)
        self.opened.append(store)
        return store


@pytest.fixture
def clock() -> Clock:
    return Clock()


# A store behind the same contract is one more parameter here: the URL of an empty database.
@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The setting that names an empty database."""
    return {"sqlite": str(tmp_path / "gateway.sqlite")}[request.param]


@pytest.fixture
async def stores(database: str, clock: Clock) -> AsyncIterator[Stores]:
    """Stores on one database."""
    stores = Stores(database, clock)
    yield stores
    for store in stores.opened:
        await store.close()


@pytest.fixture
async def store(stores: Stores) -> SqlStore:
    """A store on an empty database."""
    return await stores.open()


def turn(
    conversation: Conversation, message_id: str = "m-1", text: str = "Hei", feedback: Feedback | None = None
) -> Turn:
    """Return an answered message that leaves the conversation as it is given."""
    answer = MessageAnswer(
        conversation_id=conversation.id,
        message_id=message_id,
        redacted=(),
        replies=(Reply(text=text, buttons=(Button(title="Näin", payload="/a"),), language="fi"),),
        topic="travel.taxi",
        language="fi",
        confidence=0.9,
    )
    return Turn(conversation, f"digest of {text}", answer, feedback)


async def begun(store: SqlStore, owner: str = OWNER, **state: Any) -> Conversation:
    """Return a conversation whose first message, "m-1", was answered."""
    new = Conversation.new(owner)
    await store.save(turn(Conversation(new.id, owner, ConversationState(**state))))
    conversation = await store.find(new.id, owner)
    assert conversation is not None
    return conversation


async def rows(store: SqlStore, table: sa.Table) -> list[tuple[Any, ...]]:
    """Return all that a table holds, oldest first."""
    wanted = sa.select(table).order_by(*table.primary_key)
    return await store.read(lambda connection: [tuple(row) for row in connection.execute(wanted)])
