"""Remembers nothing between two messages: the gateway owns the conversation (docs/adr/0011)."""

from __future__ import annotations

from typing import Iterable, Optional, Text

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker


class ForgetfulTrackerStore(TrackerStore):
    """Begins every message with an empty tracker; its state comes in the message's metadata."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep nothing."""

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """Return None: no conversation is known."""
        return None

    async def keys(self) -> Iterable[Text]:
        """Return no ids."""
        return ()
