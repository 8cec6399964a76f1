"""Serves the page with the widget, the files of our own pages, and the demo site."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.gateway.headers import WIDGET_POLICY
from bot.gateway.keys import SETTINGS, STATIC
from bot.gateway.pages.templating import page, page_language

_NO_CACHE = {"Cache-Control": "no-cache"}


async def index(request: web.Request) -> web.Response:
    """Serve the page with the widget."""
    return page("index.html", page_language(request), {**WIDGET_POLICY, **_NO_CACHE})


async def demo(request: web.Request) -> web.FileResponse:
    """Serve a file of the demo site, where that is on."""
    name = request.match_info["name"] or "index.html"
    file: Path = request.app[STATIC] / "demo" / name
    if not request.app[SETTINGS].demo or not file.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(file, headers={**WIDGET_POLICY, **_NO_CACHE})


async def to_demo(request: web.Request) -> web.Response:
    """Lead to the demo site's first page, whose links begin in its folder."""
    raise web.HTTPFound("/demo/")


def routes(static: Path) -> list[web.AbstractRouteDef]:
    """Return the routes of this module."""
    return [
        web.get("/", index),
        web.get("/demo", to_demo),
        # No slash in a name, so nothing outside the folder.
        web.get("/demo/{name:[a-z0-9-]*(?:[.][a-z0-9]+)?}", demo),
        web.static("/static", static / "pages"),
    ]
