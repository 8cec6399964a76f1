"""What a message says in so many words: amounts, ages, places, therapies, and short replies such as yes and no."""

from __future__ import annotations

from bot.entities.entity import Entity
from bot.entities.extraction import extract
from bot.entities.replies import ReplyAct, reply_act

__all__ = ["Entity", "ReplyAct", "extract", "reply_act"]
