"""Tells whether a channel of Kela is open and when it opens next."""

from __future__ import annotations

from bot.hours.clock import HELSINKI
from bot.hours.schedule import Channel, Opening, channels, is_holiday, opening

__all__ = ["HELSINKI", "Channel", "Opening", "channels", "is_holiday", "opening"]
