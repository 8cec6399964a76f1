"""Reads from /proc what processes hold in memory, so on Linux only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Memory:
    """MiB that the processes of a part hold: `rss` counts shared pages in each, `pss` divides them by their users."""

    rss: float
    pss: float


def memories(groups: dict[str, int]) -> dict[str, Memory]:
    """Return what each part's processes hold, without those of which the system does not tell."""
    found = {name: _memory(group) for name, group in groups.items()}
    return {name: held for name, held in found.items() if held is not None}


def _memory(group: int) -> Memory | None:
    """Return what the processes of a group hold, None where the system does not tell."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup") for pid in _members(group)]
    lines = [line.split() for rollup in rollups for line in rollup.read_text().splitlines()[1:]]
    if not lines:
        return None
    sizes = {key: sum(int(line[1]) for line in lines if line[0] == key) / 1024 for key in ("Rss:", "Pss:")}
    return Memory(sizes["Rss:"], sizes["Pss:"])


def _members(group: int) -> list[int]:
    pids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return [pid for pid in pids if _group(pid) == group]


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None
