"""People who talk to the assistant in a measurement: texts that hardly ever repeat, and buttons that are pressed."""

from __future__ import annotations

import asyncio
import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import aiohttp

from benchmarks.assistant import Assistant
from evaluation.cases import SERVED, held_out_questions

SEED = 7
# A guided dialogue is mostly answered by its buttons; an answer's own buttons are pressed now and then.
PRESSES_IN_FLOW = 0.7
PRESSES = 0.1


@dataclass(frozen=True)
class Answered:
    """A message that was answered: the turn of its conversation, counted from 1, and the seconds it took."""

    turn: int
    seconds: float


class Texts:
    """The test set's questions in turn, each time around with new typing errors, so that no cache of texts helps."""

    def __init__(self) -> None:
        """Read the questions, and mix Finnish and English."""
        self.chance = random.Random(SEED)
        self._questions = list(dict.fromkeys(case.text for case in held_out_questions(*SERVED)))
        self.chance.shuffle(self._questions)
        self._given: list[str] = []
        self._pressed = 0

    def next(self) -> str:
        """Return the next text."""
        times, place = divmod(len(self._given), len(self._questions))
        text = self._questions[place]
        for _ in range(2 if times else 0):
            text = _with_two_swapped(text, self.chance)
        self._given.append(text)
        return text

    def press(self, payloads: list[str]) -> str:
        """Return the payload of a button to press, at random."""
        self._pressed += 1
        return self.chance.choice(payloads)

    def traffic(self) -> str:
        """Say of how many different texts the messages consisted so far."""
        pressed = self._pressed / (self._pressed + len(self._given))
        repeated = 1 - len(set(self._given)) / len(self._given)
        return (
            f"{100 * pressed:.0f} % of the messages were presses of a button, the others texts in Finnish and English; "
            f"{100 * repeated:.1f} % of the texts had been sent before, so that at most so many came from a cache."
        )


def _with_two_swapped(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


@dataclass
class Person:
    """Somebody in one conversation."""

    session: aiohttp.ClientSession
    url: str
    texts: Texts
    id: str | None = None
    turns: int = 0
    answer: dict[str, Any] = field(default_factory=dict)

    async def say(self) -> Answered:
        """Send one message and wait for its answer.

        Raises:
            RuntimeError: the assistant did not answer it.
        """
        body = {"conversation_id": self.id, **self._message()}
        sent = perf_counter()
        async with self.session.post(f"{self.url}/api/v1/messages", json=body) as response:
            content = await response.json()
        seconds = perf_counter() - sent
        if response.status != 200:
            raise RuntimeError(f"status {response.status} for {body}: {content}")
        self.answer = content
        self.id = content["conversation_id"]
        self.turns += 1
        return Answered(self.turns, seconds)

    def _message(self) -> dict[str, str]:
        buttons = [button["payload"] for reply in self.answer.get("replies", ()) for button in reply["buttons"]]
        in_flow = (self.answer.get("flow") or {}).get("step") is not None
        chance = self.texts.chance
        if buttons and chance.random() < (PRESSES_IN_FLOW if in_flow else PRESSES):
            return {"payload": self.texts.press(buttons)}
        return {"text": self.texts.next()}


def talk(
    assistant: Assistant,
    texts: Texts,
    conversations: int,
    turns: int,
    clients: int = 1,
    each: Callable[[Answered], None] = lambda answered: None,
) -> float:
    """Hold conversations of so many turns, `clients` at a time, each sending as soon as it was answered.

    Args:
        assistant: whom to talk to.
        texts: what to say.
        conversations: how many.
        turns: messages in each.
        clients: how many at a time.
        each: called with each message that was answered.

    Returns:
        The seconds that all of it took.
    """
    waiting = iter(range(conversations))
    started = perf_counter()
    asyncio.run(_clients(assistant, texts, waiting, turns, clients, each))
    return perf_counter() - started


async def _clients(
    assistant: Assistant,
    texts: Texts,
    waiting: Iterator[int],
    turns: int,
    clients: int,
    each: Callable[[Answered], None],
) -> None:
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
    headers = {"Authorization": f"Bearer {assistant.service.key}"}
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def client() -> None:
            for _ in waiting:
                person = Person(session, assistant.service.url, texts)
                for _ in range(turns):
                    each(await person.say())

        await asyncio.gather(*(client() for _ in range(clients)))


def percentiles(answered: Sequence[Answered], *parts: int) -> list[float]:
    """Return the milliseconds within which these parts of the messages were answered: 50 for half, 100 for all."""
    seconds = [each.seconds for each in answered]
    cuts = [min(seconds), *statistics.quantiles(seconds, n=100, method="inclusive"), max(seconds)]
    return [1000 * cuts[part] for part in parts]
