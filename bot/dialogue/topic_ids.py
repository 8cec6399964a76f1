"""Topics that are answered in a way of their own, by their ids in bot/knowledge/topics.yml."""

from __future__ import annotations

from bot.decision import labels

EMERGENCY = labels.EMERGENCY.topic
UNSUPPORTED_LANGUAGE = labels.UNSUPPORTED_LANGUAGE.topic
FALLBACK = labels.FALLBACK.topic
INDIVIDUAL_CASE = labels.INDIVIDUAL_CASE.topic
GOODBYE = "meta.goodbye"
GREETING = "meta.greet"
LANGUAGE = "meta.language"
REPEAT = "meta.repeat"
RESTART = "meta.restart"
SOURCE = "meta.source"
