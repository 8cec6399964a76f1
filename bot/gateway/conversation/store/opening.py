"""Opens the store that the operator's setting names."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.gateway.conversation.store.dialects import database_url, open_engine
from bot.gateway.conversation.store.migrating import bring_up_to_date
from bot.gateway.conversation.store.sql import SqlStore


async def open_store(database: str, clock: Callable[[], float] = time.time) -> SqlStore:
    """Open a database, bring it up to date and erase what is too old.

    Args:
        database: path of a SQLite file, ":memory:" for none, or a URL.
        clock: seconds since 1970.

    Raises:
        ValueError: there is no support for the database, or a later version of the program made it.
        StoreUnavailable: the database does not work.
    """
    engine = open_engine(database_url(database))
    store = SqlStore(engine, clock)
    try:
        async with store.writing() as connection:
            await connection.run_sync(bring_up_to_date)
        await store.purge()
    except BaseException:
        await engine.dispose()
        raise
    return store
