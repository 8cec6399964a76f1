"""The partner REST API: conversations, for organisations that hold a key."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.api.partners import authenticated
from bot.gateway.conversation.turns import Sender
from bot.gateway.keys import PARTNERS, TURNS
from bot.gateway.schemas import MessageRequest, read_body


async def post_message(request: web.Request) -> web.Response:
    """Answer one message.

    Sample: {"conversation_id": null, "message_id": "a1", "text": "Paljonko taksimatka maksaa?", "payload": null,
    "language": null}
    """
    partner = authenticated(request, request.app[PARTNERS])
    message = await read_body(request, MessageRequest)
    return web.json_response(await request.app[TURNS].take(Sender("partner", partner.name), message))


def routes() -> list[web.RouteDef]:
    """Return the routes of this channel."""
    return [web.post("/api/v1/messages", post_message)]
