"""What the gateway remembers of a conversation between two messages; of what people wrote only feedback."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import time
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, AsyncIterator, Dict, Hashable, List, Optional
from weakref import WeakValueDictionary

from bot import FEEDBACK_DAYS, RETENTION_DAYS
from bot.gateway.conversation.database import open_database, overwrite_deleted

# Enough for every button a person can still see; older ones are forgotten first.
MAX_OFFERED = 120
SECONDS_PER_DAY = 86_400
PURGE_SECONDS = 600


@dataclass
class Conversation:
    """A conversation: owner, language, answered messages, last topic, whether in a dialogue, payloads offered."""

    id: str
    owner: str
    language: Optional[str] = None
    turns: int = 0
    in_flow: bool = False
    last_topic: Optional[str] = None
    offered: List[str] = field(default_factory=list)

    def offer(self, payloads: List[str]) -> None:
        """Remember the payloads of buttons that were shown."""
        for payload in payloads:
            if payload in self.offered:
                self.offered.remove(payload)
            self.offered.append(payload)
        del self.offered[:-MAX_OFFERED]


@dataclass(frozen=True)
class Rating:
    """What a person thinks of an answer: "up" or "down" and a comment; not what they had asked, nor where."""

    channel: str
    language: str
    topic: str
    rating: str
    comment: Optional[str]


class ConversationStore:
    """Conversations, given answers and feedback in SQLite.

    Args:
        path: the database file, ":memory:" for none.
        retention_days: age in days at which conversations and answers are deleted.
    """

    def __init__(self, path: str = ":memory:", retention_days: float = RETENTION_DAYS) -> None:
        """Open the database and delete what is too old."""
        self._retention = retention_days * SECONDS_PER_DAY
        # A lock lives as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._database = open_database(path)
        self.purge()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def purge(self) -> None:
        """Delete what is too old."""
        limit = (time.time() - self._retention,)
        self._database.execute("DELETE FROM conversations WHERE updated < ?", limit)
        self._database.execute("DELETE FROM answers WHERE updated < ?", limit)
        feedback_limit = (time.time() - FEEDBACK_DAYS * SECONDS_PER_DAY,)
        self._database.execute("DELETE FROM feedback WHERE given < ?", feedback_limit)
        self._database.execute("DELETE FROM ratings WHERE given < ?", feedback_limit)
        overwrite_deleted(self._database)

    @staticmethod
    def new(owner: str) -> Conversation:
        """Return a conversation of `owner` (a channel and its client) that has not begun."""
        return Conversation(secrets.token_urlsafe(18), owner)

    def find(self, conversation_id: str, owner: str) -> Optional[Conversation]:
        """Return the conversation, or None where it is unknown, too old or another client's."""
        row = self._database.execute(
            "SELECT state FROM conversations WHERE id = ? AND updated >= ?",
            (conversation_id, time.time() - self._retention),
        ).fetchone()
        conversation = Conversation(**json.loads(row[0])) if row else None
        return conversation if conversation and conversation.owner == owner else None

    def save(self, conversation: Conversation) -> None:
        """Store the conversation."""
        self._database.execute(
            "INSERT INTO conversations VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated = excluded.updated",
            (conversation.id, json.dumps(asdict(conversation)), time.time()),
        )

    def forget(self, conversation_id: str) -> None:
        """Erase a conversation; what was given as feedback stays, since it does not say in which."""
        self.forget_answers(conversation_id)
        self._database.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
        overwrite_deleted(self._database)

    def forget_answers(self, conversation_id: str) -> None:
        """Erase the answers that were given in a conversation."""
        self._database.execute("DELETE FROM answers WHERE conversation = ?", (conversation_id,))
        overwrite_deleted(self._database)

    def keep_feedback(self, channel: str, language: str, text: str) -> None:
        """Keep what a person said of the assistant; `text` has passed the privacy guard."""
        self._database.execute("INSERT INTO feedback VALUES (?, ?, ?, ?)", (time.time(), channel, language, text))

    def answered(self, owner: str, message_id: str) -> Optional[tuple[str, Dict[str, Any]]]:
        """Return the request's digest and the response given to a message id, or None."""
        row = self._database.execute(
            "SELECT request, response FROM answers WHERE key = ? AND updated >= ?",
            (_key(owner, message_id), time.time() - self._retention),
        ).fetchone()
        return (row[0], {**json.loads(row[1]), "message_id": message_id}) if row else None

    def remember(self, owner: str, message_id: str, request: str, response: Dict[str, Any]) -> None:
        """Keep the response to a message id, so that a retry gets the same one; of the id only a digest."""
        kept = {name: value for name, value in response.items() if name != "message_id"}
        self._database.execute(
            "INSERT OR REPLACE INTO answers (key, request, response, updated, conversation) VALUES (?, ?, ?, ?, ?)",
            (_key(owner, message_id), request, json.dumps(kept), time.time(), response["conversation_id"]),
        )

    def rate(self, owner: str, message_id: str, rating: Rating) -> None:
        """Keep a rating of the answer to a message, in place of an earlier one; its comment has passed the guard."""
        key = _key(owner, message_id)
        (earlier,) = self._database.execute("SELECT rating FROM answers WHERE key = ?", (key,)).fetchone()
        row = self._database.execute(
            "INSERT OR REPLACE INTO ratings VALUES (?, ?, ?, ?, ?, ?, ?)",
            (earlier, time.time(), rating.channel, rating.language, rating.topic, rating.rating, rating.comment),
        )
        self._database.execute("UPDATE answers SET rating = ? WHERE key = ?", (row.lastrowid, key))

    @asynccontextmanager
    async def one_at_a_time(self, *key: Hashable) -> AsyncIterator[None]:
        """Let one message a key through at a time, in order of arrival."""
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        async with lock:
            yield


def _key(owner: str, message_id: str) -> str:
    return hashlib.sha256(f"{owner}\0{message_id}".encode()).hexdigest()
