"""Rasa's custom actions: what touches rasa-sdk, and nothing else."""

from __future__ import annotations

from bot import quiet_logs
from bot.hours.clock import check_clock

# rasa-sdk imports this package once, at the start of the action server; it logs what it is sent.
quiet_logs.install()
check_clock()
