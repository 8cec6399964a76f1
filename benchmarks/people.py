"""People who talk to the assistant in a measurement: texts that hardly ever repeat, and presses of the buttons offered."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import aiohttp

from benchmarks.cases import SERVED, held_out

SEED = 7
# A guided dialogue is mostly answered by its buttons; an answer's own buttons are pressed now and then.
PRESSES_IN_FLOW = 0.7
PRESSES = 0.1


@dataclass
class Texts:
    """The test set's questions in turn, each time around mistyped anew, so that no cache of texts helps.

    Attributes:
        said: how many times each text was given.
    """

    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    said: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the questions, Finnish and English mixed."""
        self._questions = list(dict.fromkeys(case.text for case in held_out(*SERVED)))
        self.chance.shuffle(self._questions)
        self._given = 0

    def next(self) -> str:
        """Return the next text."""
        times, place = divmod(self._given, len(self._questions))
        self._given += 1
        text = self._questions[place]
        if times:
            text = _mistyped(text, self.chance)
        self.said[text] = self.said.get(text, 0) + 1
        return text

    @property
    def repeated(self) -> float:
        """The share of texts that had been given before: at most so many were in a cache."""
        return 1 - len(self.said) / max(1, sum(self.said.values()))


@dataclass
class Person:
    """Somebody in one conversation, who presses a button now and then."""

    session: aiohttp.ClientSession
    url: str
    texts: Texts
    id: str | None = None
    answer: dict[str, Any] = field(default_factory=dict)
    presses: int = 0

    async def say(self) -> float:
        """Send one message and return the seconds until its answer was read.

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
        return seconds

    def _message(self) -> dict[str, str]:
        buttons = [button["payload"] for reply in self.answer.get("replies", ()) for button in reply["buttons"]]
        in_flow = (self.answer.get("flow") or {}).get("step") is not None
        chance = self.texts.chance
        if buttons and chance.random() < (PRESSES_IN_FLOW if in_flow else PRESSES):
            self.presses += 1
            return {"payload": chance.choice(buttons)}
        return {"text": self.texts.next()}


def _mistyped(text: str, chance: random.Random) -> str:
    """Return `text` with two neighbouring characters swapped, twice."""
    for _ in range(2):
        place = chance.randrange(len(text))
        text = text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
    return text


def client(key: str) -> aiohttp.ClientSession:
    """Return a partner's client, which keeps its connections open."""
    return aiohttp.ClientSession(
        headers={"Authorization": f"Bearer {key}"},
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
        timeout=aiohttp.ClientTimeout(total=60),
    )
