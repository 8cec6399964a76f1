"""Opens the store that the operator's setting names."""

from __future__ import annotations

import time
from collections.abc import Callable

import sqlalchemy as sa

from bot.gateway.conversation.store.dialects import database_url, open_engine
from bot.gateway.conversation.store.sql import SqlStore
from bot.gateway.conversation.store.tables import REVISION


async def open_store(database: str, clock: Callable[[], float] = time.time) -> SqlStore:
    """Open a database, bring it up to date and erase what is too old.

    Args:
        database: path of a SQLite file, ":memory:" for none on disk, or a URL.
        clock: seconds since 1970.

    Raises:
        ValueError: there is no support for the database, or a later version of the program made it.
        StoreUnavailable: the database does not work.
    """
    store = SqlStore(open_engine(database_url(database)), clock)
    try:
        await store.write(_bring_up_to_date)
        await store.purge()
    except BaseException:
        await store.close()
        raise
    return store


def _bring_up_to_date(connection: sa.Connection) -> None:
    if sa.inspect(connection).has_table("alembic_version"):
        revisions = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all()
        if revisions == [REVISION]:
            return
    # Alembic takes half a second and 12 MB, which a gateway need not spend at each of its starts.
    from bot.gateway.conversation.store.migrating import bring_up_to_date

    bring_up_to_date(connection)
