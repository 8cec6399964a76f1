"""Names the sender of a message between the gateway and Rasa: a conversation and which of its turns this is."""

from __future__ import annotations

from typing import Optional, Tuple

# No conversation id holds it.
_MARK = "#"


def sender_of(conversation_id: str, turn: int) -> str:
    """Return the sender's name for a turn, counted from 0."""
    return f"{conversation_id}{_MARK}{turn}"


def conversation_and_turn(sender: str) -> Tuple[str, Optional[int]]:
    """Return what `sender_of` was given; Rasa's own shell names no turn."""
    conversation_id, mark, turn = sender.rpartition(_MARK)
    return (conversation_id, int(turn)) if mark else (sender, None)
