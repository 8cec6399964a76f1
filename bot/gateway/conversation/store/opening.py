"""Opens the store that the operator's setting names."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from bot.gateway.conversation.store.damage import set_aside_damaged
from bot.gateway.conversation.store.dialects import advice, database_file, database_url, open_engine
from bot.gateway.conversation.store.protocol import StoreUnavailable
from bot.gateway.conversation.store.sql import SqlStore
from bot.gateway.conversation.store.tables import REVISION
from bot.retention import FEEDBACK_DAYS

logger = logging.getLogger(__name__)


async def open_store(database: str, clock: Callable[[], float] = time.time) -> SqlStore:
    """Open a database, bring it up to date and erase what is too old.

    A damaged file is set aside first, and a new one begins.

    Args:
        database: path of a SQLite file, ":memory:" for none on disk, or a URL.
        clock: seconds since 1970.

    Raises:
        ValueError: there is no support for the database, or a later version of the program made it.
        OSError: the file cannot be made or set aside.
        StoreUnavailable: the database does not work; says what to do.
    """
    url = database_url(database)
    file = database_file(url)
    if file is not None:
        await asyncio.to_thread(_set_aside, file)
    store = SqlStore(open_engine(url), clock)
    try:
        await store.write(_bring_up_to_date)
        await store.purge()
    except StoreUnavailable as error:
        await store.close()
        raise StoreUnavailable(f"{database} ({error}): {advice(str(error))}") from None
    except BaseException:
        await store.close()
        raise
    return store


def _set_aside(file: Path) -> None:
    aside = set_aside_damaged(file)
    if aside is not None:
        logger.critical(
            "the database %s is damaged. It was set aside as %s, and a new one begins. Lost are the conversations of "
            "the last day, and the feedback and ratings of %s days. Remove the file when you have looked into it "
            "(docs/operations.md)",
            file,
            aside,
            FEEDBACK_DAYS,
        )


def _bring_up_to_date(connection: sa.Connection) -> None:
    if sa.inspect(connection).has_table("alembic_version"):
        revisions = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all()
        if revisions == [REVISION]:
            return
    # Alembic takes half a second and 12 MB, which a gateway need not spend at each of its starts.
    from bot.gateway.conversation.store.migrating import bring_up_to_date

    bring_up_to_date(connection)
