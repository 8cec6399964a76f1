"""The chat widget's conversations: without a key, with a limit on each address (docs/widget.md)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, Literal, Optional

import pydantic
from aiohttp import web

from bot.gateway.conversation.model import MessageAnswer, Sender
from bot.gateway.endpoints import Endpoint
from bot.gateway.errors import Problem, sentence
from bot.gateway.limits import extra_cost
from bot.gateway.parts import CONVERSATIONS
from bot.gateway.schemas import LanguageParameter, MessageRequest, ResponseModel
from bot.gateway.visitors import KEPT_LIMIT, caller, charge, extra_kept
from bot.gateway.widget.room import WIDGET

# All visitors are one client: what keeps their conversations apart is that nobody can guess another's id.
VISITOR = Sender("widget", "page", shows_given_answers=True)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def _is_uuid(value: str) -> str:
    if not _UUID.fullmatch(value):
        raise ValueError("Send a random UUID, or null.")
    return value


# An id must be one that no other visitor's page makes up.
RandomId = Annotated[
    pydantic.StrictStr,
    pydantic.AfterValidator(_is_uuid),
    pydantic.WithJsonSchema({"type": "string", "format": "uuid"}),
]


class WidgetMessageRequest(MessageRequest):
    """One message of a person, or one pressed button."""

    message_id: Optional[RandomId] = pydantic.Field(
        None, description="The client's own random id of this message; makes a retry safe."
    )


class ConversationAlive(ResponseModel):
    """The conversation can go on."""

    alive: Literal[True] = True


class ConversationParameters(LanguageParameter):
    """Which conversation."""

    id: str = pydantic.Field(description="A conversation's id.")


async def post_message(request: web.Request, body: WidgetMessageRequest) -> MessageAnswer:
    """Send a message or press a button."""
    charge(request, extra_cost(body.text))
    sender = replace(VISITOR, caller=caller(request))
    answer = await request.config_dict[CONVERSATIONS].take(sender, body.incoming())
    charge(request, extra_kept(answer, body.conversation_id is None), KEPT_LIMIT)
    return answer


async def get_conversation(request: web.Request, parameters: ConversationParameters) -> ConversationAlive:
    """Tell whether a conversation can go on."""
    if not await request.config_dict[CONVERSATIONS].knows(VISITOR, parameters.id):
        raise Problem(404, sentence("expired", parameters.language), "id", "Start a new conversation.")
    return ConversationAlive()


async def delete_conversation(request: web.Request, parameters: ConversationParameters) -> None:
    """Erase a conversation; an unknown one is erased already."""
    await request.config_dict[CONVERSATIONS].erase(VISITOR, parameters.id, parameters.language)


ENDPOINTS = [
    Endpoint(WIDGET, "POST", "/messages", post_message, problems=(404, 409, 503)),
    Endpoint(WIDGET, "GET", "/conversations/{id}", get_conversation, problems=(404, 503)),
    Endpoint(WIDGET, "DELETE", "/conversations/{id}", delete_conversation, problems=(503,)),
]
