"""Lets only allowed sites embed the widget: their pages' requests are answered, those of other sites refused."""

from __future__ import annotations

from typing import Any, Optional

from aiohttp import web

from bot.gateway.errors import Problem
from bot.gateway.keys import SETTINGS

# Chromium remembers a preflight for two hours at most.
_PREFLIGHT_SECONDS = "7200"


def is_own(request: web.Request) -> bool:
    """Whether the request comes from a page of this host, or from no page at all."""
    # By host alone: behind a proxy that ends TLS the page's scheme is https and ours is not.
    host = request.host.lower()
    return request.headers.get("Origin") in (None, f"http://{host}", f"https://{host}")


@web.middleware
async def origins(request: web.Request, handler: Any) -> web.StreamResponse:
    """Answer a request for anything of the widget by its Origin; every other request is passed on."""
    if not request.path.startswith(("/widget/", "/widget.js")):
        return await handler(request)
    origin = request.headers.get("Origin")
    if not is_own(request) and origin not in request.app[SETTINGS].widget_origins:
        detail = "This site may not use the assistant."
        mend = "The assistant's operator allows sites by KUNTOUTUSNEUVO_WIDGET_ORIGINS."
        return _marked(Problem(403, detail, "Origin", mend).response(), None)
    response = _preflight(request)
    if response is None:
        response = await handler(request)
    return _marked(response, origin)


def _preflight(request: web.Request) -> Optional[web.Response]:
    """Return the answer to a browser's question whether it may send a request; None where it asks no such thing."""
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


def _marked(response: web.StreamResponse, allowed: Optional[str]) -> web.StreamResponse:
    """Tell the browser which site may read the response, and caches that it depends on the site."""
    response.headers.add("Vary", "Origin")
    # A plain <script> needs no permission to be read, so this keeps it to pages of this host.
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if allowed is not None:
        response.headers["Access-Control-Allow-Origin"] = allowed
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response
