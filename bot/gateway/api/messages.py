"""The partner REST API: conversations, for organisations that hold a key."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.gateway.api.partners import authenticated
from bot.gateway.conversation.model import MessageAnswer, Sender
from bot.gateway.keys import CONVERSATIONS, PARTNERS
from bot.gateway.schemas import MessageRequest, read_body


async def post_message(request: web.Request) -> web.Response:
    """Answer one message.

    Sample: {"conversation_id": null, "message_id": "a1", "text": "Paljonko taksimatka maksaa?", "payload": null,
    "language": null}
    """
    partner = authenticated(request, request.app[PARTNERS])
    message = await read_body(request, MessageRequest)
    answer = await request.app[CONVERSATIONS].take(Sender("partner", partner.name), message.incoming())
    return web.json_response(response_of(answer))


def response_of(answer: MessageAnswer) -> dict[str, Any]:
    """Return an answer in the shape of docs/api.md."""
    return answer.model_dump(mode="json", exclude={"progress": True, "replies": {"__all__": {"language"}}})


def routes() -> list[web.RouteDef]:
    """Return the routes of this channel."""
    return [web.post("/api/v1/messages", post_message)]
