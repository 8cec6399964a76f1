"""The one place that knows which database is behind the store; everything else speaks plain SQLAlchemy."""

from __future__ import annotations

import logging
import os
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from bot.private_files import tighten

logger = logging.getLogger(__name__)

DIALECT = "sqlite"
BUSY_SECONDS = 10.0
# SQLite has one writer, and its own way of waiting for another is to sleep and look again: one connection whose
# transactions queue in order of arrival is faster.
CONNECTIONS = 1
DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# What a connection that only reads is marked with.
_READING = "reading"


def database_url(database: str) -> sa.URL:
    """Return the URL of a database, given as a SQLite file's path, as ":memory:" for none on disk, or as a URL.

    Raises:
        ValueError: the URL cannot be read, or is of a database that there is no support for.
    """
    if "://" not in database:
        return sa.URL.create(DIALECT, database=database)
    try:
        url = sa.make_url(database)
    except (sa.exc.ArgumentError, ValueError):
        raise ValueError(f"the database is not a URL that can be read: write {DIALECT}:///path/to/file") from None
    if url.drivername != DIALECT:
        raise ValueError(f"there is no support for '{url.drivername}': write {DIALECT}:///path/to/file, or only a path")
    return url


def database_file(url: sa.URL) -> Path | None:
    """Return the file of a database, None where it is in memory."""
    return Path(url.database) if url.database and url.database != ":memory:" else None


def files_of(file: Path) -> list[Path]:
    """Return a database's file and those that SQLite keeps beside it, whether they are there or not."""
    return [file.with_name(file.name + suffix) for suffix in ("", "-wal", "-shm", "-journal")]


def make_private(file: Path) -> None:
    """Make a file that only its user may read, or keep others from the one that is there."""
    # SQLite gives the files that it makes beside a database the rights of that.
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    for path in tighten(files_of(file)):
        logger.warning("other users of this machine may read %s: chmod go= %s", path, path)


def open_engine(url: sa.URL) -> sa.Engine:
    """Return an engine whose transactions write at once or wait, and whose deleted rows are overwritten."""
    file = database_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        make_private(file)
    engine = sa.create_engine(
        url,
        poolclass=sa.pool.QueuePool,
        pool_size=CONNECTIONS,
        max_overflow=0,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        # An error's text must not quote what was to be written.
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _configure)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    # The driver would begin a transaction only at the first change, when what was read before may be out of date.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    if not connection.get_execution_options().get(_READING):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def reading(engine: sa.Engine) -> sa.Engine:
    """Return the engine for statements that need no transaction around them."""
    return engine.execution_options(**{_READING: True})


def insert(table: sa.Table) -> sqlite.Insert:
    """Return an INSERT that can say what to do where the key is there already."""
    return sqlite.insert(table)


def overwrite_deleted(engine: sa.Engine) -> bool:
    """Take what was deleted out of the log of changes too, where it would stay until that is used again.

    Returns:
        Whether it could: another process may have been reading all the while.
    """
    with reading(engine).connect() as connection:
        row = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not row[0]


def reason(error: BaseException) -> str:
    """Name a database's error by its kind, without the statement and its values."""
    cause = getattr(error, "orig", None) or error
    return str(getattr(cause, "sqlite_errorname", None) or type(cause).__name__)


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the database's file is damaged."""
    # The first byte is the kind; the rest says more of it.
    return getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) & 0xFF in DAMAGE


def advice(kind: str) -> str:
    """Return what an operator can do about an error of this kind at the start."""
    for beginning, what in _ADVICE.items():
        if kind.startswith(beginning):
            return what
    return "see docs/operations.md"


_ADVICE = {
    "SQLITE_BUSY": "another program holds the database: stop it, and start again",
    "SQLITE_LOCKED": "another program holds the database: stop it, and start again",
    "SQLITE_FULL": "the disk is full: free some space, and start again",
    "SQLITE_IOERR": "the disk cannot be read or written, or is full: look at it, and start again",
    "SQLITE_CANTOPEN": "the file cannot be opened: check who may write it and its folder, and whether the disk is full",
    "SQLITE_READONLY": "the file cannot be written: check who may write it and its folder",
    "SQLITE_NOTADB": "the file is no database: check the setting, or remove the file",
}
