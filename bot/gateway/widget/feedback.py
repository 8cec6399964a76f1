"""Takes a person's rating of an answer, and a comment without its personal data: POST /widget/feedback."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.keys import CONVERSATIONS
from bot.gateway.schemas import FeedbackRequest, read_body
from bot.gateway.widget.messages import VISITOR
from bot.gateway.widget.visitors import count


async def post_feedback(request: web.Request) -> web.Response:
    """Keep a rating, in place of an earlier one of the same answer.

    Sample: {"conversation_id": "x", "message_id": "x", "rating": "up", "comment": null, "language": "fi"}
    """
    given = await read_body(request, FeedbackRequest)
    count(request, given.language)
    kept = await request.app[CONVERSATIONS].rate(VISITOR, given.incoming())
    return web.json_response({"stored": True, "redacted": list(kept.redacted)})


def routes() -> list[web.RouteDef]:
    """Return the routes of this module."""
    return [web.post("/widget/feedback", post_feedback)]
