"""Keeps the logs of the processes: an earlier one gets a number and is not overwritten, and none grows for ever."""

from __future__ import annotations

import shutil
from pathlib import Path

MAX_BYTES = 10_000_000
# Earlier logs of each process: gateway.log.1 is the latest of them.
KEPT = 5


def rotate(log: Path) -> None:
    """Give a log that is written no more the number 1, each earlier one the next number, and delete the last.

    Raises:
        OSError: the folder cannot be written.
    """
    if log.exists() and log.stat().st_size:
        _make_room(log)
        log.rename(_numbered(log, 1))


def bound(log: Path) -> None:
    """Begin a log anew that has grown too long; what writes it appends, and goes on at the beginning.

    A line that is written in this very moment may be lost. A disk without room for the copy costs the copy.
    """
    try:
        if log.stat().st_size <= MAX_BYTES:
            return
        _make_room(log)
        shutil.copyfile(log, _numbered(log, 1))
    except FileNotFoundError:
        return
    except OSError:
        _numbered(log, 1).unlink(missing_ok=True)
    with log.open("r+b") as content:
        content.truncate()


def _make_room(log: Path) -> None:
    for number in range(KEPT, 1, -1):
        if _numbered(log, number - 1).exists():
            _numbered(log, number - 1).replace(_numbered(log, number))


def _numbered(log: Path, number: int) -> Path:
    return log.with_name(f"{log.name}.{number}")
