"""The queue in front of Rasa: a few at a time, callers in turn, none that would wait too long."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.gateway.conversation.queue import MOST_SECONDS, Abandoned, Caller, FairQueue, Overload


class Messages:
    """Messages that take their turn and hold it until they are let go, in the order in which they got it."""

    def __init__(self, queue: FairQueue) -> None:
        self.queue = queue
        self.began: list[str] = []
        self._ends: dict[str, asyncio.Event] = {}

    def come(self, name: str, caller: Caller) -> asyncio.Task[None]:
        self._ends[name] = asyncio.Event()

        async def hold() -> None:
            async with self.queue.turn(caller):
                self.began.append(name)
                await self._ends[name].wait()

        return asyncio.create_task(hold())

    async def end(self, name: str) -> None:
        self._ends[name].set()
        await settle()


async def settle() -> None:
    """Let everything run that can."""
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def seconds() -> list[float]:
    """What the clock of the queue says."""
    return [0.0]


@pytest.fixture
def messages(seconds: list[float]) -> Messages:
    return Messages(FairQueue(at_once=2, clock=lambda: seconds[0]))


@contextmanager
def overload() -> Iterator[pytest.ExceptionInfo[Overload]]:
    with pytest.raises(Overload) as caught:
        yield caught


async def test_callers_have_their_turn_one_after_the_other(messages: Messages) -> None:
    many, one = Caller("many"), Caller("one")
    tasks = [messages.come(f"many {number}", many) for number in range(5)]
    await settle()
    tasks += [messages.come("one 0", one), messages.come("one 1", one)]
    await settle()
    assert messages.began == ["many 0", "many 1"]
    for number in range(3):
        await messages.end(messages.began[number])
    assert messages.began[2:] == ["many 2", "one 0", "many 3"]
    for name in ("one 0", "many 3", "one 1", "many 4"):
        await messages.end(name)
    await asyncio.gather(*tasks)
    assert messages.queue.under_way == messages.queue.waiting == 0


async def test_one_visitor_does_not_take_every_place(messages: Messages) -> None:
    visitor = Caller("visitor", at_once=1, waiting=2)
    tasks = [messages.come(f"v {number}", visitor) for number in range(3)]
    await settle()
    with overload():
        await messages.come("v 3", visitor)
    tasks.append(messages.come("other", Caller("other")))
    await settle()
    assert messages.began == ["v 0", "other"]
    for name in ("other", "v 0", "v 1", "v 2"):
        await messages.end(name)
    await asyncio.gather(*tasks)


async def test_who_would_wait_too_long_is_told_when_to_come_again(messages: Messages, seconds: list[float]) -> None:
    slow = Caller("slow")
    for number in range(40):
        task = messages.come(f"measured {number}", slow)
        await settle()
        seconds[0] += 4.0
        await messages.end(f"measured {number}")
        await task
    tasks = [messages.come(f"s {number}", slow) for number in range(7)]
    await settle()
    with overload() as caught:
        await messages.come("s 7", slow)
    assert MOST_SECONDS < caught.value.seconds <= 10
    # Another caller waits for one message of each, not for all of them.
    tasks.append(messages.come("other", Caller("other")))
    await settle()
    assert messages.queue.waiting == 6
    for name in ("s 0", "s 1", "s 2", "other", "s 3", "s 4", "s 5", "s 6"):
        await messages.end(name)
    await asyncio.gather(*tasks)


async def test_whoever_has_gone_loses_the_turn(messages: Messages) -> None:
    here = [True]
    visitor = Caller("visitor", waiting=2, gone=lambda: not here[0])
    tasks = [messages.come(name, Caller("others")) for name in ("a", "b")]
    await settle()
    leaving = [messages.come("c", visitor), messages.come("d", visitor)]
    await settle()
    here[0] = False
    coming_again = messages.come("e", Caller("visitor", waiting=2))
    await settle()
    assert messages.queue.waiting == 1, "whoever has gone takes no place of those that are here"
    await messages.end("a")
    assert messages.began == ["a", "b", "e"]
    for name in ("b", "e"):
        await messages.end(name)
    await asyncio.gather(*tasks, coming_again)
    assert [type(error) for error in await asyncio.gather(*leaving, return_exceptions=True)] == [Abandoned] * 2


async def test_a_turn_that_comes_to_whoever_has_gone_goes_to_the_next(messages: Messages) -> None:
    here = [True]
    tasks = [messages.come(name, Caller("others")) for name in ("a", "b")]
    await settle()
    leaving = messages.come("c", Caller("visitor", gone=lambda: not here[0]))
    tasks.append(messages.come("d", Caller("others")))
    await settle()
    here[0] = False
    for name in ("a", "b", "d"):
        await messages.end(name)
    assert messages.began == ["a", "b", "d"]
    await asyncio.gather(*tasks)
    with pytest.raises(Abandoned):
        await leaving


async def test_a_wait_that_is_cancelled_leaves_no_trace(messages: Messages) -> None:
    caller = Caller("x")
    tasks = [messages.come(name, caller) for name in ("a", "b", "c", "d")]
    await settle()
    tasks[2].cancel()
    await settle()
    assert messages.queue.waiting == 1
    # The turn comes and the wait is cancelled in the same moment.
    messages._ends["a"].set()
    await asyncio.sleep(0)
    tasks[3].cancel()
    await settle()
    await messages.end("b")
    await asyncio.gather(*tasks, return_exceptions=True)
    assert messages.queue.under_way == messages.queue.waiting == 0
    again = messages.come("e", caller)
    await settle()
    assert messages.began[-1] == "e"
    await messages.end("e")
    await again


async def test_waits_that_end_in_one_moment_leave_no_trace(messages: Messages) -> None:
    caller = Caller("x")
    tasks = [messages.come(str(number), caller) for number in range(6)]
    await settle()
    for task in tasks:
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(error, asyncio.CancelledError) for error in ended)
    assert messages.queue.under_way == messages.queue.waiting == 0
