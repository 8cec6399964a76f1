"""Sets a damaged SQLite file aside, so that a new one can begin in its place, and deletes such files by age."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timezone
from pathlib import Path

from bot.gateway.conversation.store.dialects import DAMAGE, files_of
from bot.private_files import tighten

_MAGIC = b"SQLite format 3\0"
# A file of another name that SQLite has not written may be anything: the setting is wrong then, not the file.
_SUFFIXES = {".sqlite", ".sqlite3", ".db"}
_ASIDE = ".damaged-"
_MOMENT = "%Y%m%dT%H%M%SZ"
_WAIT_SECONDS = 1.0


def set_aside_damaged(file: Path, thorough: bool = False) -> Path | None:
    """Give a damaged database, and what SQLite keeps beside it, another name.

    Args:
        file: of the database; it need not be there.
        thorough: whether to hold tables and indexes against each other too, which takes longer.

    Returns:
        The other name; None where no damage was found, or the file is somebody else's.

    Raises:
        OSError: the file cannot be given another name.
    """
    if not file.exists():
        return None
    with _alone_in(file.parent):
        if not (_is_damaged(file, thorough) and _is_ours(file)):
            return None
        aside = file.with_name(f"{file.name}{_ASIDE}{datetime.now(timezone.utc):{_MOMENT}}")
        for old, new in zip(files_of(file), files_of(aside), strict=True):
            if old.exists():
                old.rename(new)
        tighten(files_of(aside))
        return aside


def remove_set_aside(file: Path, oldest: float) -> list[Path]:
    """Delete what was set aside too long ago: conversations are in it, and nothing erases them there.

    Args:
        file: of the database.
        oldest: when what may stay was set aside at the earliest, in seconds since 1970.

    Returns:
        What was deleted.
    """
    begin = file.name + _ASIDE
    old = [path for path in file.parent.iterdir() if path.name.startswith(begin) and _set_aside_at(path) < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def _set_aside_at(path: Path) -> float:
    """Return when a file was set aside, by its name, which a copy or a look into it does not change."""
    moment = path.name.rpartition(_ASIDE)[2].partition("-")[0]
    try:
        return datetime.strptime(moment, _MOMENT).replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return path.stat().st_mtime


def _is_damaged(file: Path, thorough: bool) -> bool:
    # Read only: a checkpoint at the end would write into what is damaged, and remove the log of changes.
    check = "integrity_check" if thorough else "quick_check"
    uri = f"{file.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS)) as database:
            return bool(database.execute(f"PRAGMA {check}(1)").fetchone() != ("ok",))
    except sqlite3.Error as error:
        # The first byte is the kind; the rest says more of it. Any other trouble shows when the store is opened.
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGE


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
