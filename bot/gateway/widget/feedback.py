"""Takes a person's rating of an answer, and a comment without its personal data: POST /widget/feedback."""

from __future__ import annotations

import logging

from aiohttp import web

from bot.gateway.errors import Problem, sentence
from bot.gateway.keys import TURNS
from bot.gateway.schemas import MAX_COMMENT, FeedbackRequest, read_body
from bot.gateway.widget.messages import VISITOR
from bot.gateway.widget.visitors import count
from bot.privacy import clean, redact

logger = logging.getLogger(__name__)


async def post_feedback(request: web.Request) -> web.Response:
    """Keep a rating, in place of an earlier one of the same answer.

    Sample: {"conversation_id": "x", "message_id": "x", "rating": "up", "comment": null, "language": "fi"}
    """
    given = await read_body(request, FeedbackRequest)
    count(request, given.language)
    comment = given.comment or ""
    if len(comment) > MAX_COMMENT:
        raise Problem(
            422,
            sentence("too_long", given.language, limit=MAX_COMMENT),
            "comment",
            f"{len(comment)} characters are too many: send at most {MAX_COMMENT}.",
        )
    guarded = redact(clean(comment))
    topic = request.app[TURNS].rate(
        VISITOR, given.conversation_id, given.message_id, given.rating, guarded.text or None
    )
    if topic is None:
        raise Problem(
            404,
            sentence("not_kept", given.language),
            "message_id",
            "Send the message_id of an answer of this conversation that is not older than a day.",
        )
    logger.info("rated channel=%s topic=%s rating=%s", VISITOR.channel, topic, given.rating)
    return web.json_response({"stored": True, "redacted": list(guarded.kinds)})


def routes() -> list[web.RouteDef]:
    """Return the routes of this module."""
    return [web.post("/widget/feedback", post_feedback)]
