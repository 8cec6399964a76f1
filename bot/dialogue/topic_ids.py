"""Topics that are answered in a way of their own, by their ids in bot/knowledge/topics.yml."""

from __future__ import annotations

EMERGENCY = "guard.emergency"
UNSUPPORTED_LANGUAGE = "guard.unsupported_language"
FALLBACK = "meta.fallback"
GOODBYE = "meta.goodbye"
GREETING = "meta.greet"
LANGUAGE = "meta.language"
REPEAT = "meta.repeat"
RESTART = "meta.restart"
SOURCE = "meta.source"
