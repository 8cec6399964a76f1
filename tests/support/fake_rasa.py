"""A stand-in for the Rasa server: answers the REST channel as it is told to, and keeps what it was sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional, Sequence

from aiohttp import web

Message = Dict[str, Any]
BUTTON = {"title": "Tarkista ehdot", "payload": '/flow{"topic": "check.eligibility"}'}


def envelope(**changes: Any) -> Message:
    """Return the one message of an answer: what to say, and what the actions tell the gateway about it."""
    custom = {"topic": "travel.copayment", "language": "fi", "confidence": 0.97, "sources": [], "flow": None}
    return {"custom": {"replies": [], "last_topic": None, **custom, **changes}}


def answer(text: str = "Omavastuu on 25 €.", buttons: Sequence[Message] = (BUTTON,), **changes: Any) -> List[Message]:
    """Return an answer, by default with one button, as Rasa's REST channel gives it."""
    return [{"recipient_id": "x", **envelope(replies=[{"text": text, "buttons": list(buttons)}], **changes)}]


@dataclass
class FakeRasa:
    """Answers every message with `reply`; `status` other than 200 and `held` stand for its troubles.

    Attributes:
        reply: the messages of an answer, or a function of the request's body that returns them.
        status: the HTTP status of the webhook; other than 200 sends no answer.
        held: while set and not released, answers wait.
        received: the bodies of the requests so far.
        erased: the conversations it was told to erase.
    """

    reply: Any = field(default_factory=answer)
    status: int = 200
    held: Optional[asyncio.Event] = None
    received: List[Message] = field(default_factory=list)
    erased: List[str] = field(default_factory=list)

    async def webhook(self, request: web.Request) -> web.Response:
        """Take one message."""
        body = await request.json()
        self.received.append(body)
        if self.held is not None:
            await self.held.wait()
        if self.status != 200:
            return web.Response(status=self.status, text="Traceback (most recent call last): ...")
        reply: Callable[[Message], List[Message]] = self.reply if callable(self.reply) else lambda _: self.reply
        return web.json_response(reply(body))

    async def erase(self, request: web.Request) -> web.Response:
        """Erase a conversation."""
        if self.status == 200:
            self.erased.append(request.match_info["id"])
        return web.Response(status=204 if self.status == 200 else self.status)

    async def alive(self, request: web.Request) -> web.Response:
        """Answer the health check."""
        return web.json_response({"status": "ok"}, status=self.status)

    def hold(self) -> None:
        """Let answers wait from now on."""
        self.held = asyncio.Event()

    def release(self) -> None:
        """Let the waiting answers go, and later ones pass."""
        if self.held is not None:
            self.held.set()

    @property
    def texts(self) -> List[str]:
        """What reached Rasa, oldest first."""
        return [body["message"] for body in self.received]

    def app(self) -> web.Application:
        """Return the application to serve."""
        app = web.Application()
        app.add_routes(
            [
                web.post("/webhooks/rest/webhook", self.webhook),
                web.delete("/webhooks/erasure/conversations/{id}", self.erase),
                web.get("/webhooks/rest/", self.alive),
                web.get("/health", self.alive),
            ]
        )
        return app
