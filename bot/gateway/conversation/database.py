"""Opens the gateway's SQLite file, and brings one of an earlier version up to date."""

from __future__ import annotations

import sqlite3

# Each brings a file of the version before up to date. Files of the first version have no number; it is read as 0.
_VERSIONS = (
    """
    CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, state TEXT NOT NULL, updated REAL NOT NULL);
    CREATE TABLE IF NOT EXISTS answers (
        key TEXT PRIMARY KEY, request TEXT NOT NULL, response TEXT NOT NULL, updated REAL NOT NULL
    );
    CREATE TABLE IF NOT EXISTS feedback (
        given REAL NOT NULL, channel TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL
    );
    """,
    """
    ALTER TABLE answers ADD COLUMN conversation TEXT;
    UPDATE answers SET conversation = json_extract(response, '$.conversation_id');
    CREATE INDEX answers_of_conversation ON answers (conversation);
    -- The rating of an answer is known to the answer, so that it can be changed; the rating does not know the answer.
    ALTER TABLE answers ADD COLUMN rating INTEGER;
    CREATE TABLE ratings (
        id INTEGER PRIMARY KEY AUTOINCREMENT, given REAL NOT NULL, channel TEXT NOT NULL, language TEXT NOT NULL,
        topic TEXT NOT NULL, rating TEXT NOT NULL, comment TEXT
    );
    """,
)


def open_database(path: str) -> sqlite3.Connection:
    """Open a database file, or make it.

    Raises:
        ValueError: a later version of the program made it.
    """
    database = sqlite3.connect(path, isolation_level=None, timeout=10)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        database.execute(f"PRAGMA {pragma}")
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > len(_VERSIONS):
        raise ValueError(
            f"{path} was made by a later version of this program: run that one, or remove the file, which holds a day "
            "of conversations and the feedback"
        )
    for number, changes in enumerate(_VERSIONS[version:], version + 1):
        # All of a version or nothing, even where the program is stopped in between.
        database.executescript(f"BEGIN IMMEDIATE; {changes} PRAGMA user_version = {number}; COMMIT;")
    return database


def overwrite_deleted(database: sqlite3.Connection) -> None:
    """Take what was deleted out of the log of changes too, where it would stay until that is used again."""
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
