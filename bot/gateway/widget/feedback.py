"""Takes a person's rating of an answer, and a comment without its personal data: POST /widget/feedback."""

from __future__ import annotations

from typing import Literal, Optional

import pydantic
from aiohttp import web

from bot.gateway.conversation.model import MAX_COMMENT, IncomingRating
from bot.gateway.endpoints import Endpoint
from bot.gateway.parts import CONVERSATIONS
from bot.gateway.schemas import Identifier, RequestModel, ResponseModel
from bot.gateway.visitors import KEPT_LIMIT, RATING_KEPT, charge
from bot.gateway.widget.messages import VISITOR
from bot.gateway.widget.room import WIDGET
from bot.languages.field import LanguageCode


class FeedbackRequest(RequestModel):
    """A person's rating of an answer."""

    conversation_id: Identifier
    message_id: Identifier = pydantic.Field(description="Of the message that the rated answer answers.")
    rating: Literal["up", "down"]
    comment: Optional[pydantic.StrictStr] = pydantic.Field(
        None, description=f"At most {MAX_COMMENT} characters; personal data is removed."
    )
    language: Optional[LanguageCode] = pydantic.Field(None, description="The language of errors.")


class KeptFeedback(ResponseModel):
    """The rating is kept."""

    stored: Literal[True] = True
    redacted: tuple[str, ...] = pydantic.Field(description="The kinds of personal data removed from the comment.")


async def post_feedback(request: web.Request, body: FeedbackRequest) -> KeptFeedback:
    """Rate an answer, in place of an earlier rating."""
    charge(request, RATING_KEPT, KEPT_LIMIT)
    kept = await request.config_dict[CONVERSATIONS].rate(VISITOR, IncomingRating(**dict(body)))
    return KeptFeedback(redacted=kept.redacted)


ENDPOINTS = [Endpoint(WIDGET, "POST", "/feedback", post_feedback, problems=(404, 503))]
