"""Lets only allowed sites embed the widget: their pages' requests are answered, those of other sites refused."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.errors import Problem
from bot.gateway.parts import SETTINGS
from bot.gateway.visitors import is_own

# Chromium remembers a preflight for two hours at most.
_PREFLIGHT_SECONDS = "7200"


@web.middleware
async def allowed_origins(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a request by its Origin; errors are answers too, so they must have been shaped further in."""
    origin = request.headers.get("Origin")
    if not is_own(request) and origin not in request.config_dict[SETTINGS].widget_origins:
        detail = "This site may not use the assistant."
        hint = "The assistant's operator allows sites by KUNTOUTUSNEUVO_WIDGET_ORIGINS."
        return _marked(Problem(403, detail, "Origin", hint).response(), None)
    response = _preflight(request)
    if response is None:
        return _marked(await handler(request), origin)
    return _marked(response, origin)


def _preflight(request: web.Request) -> web.Response | None:
    """Answer a CORS preflight; None for any other request."""
    if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers:
        return None
    refusal = request.match_info.http_exception
    if not isinstance(refusal, web.HTTPMethodNotAllowed):
        return None
    headers = {
        "Access-Control-Allow-Methods": ", ".join(sorted(refusal.allowed_methods)),
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Max-Age": _PREFLIGHT_SECONDS,
    }
    return web.Response(status=204, headers=headers)


def _marked(response: web.StreamResponse, allowed: str | None) -> web.StreamResponse:
    """Tell the browser which site may read the response, and caches that it depends on the site."""
    response.headers.add("Vary", "Origin")
    # A plain <script> needs no permission to be read, so this keeps it to pages of this host.
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if allowed is not None:
        response.headers["Access-Control-Allow-Origin"] = allowed
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response
