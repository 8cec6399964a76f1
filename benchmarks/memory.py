"""Reads what processes hold in memory; the share of pages that processes have in common is known on Linux only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import psutil

MIB = 2**20


@dataclass(frozen=True)
class Memory:
    """MiB that the processes of a part hold: `rss` counts shared pages in each, `pss` divides them by their users."""

    rss: float
    pss: float


def memories(parts: Mapping[str, int]) -> dict[str, Memory]:
    """Return what each part's process and its children hold; nothing on systems that do not tell PSS."""
    return {name: memory(pid) for name, pid in parts.items()} if psutil.LINUX else {}


def memory(pid: int) -> Memory:
    """Return what a process and its children hold."""
    process = psutil.Process(pid)
    held = [each.memory_full_info() for each in (process, *process.children(recursive=True))]
    return Memory(sum(each.rss for each in held) / MIB, sum(each.pss for each in held) / MIB)
