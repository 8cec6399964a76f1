"""Builds the gateway: `python -m bot.gateway` serves it."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import datetime
from typing import AsyncIterator, Callable

from aiohttp import web

from bot.clock import helsinki_now
from bot.gateway import health, lookups, openapi, pages, rules_api
from bot.gateway.channels import partner, widget
from bot.gateway.conversations import PURGE_SECONDS, ConversationStore
from bot.gateway.errors import problems
from bot.gateway.keys import CLOCK, PARTNERS, RASA, SETTINGS, TURNS, WIDGET_LIMIT
from bot.gateway.limits import RateLimit
from bot.gateway.partners import load_partners
from bot.gateway.rasa_client import RasaClient
from bot.gateway.settings import Settings
from bot.gateway.turns import Turns

MAX_BODY = 64 * 1024
# The page loads nothing from elsewhere and runs no inline script.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


async def _purge_regularly(store: ConversationStore) -> None:
    while True:
        await asyncio.sleep(PURGE_SECONDS)
        store.purge()


async def _parts(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    store = ConversationStore(settings.database)
    app[RASA] = RasaClient(settings.rasa_urls)
    app[TURNS] = Turns(store, app[RASA])
    purging = asyncio.create_task(_purge_regularly(store))
    yield
    purging.cancel()
    await app[RASA].close()
    store.close()


async def _secure(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)


def create_app(settings: Settings, clock: Callable[[], datetime] = helsinki_now) -> web.Application:
    """Return the application for `settings`; `clock` tells the time for opening hours and amounts."""
    app = web.Application(middlewares=[problems], client_max_size=MAX_BODY)
    app[SETTINGS] = settings
    app[CLOCK] = clock
    app[PARTNERS] = load_partners(settings.dev_key_file, settings.partner_keys_file)
    app[WIDGET_LIMIT] = RateLimit(settings.widget_per_minute)
    app.cleanup_ctx.append(_parts)
    app.on_response_prepare.append(_secure)
    for module in (partner, widget, rules_api, lookups, health, openapi, pages):
        app.add_routes(module.routes())
    return app


def main() -> None:
    """Serve until stopped."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # The access log would hold addresses of people; what was answered is logged in turns.py without them.
    settings = Settings()
    web.run_app(create_app(settings), host=settings.host, port=settings.port, access_log=None, print=None)
