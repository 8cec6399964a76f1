"""Builds the gateway: `python -m bot.gateway` serves it."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import datetime
from pathlib import Path
from typing import AsyncIterator, Callable

from aiohttp import web

from bot import quiet_logs
from bot.gateway import health, malformed, slow
from bot.gateway.api.application import add_api
from bot.gateway.conversation.rasa_client import RasaClient
from bot.gateway.conversation.service import ConversationService
from bot.gateway.conversation.store.opening import open_store
from bot.gateway.conversation.store.protocol import StoreUnavailable
from bot.gateway.conversation.upkeep import purge_regularly
from bot.gateway.errors import problems
from bot.gateway.headers import secure
from bot.gateway.last_resort import EmergencyAnswers
from bot.gateway.limits import SECONDS_PER_DAY, RateLimit
from bot.gateway.openapi import get_description
from bot.gateway.pages.application import add_pages
from bot.gateway.parts import CLOCK, CONVERSATIONS, RASA, SETTINGS, STATIC
from bot.gateway.settings import PREFIX, Settings, read_settings
from bot.gateway.visitors import (
    KEPT_LIMIT,
    KEPT_PER_MESSAGE,
    LOOKUP_LIMIT,
    LOOKUPS_PER_MESSAGE,
    PAGE_LIMIT,
    PAGES_PER_MESSAGE,
    VISITOR_LIMIT,
    WRONG_KEY_LIMIT,
    WRONG_KEYS_PER_MINUTE,
    pages_limited,
)
from bot.gateway.widget.application import add_widget
from bot.hours.clock import check_clock, helsinki_now
from bot.private_files import create_privately

MAX_BODY = 64 * 1024
_SERVER = {
    # Compressed bodies are refused: a small one can be of any size unpacked.
    "auto_decompress": False,
    # A connection may be silent for longer than a proxy keeps it.
    "keepalive_timeout": 75.0,
    # What is left of a body that nobody reads has a moment to come.
    "lingering_time": 2.0,
    # A message that is under way is finished though its sender hangs up, so that it counts once (docs/adr/0020).
    "handler_cancellation": False,
}
STATIC_FILES = Path(__file__).parent / "static"


async def _parts(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    try:
        store = await open_store(settings.database)
    except (ValueError, OSError, StoreUnavailable) as error:
        raise SystemExit(f"{PREFIX}DATABASE: {error}") from None
    app[RASA] = RasaClient(settings.rasa_urls)
    app[CONVERSATIONS] = ConversationService(store, app[RASA], EmergencyAnswers(app[CLOCK]))
    purging = asyncio.create_task(purge_regularly(store))
    yield
    purging.cancel()
    await app[RASA].close()
    await store.close()


def create_app(
    settings: Settings, clock: Callable[[], datetime] = helsinki_now, static: Path = STATIC_FILES
) -> web.Application:
    """Return the application.

    Args:
        settings: what the operator has set.
        clock: tells the time for opening hours and amounts.
        static: folder of the pages' files, the widget's bundle and the demo site.
    """
    malformed.install()
    slow.install()
    app = web.Application(middlewares=[problems, pages_limited], client_max_size=MAX_BODY, handler_args=_SERVER)
    app[SETTINGS] = settings
    app[CLOCK] = clock
    app[STATIC] = static
    app[VISITOR_LIMIT] = RateLimit(settings.widget_per_minute)
    app[LOOKUP_LIMIT] = RateLimit(settings.widget_per_minute * LOOKUPS_PER_MESSAGE)
    app[PAGE_LIMIT] = RateLimit(settings.widget_per_minute * PAGES_PER_MESSAGE)
    app[KEPT_LIMIT] = RateLimit(settings.widget_per_minute * KEPT_PER_MESSAGE, seconds=SECONDS_PER_DAY)
    app[WRONG_KEY_LIMIT] = RateLimit(WRONG_KEYS_PER_MINUTE)
    app.cleanup_ctx.append(_parts)
    app.on_response_prepare.append(secure)
    app.add_routes([endpoint.route() for endpoint in health.ENDPOINTS])
    add_api(app, settings)
    add_widget(app)
    add_pages(app)
    app.router.add_get("/openapi.json", get_description)
    return app


def main() -> None:
    """Serve until stopped."""
    quiet_logs.install()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # The access log would hold addresses of people; what was answered is logged in the core, without them.
    create_privately()
    check_clock()
    settings = read_settings()
    try:
        app = create_app(settings)
    # ValueError: a file of partners that cannot be used; OSError: a file that cannot be read.
    except (ValueError, OSError) as error:
        raise SystemExit(str(error)) from None
    web.run_app(app, host=settings.host, port=settings.port, access_log=None, print=None)
