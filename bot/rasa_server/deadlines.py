"""Drops messages that nobody waits for any more.

Rasa reads its connections only between two messages. What has waited there longer than the gateway waits would be
understood for nobody, and the next person would wait for that too.
"""

from __future__ import annotations

import time
from typing import Any, Optional

from rasa.core.channels.rest import RestInput
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.contract import ANSWER_BY

_stock_blueprint = RestInput.blueprint


async def refuse_late(request: Request) -> Optional[HTTPResponse]:
    """Answer a message whose time has passed, so that it is not begun; None for any other request."""
    try:
        answer_by = float(request.headers[ANSWER_BY])
    except (KeyError, ValueError):
        return None
    return response.json({"status": "late"}, status=503) if time.time() > answer_by else None


def blueprint(self: RestInput, on_new_message: Any) -> Any:
    """Return the REST channel's endpoints, behind that check."""
    made = _stock_blueprint(self, on_new_message)
    made.on_request(refuse_late)
    return made


def install() -> None:
    """Put the check in front of Rasa's own channel."""
    RestInput.blueprint = blueprint
