"""Rasa's custom actions: what touches rasa-sdk, and nothing else."""

from __future__ import annotations

from bot.hours.clock import check_clock

# rasa-sdk imports this package once, at the start of the action server.
check_clock()
