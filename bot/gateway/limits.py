"""Limits how many messages a caller may send in a minute."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

# Callers remembered at once; the one unseen longest is forgotten first.
_MAX_CALLERS = 10_000


@dataclass
class OverLimit(Exception):
    """A caller has sent too much; it may send again after so many whole seconds."""

    seconds: int


class RateLimit:
    """A token bucket for each caller: a minute's worth at once, refilled evenly.

    Args:
        per_minute: messages a minute.
        clock: seconds, monotonic.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with full buckets."""
        self._capacity = float(per_minute)
        self._per_second = per_minute / 60
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def count(self, caller: str) -> None:
        """Count one message of `caller`.

        Raises:
            OverLimit: the caller has none left.
        """
        now = self._clock()
        left, since = self._buckets.pop(caller, (self._capacity, now))
        left = min(self._capacity, left + (now - since) * self._per_second)
        self._buckets[caller] = (left - 1 if left >= 1 else left, now)
        while len(self._buckets) > _MAX_CALLERS:
            self._buckets.popitem(last=False)
        if left < 1:
            raise OverLimit(math.ceil((1 - left) / self._per_second))
