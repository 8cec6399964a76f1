"""Serves the page with the widget, the files of the pages, and the demo site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

from bot.gateway.headers import WIDGET_POLICY
from bot.gateway.pages.templating import page, page_language
from bot.gateway.parts import SETTINGS, STATIC

_PAGE = {**WIDGET_POLICY, "Cache-Control": "no-cache"}
# Without a slash, so that no name leads outside its folder.
_NAME = "[a-z0-9-]*(?:[.][a-z0-9]+)?"


async def index(request: web.Request) -> web.Response:
    """Serve the page with the widget."""
    return page("index.html", page_language(request), _PAGE)


async def demo(request: web.Request) -> web.FileResponse:
    """Serve a file of the demo site, where that is on."""
    if not request.config_dict[SETTINGS].demo:
        raise web.HTTPNotFound
    return _file(request.config_dict[STATIC] / "demo" / (request.match_info["name"] or "index.html"), _PAGE)


async def static_file(request: web.Request) -> web.FileResponse:
    """Serve a file of the pages."""
    return _file(request.config_dict[STATIC] / "pages" / request.match_info["name"])


def _file(file: Path, headers: Mapping[str, str] | None = None) -> web.FileResponse:
    # aiohttp itself notices that there is no such file only after the middleware that shapes errors.
    if not file.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(file, headers=headers)


async def to_demo(request: web.Request) -> web.Response:
    """Lead to the demo site's first page, whose links begin in its folder."""
    raise web.HTTPFound("/demo/")


def routes() -> list[web.RouteDef]:
    """Return the routes of this module."""
    return [
        web.get("/", index),
        web.get("/demo", to_demo),
        web.get(f"/demo/{{name:{_NAME}}}", demo),
        web.get(f"/static/{{name:{_NAME}}}", static_file),
    ]
