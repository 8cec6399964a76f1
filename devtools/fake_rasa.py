"""A stand-in for the Rasa server: answers the REST channel as it is told to, and keeps what it was sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.contract import ANSWER_BY, ConversationState, DialogueState, Envelope, MessageContext, Model

# As a channel's response holds it.
BUTTON = {"title": "Tarkista ehdot", "payload": '/flow{"topic": "check.eligibility"}'}


class Asked(Model):
    """A message as Rasa's REST channel takes it."""

    sender: str
    message: str
    metadata: MessageContext


def envelope(**changes: Any) -> Envelope:
    """Return an answer without texts; `changes` are its fields, as in JSON.

    What a test does not care for may be left out: the language of a text, the date of a page, and the state after the
    answer, which follows from its language and its dialogue.
    """
    fields = {"topic": "travel.copayment", "language": "fi", "confidence": 0.97, "replies": (), **changes}
    fields["replies"] = [{"language": fields["language"], **reply} for reply in fields["replies"]]
    fields["sources"] = [{"dated": None, **source} for source in fields.get("sources", ())]
    flow = fields.get("flow")
    dialogue = DialogueState(id=flow["id"], step=flow["step"]) if flow else None
    fields.setdefault("state", ConversationState(language=fields["language"], dialogue=dialogue))
    return Envelope.model_validate(fields)


def answer(text: str = "Omavastuu on 25 €.", buttons: Sequence[dict[str, str]] = (BUTTON,), **changes: Any) -> Envelope:
    """Return an answer of one text, by default with one button; `changes` are other fields of the envelope."""
    return envelope(replies=[{"text": text, "buttons": list(buttons)}], **changes)


@dataclass
class FakeRasa:
    """Answers every message with `reply`; `status` other than 200 and `held` stand for its troubles.

    Attributes:
        reply: an answer, or a function of what was asked that returns one.
        raw: JSON to send in place of an answer, for what breaks the contract.
        status: the HTTP status of the webhook; other than 200 sends no answer.
        held: while set and not released, answers wait.
        received: what it was asked so far.
        answer_by: until when the gateway waits, for each of these; seconds since 1970.
    """

    reply: Envelope | Callable[[Asked], Envelope] = field(default_factory=answer)
    raw: Any = None
    status: int = 200
    held: asyncio.Event | None = None
    received: list[Asked] = field(default_factory=list)
    answer_by: list[float] = field(default_factory=list)

    async def webhook(self, request: web.Request) -> web.Response:
        """Take one message."""
        asked = Asked.model_validate_json(await request.read())
        self.received.append(asked)
        self.answer_by.append(float(request.headers[ANSWER_BY]))
        if self.held is not None:
            await self.held.wait()
        if self.status != 200:
            return web.Response(status=self.status, text="Traceback (most recent call last): ...")
        if self.raw is not None:
            return web.json_response(self.raw)
        reply = self.reply(asked) if callable(self.reply) else self.reply
        return web.json_response([{"recipient_id": asked.sender, "custom": reply.model_dump(mode="json")}])

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
    def texts(self) -> list[str]:
        """What reached Rasa, oldest first."""
        return [asked.message for asked in self.received]

    @property
    def contexts(self) -> list[MessageContext]:
        """What Rasa was told beside the texts, oldest first."""
        return [asked.metadata for asked in self.received]

    def app(self) -> web.Application:
        """Return the application to serve."""
        app = web.Application()
        app.add_routes(
            [
                web.post("/webhooks/rest/webhook", self.webhook),
                web.get("/webhooks/rest/", self.alive),
                web.get("/health", self.alive),
            ]
        )
        return app
