"""The partner API as a sub-application under /api/v1; none of it answers without a partner's key."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.api import lookups, messages, rules
from bot.gateway.api.partners import PARTNERS, load_partners, partners_only
from bot.gateway.settings import Settings

PREFIX = "/api/v1"


def add_api(app: web.Application, settings: Settings) -> None:
    """Add the partner API to the application."""
    api = web.Application(middlewares=[partners_only])
    api[PARTNERS] = load_partners(settings.dev_key_file, settings.partner_keys_file)
    for module in (messages, rules, lookups):
        api.add_routes([endpoint.route() for endpoint in module.ENDPOINTS])
    app.add_subapp(PREFIX, api)
