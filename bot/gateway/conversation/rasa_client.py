"""Talks to the Rasa workers on the loopback interface."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import aiohttp
import pydantic

from bot.contract import ANSWER_BY, Envelope, MessageContext
from bot.gateway.conversation.queue import ANYBODY, Abandoned, Caller, FairQueue, Overload
from bot.gateway.conversation.validation import wrong_fields

# Rasa understands one message at a time; while an action answers one, it can read the next. Throughput is greatest with
# about four, and more would wait where nobody can take turns (docs/adr/0020).
AT_ONCE_PER_WORKER = 4
TIMEOUT = 15.0


class RasaUnavailable(Exception):
    """Rasa or its action server gave no answer."""


class RasaOverloaded(RasaUnavailable):
    """More messages came than Rasa can answer in time.

    Attributes:
        seconds: after how many whole seconds to try again.
    """

    def __init__(self, seconds: int) -> None:
        """Say when to try again."""
        super().__init__("too many messages wait")
        self.seconds = seconds


class RasaClient:
    """Sends messages to Rasa workers; any worker can take any message, since the conversation's state comes with it.

    A message goes to the worker with the fewest messages under way, and of several to the one that has waited longest.
    Where a worker is not there, or goes away in the middle of a message, the next one takes it.

    Only a few messages are under way at once; the others wait in the gateway, where each caller has its turn.

    Args:
        urls: base addresses of the workers.
        timeout: seconds to wait for an answer, the wait for a turn included.
    """

    def __init__(self, urls: Sequence[str], timeout: float = TIMEOUT) -> None:
        """Open a connection pool that keeps its connections alive."""
        self._timeout = timeout
        self._queue = FairQueue(AT_ONCE_PER_WORKER * len(urls))
        self._urls = [url.rstrip("/") for url in urls]
        self._under_way: Counter[str] = Counter()
        self._last_sent: Counter[str] = Counter()
        self._sent = 0
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=timeout),
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
        )

    async def close(self) -> None:
        """Close the pool."""
        await self._session.close()

    async def ask(self, conversation_id: str, text: str, context: MessageContext, caller: Caller = ANYBODY) -> Envelope:
        """Return the answer to one message.

        Args:
            conversation_id: names the sender to Rasa, which remembers nothing of it.
            text: what the person wrote, without personal data, or a payload.
            context: what else Rasa needs to know of the message.
            caller: who sends it.

        Raises:
            RasaOverloaded: the message would wait too long for its turn.
            RasaUnavailable: no worker answers, a time-out, an answer that breaks the contract, or none at all,
                which is how the REST channel reports that an action failed.
        """
        answer_by = time.time() + self._timeout
        try:
            async with asyncio.timeout(self._timeout), self._queue.turn(caller):
                return await self._ask_workers(conversation_id, text, context, answer_by)
        except Overload as error:
            raise RasaOverloaded(error.seconds) from None
        except (Abandoned, TimeoutError) as error:
            raise RasaUnavailable(type(error).__name__) from error

    async def _ask_workers(
        self, conversation_id: str, text: str, context: MessageContext, answer_by: float
    ) -> Envelope:
        body = {"sender": conversation_id, "message": text, "metadata": context.model_dump(mode="json")}
        gone: aiohttp.ClientError | None = None
        for url in self._workers():
            self._under_way[url] += 1
            try:
                return await self._post(url, body, answer_by)
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
                gone = error
            except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                raise RasaUnavailable(type(error).__name__) from error
            finally:
                self._under_way[url] -= 1
        raise RasaUnavailable(type(gone).__name__) from gone

    def _workers(self) -> list[str]:
        """Return the workers to try in turn; the first one again at last, which may only have closed a connection."""
        order = sorted(self._urls, key=lambda url: (self._under_way[url], self._last_sent[url]))
        self._sent += 1
        self._last_sent[order[0]] = self._sent
        return [*order, order[0]]

    async def _post(self, url: str, body: dict[str, Any], answer_by: float) -> Envelope:
        headers = {ANSWER_BY: f"{answer_by:.3f}"}
        async with self._session.post(f"{url}/webhooks/rest/webhook", json=body, headers=headers) as response:
            response.raise_for_status()
            try:
                messages = await response.json()
            except ValueError:
                raise RasaUnavailable("the answer is not JSON") from None
        return _envelope(messages)

    async def failures(self) -> dict[str, str | None]:
        """Return each worker's address with what is wrong with it, or None where it answers."""
        return {url: await self._failure(url) for url in self._urls}

    async def _failure(self, url: str) -> str | None:
        try:
            async with self._session.get(f"{url}/webhooks/rest/", timeout=aiohttp.ClientTimeout(total=3)) as response:
                return None if response.status == 200 else f"status {response.status}"
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            return type(error).__name__


def _envelope(messages: Any) -> Envelope:
    """Return what the action has sent; a plain text of Rasa's own is no answer.

    Raises:
        RasaUnavailable: there is no envelope, or a wrong one; names its fields, not what they hold.
    """
    if not isinstance(messages, list) or not messages:
        raise RasaUnavailable("no message came back")
    for message in messages:
        if isinstance(message, dict) and "custom" in message:
            try:
                return Envelope.model_validate(message["custom"])
            except pydantic.ValidationError as error:
                raise RasaUnavailable(f"wrong envelope: {wrong_fields(error)}") from None
    raise RasaUnavailable("the answer has no envelope")
