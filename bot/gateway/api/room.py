"""What the endpoints of the partner API have in common."""

from __future__ import annotations

from bot.gateway.endpoints import Room

API = Room("partner API", "Messages, rules and look-ups, for organisations that hold a key.", True, (401, 429))
