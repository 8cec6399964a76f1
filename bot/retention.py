"""How long conversations and feedback are kept; the assistant's texts state these days."""

from __future__ import annotations

CONVERSATION_DAYS = 1
FEEDBACK_DAYS = 90
SECONDS_PER_DAY = 86_400
