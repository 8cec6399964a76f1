"""Talks to the Rasa server on the loopback interface."""

from __future__ import annotations

import asyncio
import zlib
from typing import Any, Awaitable, Callable, Dict, List, Optional, Sequence, TypeVar

import aiohttp

from bot.rasa_server.senders import sender_of

Answer = TypeVar("Answer")


class RasaUnavailable(Exception):
    """Rasa or its action server gave no answer."""


class RasaClient:
    """Sends messages to one of several Rasa workers; a conversation goes to the same one as long as that answers.

    Where a worker is not there, or goes away in the middle of a message, the next one takes it: the dialogues' state
    is in a store that all share, and a turn taken twice counts once (bot/rasa_server/tracker_store.py).

    Args:
        urls: base addresses of the workers.
        timeout: seconds to wait for an answer.
    """

    def __init__(self, urls: Sequence[str], timeout: float = 15.0) -> None:
        """Open a connection pool that keeps its connections alive."""
        self._urls = [url.rstrip("/") for url in urls]
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=timeout),
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
        )

    async def close(self) -> None:
        """Close the pool."""
        await self._session.close()

    def _workers(self, conversation_id: str) -> List[str]:
        """Return the workers to try in turn; the first one again at last, which may only have closed a connection."""
        own = zlib.crc32(conversation_id.encode()) % len(self._urls)
        return [*self._urls[own:], *self._urls[:own], self._urls[own]]

    async def send(self, conversation_id: str, turn: int, text: str, metadata: Dict[str, Any]) -> List[Dict[str, Any]]:
        """Return the bot's messages to `text`, as Rasa's REST channel gives them.

        Args:
            conversation_id: the conversation.
            turn: how many messages of the conversation have been answered; the same again where no answer came.
            text: what the person wrote, or a payload.
            metadata: what else Rasa needs to know of the message.

        Raises:
            RasaUnavailable: no worker answers, a time-out, or no message came back, which is how the REST channel
                reports that an action failed.
        """
        body = {"sender": sender_of(conversation_id, turn), "message": text, "metadata": metadata}
        return await self._first_answer(conversation_id, lambda url: self._post(url, body))

    async def _first_answer(self, conversation_id: str, ask: Callable[[str], Awaitable[Answer]]) -> Answer:
        gone: Optional[aiohttp.ClientError] = None
        for url in self._workers(conversation_id):
            try:
                return await ask(url)
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:  # noqa: PERF203 (few workers)
                gone = error
            except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                raise RasaUnavailable(type(error).__name__) from error
        raise RasaUnavailable(type(gone).__name__) from gone

    async def _post(self, url: str, body: Dict[str, Any]) -> List[Dict[str, Any]]:
        async with self._session.post(f"{url}/webhooks/rest/webhook", json=body) as response:
            response.raise_for_status()
            messages: List[Dict[str, Any]] = await response.json()
        if not messages:
            raise RasaUnavailable("no message came back")
        return messages

    async def erase(self, conversation_id: str) -> None:
        """Have Rasa erase its state of a conversation.

        Raises:
            RasaUnavailable: no worker answers, a time-out, or an error.
        """
        await self._first_answer(conversation_id, lambda url: self._delete(url, conversation_id))

    async def _delete(self, url: str, conversation_id: str) -> None:
        async with self._session.delete(f"{url}/webhooks/erasure/conversations/{conversation_id}") as response:
            response.raise_for_status()

    async def failures(self) -> Dict[str, Optional[str]]:
        """Return each worker's address with what is wrong with it, or None where it answers."""
        return {url: await self._failure(url) for url in self._urls}

    async def _failure(self, url: str) -> Optional[str]:
        try:
            async with self._session.get(f"{url}/webhooks/rest/", timeout=aiohttp.ClientTimeout(total=3)) as response:
                return None if response.status == 200 else f"status {response.status}"
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            return type(error).__name__
