"""Removes personal data from what people type, before anything logs, stores or understands it."""

from __future__ import annotations

from bot.privacy.cleaning import clean
from bot.privacy.guard import Finding, Redaction, redact

__all__ = ["Finding", "Redaction", "clean", "redact"]
