"""What the endpoints of the chat widget have in common."""

from __future__ import annotations

from bot.gateway.endpoints import Room

WIDGET = Room("widget", "What the chat widget calls, from pages of allowed sites; no key.", problems=(403, 429))
