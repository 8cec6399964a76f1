"""Tells the widget who can be reached now, and its limits: GET /widget/status."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict

from aiohttp import web

from bot import hours
from bot.gateway.conversation.model import MAX_COMMENT, MAX_TEXT
from bot.gateway.errors import Problem
from bot.gateway.keys import CLOCK
from bot.gateway.schemas import known_parameters, language_parameter
from bot.wording.reach import CHANNELS, is_someone_there, reach

PUBLIC = "public"
PARTNER_CHAT = "partner_chat"


async def get_status(request: web.Request) -> web.Response:
    """Answer with the moment's opening hours, in words and for programs."""
    known_parameters(request, "language", "audience")
    language = language_parameter(request)
    audience = request.query.get("audience", PUBLIC)
    if audience not in CHANNELS:
        raise Problem(422, "There is no such audience.", "audience", f"Use one of {', '.join(CHANNELS)}.")
    now = request.app[CLOCK]()
    return web.json_response(
        {
            "now": now.isoformat(),
            "chat": _chat(audience, now),
            "human": {
                "open": is_someone_there(audience, now),
                "text": reach(audience, language, now),
                "lang": language,
            },
            "limits": {"text": MAX_TEXT, "comment": MAX_COMMENT},
        },
        headers={"Cache-Control": "no-store"},
    )


def _chat(audience: str, now: datetime) -> Dict[str, Any]:
    """Return the state of Kela's chat that the audience may use; for the public there is none that opens here."""
    if PARTNER_CHAT not in CHANNELS[audience]:
        return {"open": False, "opens": None, "closes": None, "assumed": False}
    opening = hours.opening(PARTNER_CHAT, now)
    return {
        "open": opening.is_open,
        "opens": None if opening.is_open else opening.next_opens.isoformat(),
        "closes": opening.closes.isoformat() if opening.closes else None,
        "assumed": opening.assumed_holiday,
    }


def routes() -> list[web.RouteDef]:
    """Return the routes of this module."""
    return [web.get("/widget/status", get_status)]
