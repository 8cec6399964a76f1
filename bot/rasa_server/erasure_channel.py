"""Lets the gateway erase a conversation's state in Rasa: DELETE /webhooks/erasure/conversations/<id>."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty


class ErasureChannel(InputChannel):
    """A channel of Rasa, for its routes only: no message comes in by it."""

    @classmethod
    def name(cls) -> Text:
        """Return the channel's name, a part of its address."""
        return "erasure"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the route."""
        blueprint = Blueprint("erasure")

        @blueprint.delete("/conversations/<conversation_id>")
        async def erase(request: Request, conversation_id: Text) -> HTTPResponse:
            # Rasa wraps the store of endpoints.yml into one that knows only how to read and write.
            await request.app.ctx.agent.tracker_store._tracker_store.erase(conversation_id)
            return empty()

        return blueprint
