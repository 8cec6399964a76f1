"""Keeps the store's promise that what is too old is gone, while the gateway runs."""

from __future__ import annotations

import asyncio
import logging

from bot.gateway.conversation.store.protocol import Store, StoreUnavailable

logger = logging.getLogger(__name__)

PURGE_SECONDS = 600


async def purge_regularly(store: Store, seconds: float = PURGE_SECONDS) -> None:
    """Erase what is too old, again and again; a store that does not work is asked again the next time."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await store.purge()
        except StoreUnavailable as error:
            logger.error("nothing was purged: %s", error)
