"""How long anything of a conversation, and what people say of the assistant, is kept; people are told so."""

from __future__ import annotations

CONVERSATION_DAYS = 1
FEEDBACK_DAYS = 90
SECONDS_PER_DAY = 86_400
