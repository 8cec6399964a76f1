"""Talks to the Rasa workers on the loopback interface."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import aiohttp
import pydantic

from bot.contract import Envelope, MessageContext
from bot.gateway.conversation.validation import wrong_fields


class RasaUnavailable(Exception):
    """Rasa or its action server gave no answer."""


class RasaClient:
    """Sends messages to Rasa workers; any worker can take any message, since the conversation's state comes with it.

    A message goes to the worker with the fewest messages under way, and of several to the one that has waited longest.
    Where a worker is not there, or goes away in the middle of a message, the next one takes it.

    Args:
        urls: base addresses of the workers.
        timeout: seconds to wait for an answer.
    """

    def __init__(self, urls: Sequence[str], timeout: float = 15.0) -> None:
        """Open a connection pool that keeps its connections alive."""
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

    async def ask(self, conversation_id: str, text: str, context: MessageContext) -> Envelope:
        """Return the answer to one message.

        Args:
            conversation_id: names the sender to Rasa, which remembers nothing of it.
            text: what the person wrote, without personal data, or a payload.
            context: what else Rasa needs to know of the message.

        Raises:
            RasaUnavailable: no worker answers, a time-out, an answer that breaks the contract, or none at all,
                which is how the REST channel reports that an action failed.
        """
        body = {"sender": conversation_id, "message": text, "metadata": context.model_dump(mode="json")}
        gone: aiohttp.ClientError | None = None
        for url in self._workers():
            self._under_way[url] += 1
            try:
                return await self._post(url, body)
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

    async def _post(self, url: str, body: dict[str, Any]) -> Envelope:
        async with self._session.post(f"{url}/webhooks/rest/webhook", json=body) as response:
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
