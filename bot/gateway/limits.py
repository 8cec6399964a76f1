"""Limits how much a caller may send in a minute or a day, by what it costs."""

from __future__ import annotations

import math
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

# Callers remembered at once; the one unseen longest is forgotten first.
_MAX_CALLERS = 10_000
SECONDS_PER_MINUTE = 60.0
SECONDS_PER_DAY = 86_400.0
# A text of so many characters costs as much as a short one; each so many more cost as much again.
_CHARACTERS = 400
# A longer text is refused, which costs little, and whoever pastes one shortens it and sends it again.
_MOST_CHARACTERS = 2500


def extra_cost(text: str | None) -> float:
    """Return what a text costs to understand beyond a short one, in messages; by what its characters stand for."""
    folded = unicodedata.normalize("NFKC", (text or "")[:_MOST_CHARACTERS])
    return max(0.0, min(len(folded), _MOST_CHARACTERS) / _CHARACTERS - 1)


@dataclass
class OverLimit(Exception):
    """A caller has sent too much; it may send again after so many whole seconds."""

    seconds: int


class RateLimit:
    """A token bucket for each caller: what a period allows at once, refilled evenly.

    Args:
        allowed: messages in a period.
        clock: seconds, monotonic.
        seconds: length of the period.
    """

    def __init__(
        self, allowed: int, clock: Callable[[], float] = time.monotonic, seconds: float = SECONDS_PER_MINUTE
    ) -> None:
        """Start with full buckets."""
        self._capacity = float(allowed)
        self._per_second = allowed / seconds
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def count(self, caller: str) -> None:
        """Count one message of `caller`.

        Raises:
            OverLimit: the caller has none left.
        """
        left = self._left(caller)
        self._set(caller, left - 1 if left >= 1 else left)
        if left < 1:
            raise OverLimit(math.ceil((1 - left) / self._per_second))

    def charge(self, caller: str, cost: float) -> None:
        """Take what a message costs beyond one; where that is more than is left, the next messages wait for it."""
        if cost > 0:
            self._set(caller, self._left(caller) - cost)

    def _left(self, caller: str) -> float:
        left, since = self._buckets.get(caller, (self._capacity, 0.0))
        return min(self._capacity, left + (self._clock() - since) * self._per_second)

    def _set(self, caller: str, left: float) -> None:
        self._buckets[caller] = (left, self._clock())
        self._buckets.move_to_end(caller)
        while len(self._buckets) > _MAX_CALLERS:
            self._buckets.popitem(last=False)
