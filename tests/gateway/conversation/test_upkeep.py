"""What is too old is erased while the gateway runs, and an outage of the database does not end that."""

from __future__ import annotations

import asyncio

import pytest

from bot.gateway.conversation.store.protocol import StoreUnavailable
from bot.gateway.conversation.store.sql import SqlStore
from bot.gateway.conversation.store.tables import conversations
from bot.gateway.conversation.upkeep import purge_regularly
from bot.retention import CONVERSATION_DAYS, SECONDS_PER_DAY
from tests.gateway.conversation.conftest import Clock, begun, rows


async def test_purging_goes_on_after_an_outage(
    store: SqlStore, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await begun(store)
    clock.now += CONVERSATION_DAYS * SECONDS_PER_DAY + 1
    purge = store.purge
    outages = [StoreUnavailable("SQLITE_BUSY")]

    async def fail_once() -> None:
        if outages:
            raise outages.pop()
        await purge()

    monkeypatch.setattr(store, "purge", fail_once)
    purging = asyncio.create_task(purge_regularly(store, seconds=0.01))
    async with asyncio.timeout(10):
        while await rows(store, conversations):
            await asyncio.sleep(0.01)
    purging.cancel()
    assert "nothing was purged: SQLITE_BUSY" in caplog.text
