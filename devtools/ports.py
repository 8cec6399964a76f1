"""Ports for what tests and measurements serve."""

from __future__ import annotations

from itertools import cycle, islice
from random import Random

from bot.run.ports import is_free

# Below what systems give to outgoing connections (Linux from 32768 on, macOS from 49152): a port from there can be
# gone again by the time that a server listens on it, or while a test has stopped the server for a moment.
_FIRST, _END = 20_000, 32_768
# Each port in turn, in a random order, so that neither this process nor another meets the same port soon.
_candidates = cycle(Random().sample(range(_FIRST, _END), _END - _FIRST))


def free_ports(count: int) -> list[int]:
    """Return so many different ports of the loopback address that nothing listens on."""
    return list(islice(filter(is_free, _candidates), count))
