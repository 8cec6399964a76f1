"""The queue in front of Rasa: a few messages at a time, callers in turn, and none that would wait too long."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

# Of a visitor's messages. A page sends one at a time; several people may share an address.
AT_ONCE_EACH = 2
WAITING_EACH = 8
MAX_WAITING = 1000
# Whoever would wait longer is turned away at once: in the end they would get no answer anyway.
MOST_SECONDS = 8.0
LEAST_RETRY, MOST_RETRY = 2, 30
# How long a message takes, before any has been measured; and how much the newest one counts.
_FIRST_SECONDS = 0.05
_NEWEST = 0.1


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Caller:
    """Whose messages have their turn together.

    Attributes:
        name: tells callers apart.
        at_once: how many of its messages may be under way; None for all that there is room for.
        waiting: how many may wait; None for all that there is room for.
        gone: whether nobody waits for the answer any more.
    """

    name: str = ""
    at_once: int | None = None
    waiting: int | None = None
    gone: Callable[[], bool] = field(default=_never, compare=False)


ANYBODY = Caller()


@dataclass
class Overload(Exception):
    """A message would wait too long; it may come again after so many whole seconds."""

    seconds: int


class Abandoned(Exception):
    """Nobody waits for the answer to a message whose turn has come."""


@dataclass(frozen=True, eq=False)
class _Place:
    turn: asyncio.Future[None]
    gone: Callable[[], bool]


class FairQueue:
    """Lets so many messages through at a time; of those that wait, one of each caller in turn.

    Args:
        at_once: messages under way at once.
        clock: seconds, monotonic.
    """

    def __init__(self, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nobody in it."""
        self._at_once = at_once
        self._clock = clock
        self._under_way: Counter[Caller] = Counter()
        self._waiting: OrderedDict[Caller, deque[_Place]] = OrderedDict()
        self._seconds = _FIRST_SECONDS

    @property
    def waiting(self) -> int:
        """How many messages wait."""
        return sum(map(len, self._waiting.values()))

    @property
    def under_way(self) -> int:
        """How many messages are under way."""
        return self._under_way.total()

    @asynccontextmanager
    async def turn(self, caller: Caller) -> AsyncIterator[None]:
        """Wait for a turn, and hold it.

        Raises:
            Overload: it would take too long, or too many of the caller's messages wait already.
            Abandoned: the caller has gone meanwhile.
        """
        await self._enter(caller)
        began = self._clock()
        try:
            yield
        finally:
            self._seconds += _NEWEST * (self._clock() - began - self._seconds)
            self._leave(caller)

    async def _enter(self, caller: Caller) -> None:
        if self._may_go(caller):
            self._under_way[caller] += 1
            return
        self._refuse_overload(caller)
        place = _Place(asyncio.get_running_loop().create_future(), caller.gone)
        self._waiting.setdefault(caller, deque()).append(place)
        try:
            await place.turn
        except asyncio.CancelledError:
            # The turn may have come in the same moment.
            if place.turn.done() and not place.turn.cancelled():
                if place.turn.exception() is None:
                    self._leave(caller)
            else:
                self._give_up(caller, place)
            raise

    def _may_go(self, caller: Caller) -> bool:
        return self.under_way < self._at_once and (caller.at_once is None or self._under_way[caller] < caller.at_once)

    def _refuse_overload(self, caller: Caller) -> None:
        self._drop_gone(caller)
        own = len(self._waiting.get(caller, ()))
        # Of each other caller as many as of this one have their turn first.
        ahead = own + sum(min(len(places), own + 1) for other, places in self._waiting.items() if other != caller)
        seconds = ahead * self._seconds / self._at_once
        is_full = (caller.waiting is not None and own >= caller.waiting) or self.waiting >= MAX_WAITING
        if is_full or seconds > MOST_SECONDS:
            raise Overload(min(max(math.ceil(seconds), LEAST_RETRY), MOST_RETRY))

    def _leave(self, caller: Caller) -> None:
        self._under_way[caller] -= 1
        if not self._under_way[caller]:
            del self._under_way[caller]
        while (following := next(filter(self._may_go, self._waiting), None)) is not None:
            place = self._waiting[following].popleft()
            self._waiting.move_to_end(following)
            self._forget_if_empty(following)
            # A wait that was cancelled ends a moment later.
            if place.turn.done():
                continue
            if place.gone():
                place.turn.set_exception(Abandoned())
            else:
                self._under_way[following] += 1
                place.turn.set_result(None)

    def _drop_gone(self, caller: Caller) -> None:
        for place in [place for place in self._waiting.get(caller, ()) if place.gone()]:
            self._give_up(caller, place)
            if not place.turn.done():
                place.turn.set_exception(Abandoned())

    def _give_up(self, caller: Caller, place: _Place) -> None:
        if place in self._waiting.get(caller, ()):
            self._waiting[caller].remove(place)
            self._forget_if_empty(caller)

    def _forget_if_empty(self, caller: Caller) -> None:
        if not self._waiting[caller]:
            del self._waiting[caller]
