"""Locks of one process take no memory for what nobody waits for."""

from __future__ import annotations

from bot.gateway.conversation.store.locks import LocalLocks


async def test_locks_are_dropped_when_nobody_waits() -> None:
    locks = LocalLocks()
    async with locks.hold("a"), locks.hold("b"):
        assert len(locks) == 2
    assert len(locks) == 0
