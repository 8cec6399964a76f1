"""Keeps only a conversation's state between its messages: no text that anyone wrote is stored."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import sqlite3
import time
from typing import Any, Iterable, List, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot import RETENTION_DAYS
from bot.rasa_server.senders import conversation_and_turn

SECONDS_PER_DAY = 86_400
# How often what is old is deleted.
PURGE_SECONDS = 60
# How long a turn whose answer got lost can be taken again from where it began.
RETRY_SECONDS = 60
# How long to wait while another worker writes.
LOCKED_SECONDS = 10


class SnapshotTrackerStore(TrackerStore):
    """Stores slots and the active loop of each conversation in SQLite, one row a conversation.

    Rasa's own stores keep every event with its text, and read all of them back for every message, so a long
    conversation gets slower and a database of messages builds up. The dialogue here needs neither (docs/adr/0003).

    Several Rasa workers share the file. For a while the state before the last turn is kept as well: a turn whose answer
    got lost is taken again from where it began, by whichever worker gets it, so that it counts once.

    Args:
        domain: the domain whose slots are kept.
        event_broker: passed on to Rasa.
        path: file of the SQLite database, ":memory:" for none.
        retention_days: age in days after which a conversation is deleted.
    """

    def __init__(
        self,
        domain: Optional[Domain],
        event_broker: Optional[EventBroker] = None,
        path: Text = ":memory:",
        retention_days: float = RETENTION_DAYS,
        **kwargs: Any,
    ) -> None:
        """Open the database and delete what is too old."""
        super().__init__(domain, event_broker, **kwargs)
        self._retention = float(retention_days) * SECONDS_PER_DAY
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=LOCKED_SECONDS)
        # Workers read while another writes; a crash may lose the last answers' state but never corrupt the file.
        self._write_ahead()
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute("PRAGMA secure_delete=ON")
        self._database.execute("DROP TABLE IF EXISTS conversations")  # of version 0.1.0, which nothing would ever empty
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS snapshots "
            "(id TEXT PRIMARY KEY, turn INTEGER NOT NULL, state TEXT NOT NULL, before TEXT, updated REAL NOT NULL)"
        )
        self._purge()

    def _write_ahead(self) -> None:
        """Set the file's journal, which workers that start at once on a new file all want to do."""
        given_up = time.monotonic() + LOCKED_SECONDS
        while time.monotonic() < given_up:
            # Here SQLite fails where it waits elsewhere: each worker would wait for the other's lock.
            with contextlib.suppress(sqlite3.OperationalError):
                self._database.execute("PRAGMA journal_mode=WAL")
                return
            time.sleep(0.02)
        self._database.execute("PRAGMA journal_mode=WAL")

    def _purge(self) -> None:
        now = time.time()
        self._database.execute("DELETE FROM snapshots WHERE updated < ?", (now - self._retention,))
        # It may hold the answers of a dialogue that has ended.
        self._database.execute(
            "UPDATE snapshots SET before = NULL WHERE before IS NOT NULL AND updated < ?", (now - RETRY_SECONDS,)
        )
        self._overwrite_deleted()
        # Again by the clock, not by use: nobody may come for days. Outside a server there is nothing to wait in.
        with contextlib.suppress(RuntimeError):
            asyncio.get_running_loop().call_later(PURGE_SECONDS, self._purge)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Replace the conversation's snapshot, unless a later turn has left one."""
        slots = {
            name: slot.value
            for name, slot in tracker.slots.items()
            if slot.value is not None and slot.value != slot.initial_value
        }
        state = {"slots": slots, "active_loop": tracker.active_loop_name}
        conversation, turn = conversation_and_turn(tracker.sender_id)
        self._database.execute(
            "INSERT INTO snapshots VALUES (?, ?, ?, NULL, ?) ON CONFLICT (id) DO UPDATE SET "
            "before = CASE WHEN turn < excluded.turn THEN state ELSE before END, "
            "turn = excluded.turn, state = excluded.state, updated = excluded.updated WHERE turn <= excluded.turn",
            (conversation, turn or 0, json.dumps(state, ensure_ascii=False), time.time()),
        )

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """Return a tracker that stands where the conversation stood before its turn, or None where it had not begun."""
        conversation, turn = conversation_and_turn(sender_id)
        row = self._database.execute(
            "SELECT CASE WHEN turn < ? THEN state WHEN turn > 0 THEN COALESCE(before, state) END "
            "FROM snapshots WHERE id = ? AND updated >= ?",
            (math.inf if turn is None else turn, conversation, time.time() - self._retention),
        ).fetchone()
        if row is None or row[0] is None:
            return None
        state = json.loads(row[0])
        events: List[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
        events += [SlotSet(name, value) for name, value in state["slots"].items()]
        if state["active_loop"]:
            events.append(ActiveLoop(state["active_loop"]))
        events.append(ActionExecuted(ACTION_LISTEN_NAME))
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots, domain=self.domain)

    def _overwrite_deleted(self) -> None:
        # Out of the log of changes too, where it would stay until that is used again.
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def erase(self, conversation_id: Text) -> None:
        """Erase what is kept of a conversation."""
        self._database.execute("DELETE FROM snapshots WHERE id = ?", (conversation_id,))
        self._overwrite_deleted()

    async def keys(self) -> Iterable[Text]:
        """Return the ids of all conversations."""
        return [row[0] for row in self._database.execute("SELECT id FROM snapshots")]
