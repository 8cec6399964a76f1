"""Keeps keys, logs and the database for the user who runs the assistant: no other user of the machine may read them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

_OTHERS = 0o077


def create_privately() -> None:
    """Let every file and folder that this process and its children make be their user's only."""
    os.umask(_OTHERS)


def write_privately(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, whatever happens meanwhile.

    Raises:
        OSError: it cannot be written; what was there before is left.
    """
    # Such a file is its user's only.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def tighten(paths: Iterable[Path]) -> list[Path]:
    """Take from other users what they may do with files and folders; return those where that is not allowed."""
    return [path for path in paths if not _tightened(path)]


def _tightened(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
        if mode & _OTHERS:
            path.chmod(mode & ~_OTHERS & 0o7777)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
