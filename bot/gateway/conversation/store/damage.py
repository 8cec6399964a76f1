"""Sets a damaged SQLite file aside at the start, so that a new one can begin in its place."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timezone
from pathlib import Path

from bot.gateway.conversation.store.dialects import files_of
from bot.private_files import tighten

_MAGIC = b"SQLite format 3\0"
# A file of another name that SQLite has not written may be anything: the setting is wrong then, not the file.
_SUFFIXES = {".sqlite", ".sqlite3", ".db"}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_WAIT_SECONDS = 1.0


def set_aside_damaged(file: Path) -> Path | None:
    """Give a damaged database, and what SQLite keeps beside it, another name.

    Args:
        file: of the database; it need not be there.

    Returns:
        The other name; None where no damage was found, or the file is somebody else's.

    Raises:
        OSError: the file cannot be given another name.
    """
    if not file.exists():
        return None
    with _alone_in(file.parent):
        if not (_is_damaged(file) and _is_ours(file)):
            return None
        aside = file.with_name(f"{file.name}.damaged-{datetime.now(timezone.utc):%Y%m%dT%H%M%SZ}")
        for old, new in zip(files_of(file), files_of(aside), strict=True):
            if old.exists():
                old.rename(new)
        tighten(files_of(aside))
        return aside


def _is_damaged(file: Path) -> bool:
    # Read only: a checkpoint at the end would write into what is damaged, and remove the log of changes.
    uri = f"{file.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
    except sqlite3.Error as error:
        # The first byte is the kind; the rest says more of it. Any other trouble shows when the store is opened.
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _is_ours(file: Path) -> bool:
    with file.open("rb") as content:
        return file.suffix in _SUFFIXES or content.read(len(_MAGIC)) == _MAGIC


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep another gateway that starts on the same file from setting aside the new one."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
