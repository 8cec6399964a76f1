"""Opens the store that the operator's setting names."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from bot.gateway.conversation.store.dialects import advice, database_file, database_url, open_engine
from bot.gateway.conversation.store.keeping import Keeper, bring_up_to_date
from bot.gateway.conversation.store.protocol import StoreUnavailable
from bot.gateway.conversation.store.sql import SqlStore


async def open_store(database: str, clock: Callable[[], float] = time.time) -> SqlStore:
    """Open a database, bring it up to date and erase what is too old.

    A damaged file is set aside, now or when it turns out to be damaged, and a new one begins.

    Args:
        database: path of a SQLite file, ":memory:" for none on disk, or a URL.
        clock: seconds since 1970.

    Raises:
        ValueError: there is no support for the database, or a later version of the program made it.
        OSError: the file cannot be made or set aside.
        StoreUnavailable: the database does not work; says what to do.
    """
    url = database_url(database)
    keeper = Keeper(database_file(url))
    await asyncio.to_thread(keeper.set_aside)
    store = SqlStore(open_engine(url), clock, keeper)
    try:
        await store.write(bring_up_to_date)
        await store.purge()
    except StoreUnavailable as error:
        await store.close()
        raise StoreUnavailable(f"{database} ({error}): {advice(str(error))}") from None
    except BaseException:
        await store.close()
        raise
    return store
