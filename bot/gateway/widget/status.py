"""Tells the widget who can be reached now, and its limits: GET /widget/status."""

from __future__ import annotations

from datetime import datetime

import pydantic
from aiohttp import web

from bot import hours
from bot.contract import Audience
from bot.gateway.conversation.model import MAX_COMMENT, MAX_TEXT
from bot.gateway.endpoints import Endpoint
from bot.gateway.parts import CLOCK
from bot.gateway.schemas import LanguageParameter, ResponseModel
from bot.gateway.widget.room import WIDGET
from bot.languages.field import LanguageCode
from bot.wording.reach import CHANNELS, is_someone_there, reach

PARTNER_CHAT = "partner_chat"


class StatusParameters(LanguageParameter):
    """Whom the status is for."""

    audience: Audience = pydantic.Field("public", description="The public, or authorities and service providers.")


class ChatStatus(ResponseModel):
    """The state of Kela's chat; for the public there is none."""

    open: bool
    opens: datetime | None = pydantic.Field(description="When it opens next; null while it is open.")
    closes: datetime | None = pydantic.Field(description="Null while it is closed.")
    assumed: bool = pydantic.Field(description="Whether a public holiday was taken as closed without a source.")


class HumanStatus(ResponseModel):
    """Who at Kela can be reached."""

    open: bool = pydantic.Field(description="Whether somebody is there now.")
    text: str = pydantic.Field(description="In limited Markdown.")
    lang: LanguageCode


class TextLimits(ResponseModel):
    """How many characters a text may have."""

    text: int
    comment: int


class WidgetStatus(ResponseModel):
    """The moment's opening hours, and the limits."""

    now: datetime
    chat: ChatStatus
    human: HumanStatus
    limits: TextLimits


async def get_status(request: web.Request, parameters: StatusParameters) -> WidgetStatus:
    """Tell who can be reached now, and the limits."""
    audience, language = parameters.audience, parameters.language
    now = request.config_dict[CLOCK]()
    return WidgetStatus(
        now=now,
        chat=_chat(audience, now),
        human=HumanStatus(open=is_someone_there(audience, now), text=reach(audience, language, now), lang=language),
        limits=TextLimits(text=MAX_TEXT, comment=MAX_COMMENT),
    )


def _chat(audience: Audience, now: datetime) -> ChatStatus:
    if PARTNER_CHAT not in CHANNELS[audience]:
        return ChatStatus(open=False, opens=None, closes=None, assumed=False)
    opening = hours.opening(PARTNER_CHAT, now)
    return ChatStatus(
        open=opening.is_open,
        opens=None if opening.is_open else opening.next_opens,
        closes=opening.closes,
        assumed=opening.assumed_holiday,
    )


ENDPOINTS = [Endpoint(WIDGET, "GET", "/status", get_status, headers={"Cache-Control": "no-store"})]
