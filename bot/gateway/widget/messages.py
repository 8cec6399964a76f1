"""The chat widget's channel: conversations without a key, with a limit on each address (docs/widget.md)."""

from __future__ import annotations

import re

from aiohttp import web

from bot.gateway.conversation.model import Sender
from bot.gateway.errors import Problem, sentence
from bot.gateway.keys import CONVERSATIONS
from bot.gateway.schemas import MessageRequest, known_parameters, language_parameter, read_body
from bot.gateway.widget.visitors import count

# All visitors are one client: what keeps their conversations apart is that nobody can guess another's id.
VISITOR = Sender("widget", "page", shows_given_answers=True)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


async def post_message(request: web.Request) -> web.Response:
    """Answer one message.

    Sample: {"conversation_id": null, "message_id": null, "text": "Saako matkoista korvausta?", "language": "fi"}
    """
    message = await read_body(request, MessageRequest)
    count(request, message.language)
    # An id must be one that no other visitor's page makes up.
    if message.message_id is not None and not _UUID.fullmatch(message.message_id):
        raise Problem(422, "The message_id is no UUID.", "message_id", "Send a random UUID, or null.")
    answer = await request.app[CONVERSATIONS].take(VISITOR, message.incoming())
    return web.json_response(answer.model_dump(mode="json"))


async def get_conversation(request: web.Request) -> web.Response:
    """Answer 200 where the conversation can go on."""
    known_parameters(request, "language")
    if not await request.app[CONVERSATIONS].knows(VISITOR, request.match_info["id"]):
        raise Problem(404, sentence("expired", language_parameter(request)), "id", "Start a new conversation.")
    return web.json_response({"alive": True})


async def delete_conversation(request: web.Request) -> web.Response:
    """Erase a conversation; an unknown one is erased already."""
    known_parameters(request, "language")
    await request.app[CONVERSATIONS].erase(VISITOR, request.match_info["id"], language_parameter(request))
    return web.Response(status=204)


def routes() -> list[web.RouteDef]:
    """Return the routes of this channel."""
    return [
        web.post("/widget/messages", post_message),
        web.get("/widget/conversations/{id}", get_conversation),
        web.delete("/widget/conversations/{id}", delete_conversation),
    ]
