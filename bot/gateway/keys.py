"""Names under which the application keeps its parts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Callable, List

from aiohttp import web

from bot.gateway.api.partners import Partner
from bot.gateway.conversation.rasa_client import RasaClient
from bot.gateway.conversation.service import ConversationService
from bot.gateway.limits import RateLimit
from bot.gateway.settings import Settings

SETTINGS: web.AppKey[Settings] = web.AppKey("settings", Settings)
CONVERSATIONS: web.AppKey[ConversationService] = web.AppKey("conversations", ConversationService)
RASA: web.AppKey[RasaClient] = web.AppKey("rasa", RasaClient)
PARTNERS: web.AppKey[List[Partner]] = web.AppKey("partners", list)
WIDGET_LIMIT: web.AppKey[RateLimit] = web.AppKey("widget_limit", RateLimit)
STATIC: web.AppKey[Path] = web.AppKey("static", Path)
CLOCK: web.AppKey[Callable[[], datetime]] = web.AppKey("clock", object)  # type: ignore[arg-type]
