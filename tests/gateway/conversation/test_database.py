"""A database of an earlier version is brought up to date and loses nothing; one of a later version is left alone."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

import pytest
from bot.gateway.conversation.database import open_database

from bot.gateway.conversation.store import ConversationStore, Rating

# As version 0.1.0 made it.
FIRST_VERSION = """
    CREATE TABLE conversations (id TEXT PRIMARY KEY, state TEXT NOT NULL, updated REAL NOT NULL);
    CREATE TABLE answers (key TEXT PRIMARY KEY, request TEXT NOT NULL, response TEXT NOT NULL, updated REAL NOT NULL);
    CREATE TABLE feedback (given REAL NOT NULL, channel TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL);
"""
OWNER, CONVERSATION, MESSAGE = "widget:page", "c-1", "m-1"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database file of the first version, with a conversation, its answer and feedback."""
    path = tmp_path / "gateway.sqlite"
    state = {"id": CONVERSATION, "owner": OWNER, "language": "fi", "in_flow": False, "offered": ["/a"]}
    response = {"conversation_id": CONVERSATION, "language": "fi", "topic": "travel.taxi", "replies": []}
    with sqlite3.connect(path) as database:
        database.executescript(FIRST_VERSION)
        now = time.time()
        database.execute("INSERT INTO conversations VALUES (?, ?, ?)", (CONVERSATION, json.dumps(state), now))
        key = _key(OWNER, MESSAGE)
        database.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", (key, "digest", json.dumps(response), now))
        database.execute("INSERT INTO feedback VALUES (?, ?, ?, ?)", (now, "widget", "fi", "hyvä"))
    database.close()
    return path


def _key(owner: str, message_id: str) -> str:
    from hashlib import sha256

    return sha256(f"{owner}\0{message_id}".encode()).hexdigest()


def test_nothing_is_lost(old: Path) -> None:
    for _ in range(2):
        store = ConversationStore(str(old))
        conversation = store.find(CONVERSATION, OWNER)
        assert conversation is not None
        assert conversation.offered == ["/a"]
        answered = store.answered(OWNER, MESSAGE)
        assert answered is not None
        assert answered[1]["topic"] == "travel.taxi"
        assert store._database.execute("SELECT text FROM feedback").fetchall() == [("hyvä",)]
        store.close()


def test_what_is_new_works_on_what_is_old(old: Path) -> None:
    store = ConversationStore(str(old))
    store.rate(OWNER, MESSAGE, Rating("widget", "fi", "travel.taxi", "up", None))
    assert store._database.execute("SELECT topic, rating FROM ratings").fetchall() == [("travel.taxi", "up")]
    store.forget(CONVERSATION)
    assert store.find(CONVERSATION, OWNER) is None
    assert store.answered(OWNER, MESSAGE) is None


def test_a_new_file_is_as_an_old_one_that_was_brought_up_to_date(old: Path, tmp_path: Path) -> None:
    schemas = [
        sorted(open_database(str(path)).execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall())
        for path in (old, tmp_path / "new.sqlite")
    ]
    assert schemas[0] == schemas[1]


def test_a_change_that_fails_changes_nothing(old: Path) -> None:
    with sqlite3.connect(old) as database:
        database.execute("CREATE TABLE ratings (something TEXT)")
    database.close()
    with pytest.raises(sqlite3.OperationalError):
        open_database(str(old))
    with sqlite3.connect(old) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(answers)")]
        assert columns == ["key", "request", "response", "updated"]
    database.close()


def test_a_file_of_a_later_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "gateway.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(ValueError, match="later version of this program: run that one, or remove the file"):
        open_database(str(path))
