"""The chat widget as a sub-application: its script and its endpoints, for allowed sites, limited by address."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.errors import Problem, problem_of, problems
from bot.gateway.limits import OverLimit
from bot.gateway.schemas import body_in_time
from bot.gateway.visitors import KEPT_LIMIT, LOOKUP_LIMIT, PAGE_LIMIT, count
from bot.gateway.widget import bundle, feedback, messages, status
from bot.gateway.widget.origins import allowed_origins
from bot.languages import codes

PREFIX = "/widget"
# The script's own address, beside the prefix.
SCRIPT = "/widget.js"


def add_widget(app: web.Application) -> None:
    """Add the widget to the application."""
    endpoints = [endpoint.route() for module in (messages, feedback, status, bundle) for endpoint in module.ENDPOINTS]
    app.add_subapp(PREFIX, _guarded([*endpoints, *bundle.routes()]))
    app.add_subapp(SCRIPT, _guarded(bundle.script_routes()))


def _guarded(routes: Iterable[web.AbstractRouteDef]) -> web.Application:
    # From outside in: an error has its shape before it is marked for the site that may read it.
    guarded = web.Application(middlewares=[allowed_origins, problems, limited])
    guarded.add_routes(routes)
    return guarded


@web.middleware
async def limited(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count what a visitor sends, and say in their language that it is too much."""
    if request.method == "POST":
        try:
            count(request)
            count(request, KEPT_LIMIT)
        except OverLimit as error:
            raise problem_of(error, await _language(request)) from None
    elif "id" in request.match_info:
        count(request, LOOKUP_LIMIT)
    else:
        count(request, PAGE_LIMIT)
    return await handler(request)


async def _language(request: web.Request) -> str | None:
    """Return the language that a request's body names, None where it names none."""
    try:
        body: Any = json.loads(await body_in_time(request))
    except (Problem, web.HTTPException, ValueError, RecursionError):
        return None
    language = body.get("language") if isinstance(body, dict) else None
    return language if language in codes() else None
