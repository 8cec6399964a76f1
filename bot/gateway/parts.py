"""What requests are answered with: the parts of the application, under the names by which it keeps them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.gateway.conversation.rasa_client import RasaClient
from bot.gateway.conversation.service import ConversationService
from bot.gateway.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
CONVERSATIONS = web.AppKey("conversations", ConversationService)
RASA = web.AppKey("rasa", RasaClient)
# Folder of the pages' files, the widget's bundle and the demo site.
STATIC = web.AppKey("static", Path)
# Tells the present moment.
CLOCK: web.AppKey[Callable[[], datetime]] = web.AppKey("clock")
