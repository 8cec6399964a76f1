"""The partner API's conversations: POST /api/v1/messages."""

from __future__ import annotations

from typing import Literal

import pydantic
from aiohttp import web

from bot.contract import Button, OpenQuestion, Source, is_none
from bot.gateway.api.partners import PARTNER
from bot.gateway.api.room import API
from bot.gateway.conversation.model import MessageAnswer, Sender
from bot.gateway.conversation.queue import Caller
from bot.gateway.endpoints import Endpoint
from bot.gateway.parts import CONVERSATIONS
from bot.gateway.schemas import Identifier, MessageRequest, ParameterModel, ResponseModel
from bot.gateway.visitors import extra_kept, has_gone


class PartnerReply(ResponseModel):
    """A text in limited Markdown (paragraphs, lists, bold, links) with its buttons."""

    text: str
    buttons: tuple[Button, ...]
    role: Literal["alert"] | None = pydantic.Field(
        None,
        exclude_if=is_none,
        description="`alert`: a line on 112 and the crisis line. It comes before the other texts; show it first.",
    )


class MessageResponse(ResponseModel):
    """The answer to a message."""

    conversation_id: str
    message_id: str = pydantic.Field(description="The id of the message that this answers.")
    language: str
    topic: str
    confidence: float = pydantic.Field(description="Probability of the topic, 0-1.")
    replies: tuple[PartnerReply, ...]
    sources: tuple[Source, ...]
    redacted: tuple[str, ...] = pydantic.Field(description="The kinds of personal data removed from the message.")
    flow: OpenQuestion | None

    @classmethod
    def of(cls, answer: MessageAnswer) -> MessageResponse:
        """Return what a partner is told of an answer."""
        return cls(
            conversation_id=answer.conversation_id,
            message_id=answer.message_id,
            language=answer.language,
            topic=answer.topic,
            confidence=answer.confidence,
            replies=tuple(
                PartnerReply(text=reply.text, buttons=reply.buttons, role=reply.role) for reply in answer.replies
            ),
            sources=answer.sources,
            redacted=answer.redacted,
            flow=answer.flow,
        )


async def post_message(request: web.Request, body: MessageRequest) -> MessageResponse:
    """Send a message or press a button."""
    partner = request[PARTNER]
    partner.count_message(body.text)
    caller = Caller(f"partner {partner.name}", gone=lambda: has_gone(request))
    sender = Sender("partner", partner.name, caller=caller)
    answer = await request.config_dict[CONVERSATIONS].take(sender, body.incoming())
    partner.charge_kept(extra_kept(answer, body.conversation_id is None))
    return MessageResponse.of(answer)


class ConversationParameters(ParameterModel):
    """Which conversation."""

    id: Identifier = pydantic.Field(description="A conversation's id.")


async def delete_conversation(request: web.Request, parameters: ConversationParameters) -> None:
    """Erase a conversation; one that is unknown, or another partner's, is left as it is."""
    await request.config_dict[CONVERSATIONS].erase(Sender("partner", request[PARTNER].name), parameters.id)


ENDPOINTS = [
    Endpoint(API, "POST", "/messages", post_message, problems=(404, 409, 503)),
    Endpoint(API, "DELETE", "/conversations/{id}", delete_conversation, problems=(503,)),
]
