"""The pages: those that anybody may open, and the conversation without JavaScript, whose forms only own pages send."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.pages import plain, site

PLAIN = "/plain"


def add_pages(app: web.Application) -> None:
    """Add the pages to the application."""
    app.add_routes(site.routes())
    conversation = web.Application(middlewares=[plain.own_pages_only])
    conversation.add_routes(plain.routes())
    app.add_subapp(PLAIN, conversation)
