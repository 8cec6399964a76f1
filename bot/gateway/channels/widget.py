"""The web page's channel: no key, a limit on each address, only from pages of this host."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from aiohttp import web

from bot.gateway.errors import Problem
from bot.gateway.keys import TURNS, WIDGET_LIMIT
from bot.gateway.schemas import MessageRequest, read_body
from bot.gateway.turns import Sender

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


async def post_message(request: web.Request) -> web.Response:
    """Answer one message.

    Sample: {"conversation_id": null, "message_id": null, "text": "Saako matkoista korvausta?", "language": "fi"}
    """
    origin = request.headers.get("Origin")
    # By host alone: behind a proxy that ends TLS the page's scheme is https and ours is not.
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Problem(403, "This page may not use the assistant.", "Origin", "Open the assistant's own page.")
    request.app[WIDGET_LIMIT].count(request.remote or "?")
    message = await read_body(request, MessageRequest)
    # All visitors are one client here, so an id must be one that no other visitor's page makes up.
    if message.message_id is not None and not _UUID.fullmatch(message.message_id):
        raise Problem(422, "The message_id is no UUID.", "message_id", "Send a random UUID, or null.")
    return web.json_response(await request.app[TURNS].take(Sender("widget", "page"), message))


def routes() -> list[web.RouteDef]:
    """Return the routes of this channel."""
    return [web.post("/widget/messages", post_message)]
