"""A database of an earlier version is brought up to date and keeps what people gave; a later one's is left alone."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.gateway.conversation.model import Conversation
from bot.gateway.conversation.store.migrating import FOLDER
from bot.gateway.conversation.store.opening import open_store
from bot.gateway.conversation.store.protocol import Rating, StoreUnavailable
from bot.gateway.conversation.store.tables import REVISION, feedback, metadata, ratings
from devtools.paths import ROOT
from tests.gateway.conversation.conftest import OWNER, Clock, Stores, rows, turn

NOW = Clock().now
# As the versions before Alembic made them, with what PRAGMA user_version says.
BEFORE = {
    0: """
        CREATE TABLE conversations (id TEXT PRIMARY KEY, state TEXT NOT NULL, updated REAL NOT NULL);
        CREATE TABLE answers (
            key TEXT PRIMARY KEY, request TEXT NOT NULL, response TEXT NOT NULL, updated REAL NOT NULL
        );
        CREATE TABLE feedback (given REAL NOT NULL, channel TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL);
    """,
    2: """
        CREATE TABLE conversations (id TEXT PRIMARY KEY, state TEXT NOT NULL, updated REAL NOT NULL);
        CREATE TABLE answers (
            key TEXT PRIMARY KEY, request TEXT NOT NULL, response TEXT NOT NULL, updated REAL NOT NULL,
            conversation TEXT, rating INTEGER
        );
        CREATE INDEX answers_of_conversation ON answers (conversation);
        CREATE TABLE feedback (given REAL NOT NULL, channel TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL);
        CREATE TABLE ratings (
            id INTEGER PRIMARY KEY AUTOINCREMENT, given REAL NOT NULL, channel TEXT NOT NULL, language TEXT NOT NULL,
            topic TEXT NOT NULL, rating TEXT NOT NULL, comment TEXT
        );
    """,
}
CHANNEL = ("widget", "fi")


def make(path: Path, version: int) -> Path:
    """Make a database file of an earlier version, with a conversation, its answer, feedback and ratings."""
    database = sqlite3.connect(path)
    database.executescript(BEFORE[version])
    database.execute("INSERT INTO conversations VALUES ('c-1', ?, ?)", (json.dumps({"owner": OWNER}), NOW))
    answer = ("k", "digest", json.dumps({"text": "hevoskastanja"}), NOW)
    database.execute("INSERT INTO answers (key, request, response, updated) VALUES (?, ?, ?, ?)", answer)
    database.executemany("INSERT INTO feedback VALUES (?, 'widget', 'fi', ?)", [(NOW, "hyvä"), (NOW - 5, "ennen")])
    if version == 2:
        rated = [(NOW - 3, *CHANNEL, "travel.taxi", "up", None), (NOW, *CHANNEL, "travel.taxi", "down", "Vanha.")]
        columns = "given, channel, language, topic, rating, comment"
        database.executemany(f"INSERT INTO ratings ({columns}) VALUES (?, ?, ?, ?, ?, ?)", rated)
    database.execute(f"PRAGMA user_version = {version}")
    database.commit()
    database.close()
    return path


@pytest.fixture(params=BEFORE)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database file of each earlier version."""
    return make(tmp_path / "old.sqlite", request.param)


@pytest.mark.parametrize("version", BEFORE)
async def test_what_people_gave_is_kept(tmp_path: Path, clock: Clock, version: int) -> None:
    path = make(tmp_path / "old.sqlite", version)
    for _ in range(2):
        store = await open_store(str(path), clock)
        said = [row[1:] for row in await rows(store, feedback)]
        assert said == [(NOW - 5, *CHANNEL, "ennen"), (NOW, *CHANNEL, "hyvä")]
        if version == 2:
            assert [row[1:] for row in await rows(store, ratings)] == [
                (NOW - 3, *CHANNEL, "travel.taxi", "up", None),
                (NOW, *CHANNEL, "travel.taxi", "down", "Vanha."),
            ]
        await store.close()


async def test_what_was_said_in_conversations_is_in_the_file_no_more(old: Path, clock: Clock) -> None:
    assert b"hevoskastanja" in old.read_bytes()
    store = await open_store(str(old), clock)
    assert await store.find("c-1", OWNER) is None
    assert b"hevoskastanja" not in b"".join(file.read_bytes() for file in old.parent.glob("old.sqlite*"))
    await store.close()


async def test_what_is_new_works_on_what_is_old(old: Path, clock: Clock) -> None:
    store = await open_store(str(old), clock)
    before = len(await rows(store, ratings))
    await store.save(turn(Conversation.new(OWNER)))
    assert await store.rate(OWNER, "m-1", Rating(*CHANNEL, "travel.taxi", "up", None))
    assert len(await rows(store, ratings)) == before + 1
    await store.close()


async def test_the_migrations_make_the_tables_of_the_code(stores: Stores) -> None:
    store = await stores.open()
    differences = await store.read(lambda it: compare_metadata(MigrationContext.configure(it), metadata))
    assert differences == []


def test_the_code_knows_the_newest_migration() -> None:
    assert ScriptDirectory(FOLDER).get_heads() == [REVISION]


def test_a_gateway_on_a_database_that_is_up_to_date_does_not_load_what_would_change_it(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys; from bot.gateway.conversation.store.opening import open_store; "
        f"store = asyncio.run(open_store({str(tmp_path / 'gateway.sqlite')!r})); sys.exit('alembic' in sys.modules)"
    )
    assert [subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode for _ in range(2)] == [1, 0]


async def test_a_new_file_is_as_an_old_one_that_was_brought_up_to_date(old: Path, tmp_path: Path, clock: Clock) -> None:
    schemas = []
    for path in (old, tmp_path / "new.sqlite"):
        await (await open_store(str(path), clock)).close()
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            made = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
            schemas.append(database.execute(made).fetchall())
        database.close()
    assert schemas[0] == schemas[1]


async def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = make(tmp_path / "old.sqlite", 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("CREATE TABLE ratings_before (something TEXT)")
        database.execute("CREATE TABLE ratings (something TEXT)")
        before = database.execute("SELECT name, sql FROM sqlite_master").fetchall()
    with pytest.raises(StoreUnavailable):
        await open_store(str(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        assert database.execute("SELECT name, sql FROM sqlite_master").fetchall() == before
        assert database.execute("SELECT count(*) FROM conversations").fetchone() == (1,)
    database.close()


async def test_a_database_of_a_later_version_is_refused_with_what_to_do(stores: Stores) -> None:
    store = await stores.open()
    await store.write(lambda it: it.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(ValueError, match="later version of this program: run that one, or remove the database"):
        await stores.open()
    assert await rows(store, feedback) == []
