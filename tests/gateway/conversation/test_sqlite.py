"""What SQLite alone must be watched for: its files, its locks, and that it never holds up the event loop."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.gateway.conversation.model import Conversation
from bot.gateway.conversation.store import damage, dialects
from bot.gateway.conversation.store.damage import set_aside_damaged
from bot.gateway.conversation.store.dialects import database_url
from bot.gateway.conversation.store.opening import open_store
from bot.gateway.conversation.store.protocol import StoreUnavailable
from tests.gateway.conversation.conftest import OWNER, begun, turn


@pytest.mark.parametrize(
    ("setting", "file"),
    [
        (":memory:", ":memory:"),
        ("var/gateway.sqlite", "var/gateway.sqlite"),
        ("/var/lib/a b%20/å.sqlite", "/var/lib/a b%20/å.sqlite"),
        ("sqlite:///var/gateway.sqlite", "var/gateway.sqlite"),
        ("sqlite:////var/gateway.sqlite", "/var/gateway.sqlite"),
    ],
)
def test_a_setting_is_a_path_or_a_url(setting: str, file: str) -> None:
    url = database_url(setting)
    assert (url.drivername, url.database) == ("sqlite", file)


@pytest.mark.parametrize(
    "setting", ["mysql://secret@x/y", "sqlite+aiosqlite:///x", "://", "postgresql://u:secret@h:port/x"]
)
def test_another_database_is_refused_with_what_to_write_and_no_password(setting: str) -> None:
    with pytest.raises(ValueError, match=r"write sqlite:///path/to/file") as error:
        database_url(setting)
    assert "secret" not in str(error.value)


async def test_a_database_in_memory_is_one_for_all_of_a_store(tmp_path: Path) -> None:
    store = await open_store(":memory:")
    conversations = await asyncio.gather(*(begun(store, f"partner:{number}") for number in range(20)))
    for conversation in conversations:
        assert await store.find(conversation.id, conversation.owner) == conversation
    await store.close()


async def test_the_folder_of_a_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "var" / "data" / "gateway.sqlite"
    await (await open_store(str(path))).close()
    assert path.exists()


@pytest.mark.parametrize("before", [None, 0o644])
async def test_other_users_cannot_read_what_the_database_holds(tmp_path: Path, before: int | None) -> None:
    path = tmp_path / "gateway.sqlite"
    if before is not None:
        await (await open_store(str(path))).close()
        path.chmod(before)
    store = await open_store(str(path))
    await begun(store)
    modes = {file.name: oct(file.stat().st_mode)[-3:] for file in tmp_path.glob("gateway.sqlite*")}
    assert modes == {"gateway.sqlite": "600", "gateway.sqlite-wal": "600", "gateway.sqlite-shm": "600"}
    await store.close()


async def test_a_file_that_somebody_else_holds_is_an_outage_and_no_pause_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "BUSY_SECONDS", 0.3)
    path = tmp_path / "gateway.sqlite"
    store = await open_store(str(path))
    conversation = await begun(store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(store.save(turn(conversation, "m-2")))
    pauses = []
    loop = asyncio.get_running_loop()
    while not waiting.done():
        before = loop.time()
        await asyncio.sleep(0.005)
        pauses.append(loop.time() - before)
    with pytest.raises(StoreUnavailable, match="SQLITE_BUSY"):
        await waiting
    assert len(pauses) > 10, "the event loop stood still while the store waited"
    other.execute("ROLLBACK")
    other.close()
    await store.save(turn(conversation, "m-2"))
    await store.close()


async def test_a_full_disk_is_an_outage_that_leaves_nothing_behind(tmp_path: Path) -> None:
    store = await open_store(str(tmp_path / "gateway.sqlite"))
    conversation = await begun(store)
    pages = await store.read(lambda it: it.exec_driver_sql("PRAGMA page_count").scalar_one())
    await store.read(lambda it: it.exec_driver_sql(f"PRAGMA max_page_count = {pages}").close())
    large = turn(conversation, "m-2", "x" * 100_000)
    with pytest.raises(StoreUnavailable, match="SQLITE_FULL"):
        await store.save(large)
    assert await store.find(conversation.id, OWNER) == conversation
    await store.read(lambda it: it.exec_driver_sql("PRAGMA max_page_count = 100000").close())
    await store.save(large)
    await store.close()


@pytest.mark.parametrize("name", ["notes.txt", "partners.yml", "gateway"])
async def test_a_file_that_is_no_database_is_left_alone_and_not_quoted(tmp_path: Path, name: str) -> None:
    """The setting may name somebody's notes."""
    path = tmp_path / name
    path.write_bytes(b"this is no database, and hevoskastanja is nobody's business" * 50)
    with pytest.raises(StoreUnavailable, match=f"{name}.*SQLITE_NOTADB.*: the file is no database") as error:
        await open_store(str(path))
    assert "hevoskastanja" not in str(error.value)
    assert path.read_bytes().startswith(b"this is no database")
    assert {file.name for file in tmp_path.iterdir()} == {name}


# --- A damaged file


def overwrite_head(file: Path) -> None:
    """Write over the first page, as a program gone wrong would."""
    with file.open("r+b") as content:
        content.write(b"\xff" * 4096)


def overwrite_middle(file: Path) -> None:
    """Write over all pages but the first."""
    size = file.stat().st_size
    with file.open("r+b") as content:
        content.seek(4096)
        content.write(b"\xff" * (size - 4096))


def cut(file: Path) -> None:
    """Take the second half away, as a copy that was broken off lacks it."""
    with file.open("r+b") as content:
        content.truncate(file.stat().st_size // 2 // 4096 * 4096)


@pytest.mark.parametrize("harm", [overwrite_head, overwrite_middle, cut])
async def test_a_damaged_file_is_set_aside_and_a_new_one_begins(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, harm: Callable[[Path], None]
) -> None:
    path = tmp_path / "gateway.sqlite"
    store = await open_store(str(path))
    lost = await begun(store)
    await store.close()
    harm(path)
    path.chmod(0o644)
    damaged = path.read_bytes()

    store = await open_store(str(path))
    assert await store.find(lost.id, OWNER) is None
    kept = await begun(store)
    await store.close()
    (aside,) = tmp_path.glob("gateway.sqlite.damaged-*Z")
    assert aside.read_bytes() == damaged
    assert aside.stat().st_mode & 0o777 == 0o600
    (record,) = [record for record in caplog.records if record.levelname == "CRITICAL"]
    assert str(aside) in record.getMessage()
    assert "Lost are the conversations of the last day, and the feedback and ratings" in record.getMessage()

    store = await open_store(str(path))
    assert await store.find(kept.id, OWNER) == kept, "the new one is whole"
    assert list(tmp_path.glob("gateway.sqlite.damaged-*Z")) == [aside]
    await store.close()


async def test_a_log_of_changes_goes_aside_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "gateway.sqlite"
    await (await open_store(str(path))).close()
    overwrite_head(path)
    (tmp_path / "gateway.sqlite-wal").write_bytes(b"changes")
    assert set_aside_damaged(path) is not None
    assert [file.read_bytes() for file in tmp_path.glob("gateway.sqlite.damaged-*-wal")] == [b"changes"]
    assert not (tmp_path / "gateway.sqlite-wal").exists()


@pytest.mark.parametrize("state", ["absent", "empty", "whole", "held by another"])
async def test_what_is_not_damaged_is_not_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr(damage, "_WAIT_SECONDS", 0.05)
    path = tmp_path / "gateway.sqlite"
    if state == "empty":
        path.touch()
    if state in ("whole", "held by another"):
        await (await open_store(str(path))).close()
    with closing(sqlite3.connect(path if state == "held by another" else ":memory:", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert set_aside_damaged(path) is None
    assert not list(tmp_path.glob("*.damaged-*"))


# --- The start says in one line what is wrong


async def test_a_file_that_another_program_holds_at_the_start_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "BUSY_SECONDS", 0.1)
    path = tmp_path / "gateway.sqlite"
    await (await open_store(str(path))).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable) as error:
            await open_store(str(path))
    assert str(error.value) == f"{path} (SQLITE_BUSY): another program holds the database: stop it, and start again"


async def test_a_full_disk_at_the_start_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure = dialects._configure

    def configure_full(connection: Any, record: Any) -> None:
        configure(connection, record)
        connection.execute("PRAGMA max_page_count = 2")

    monkeypatch.setattr(dialects, "_configure", configure_full)
    path = tmp_path / "gateway.sqlite"
    with pytest.raises(StoreUnavailable) as error:
        await open_store(str(path))
    assert str(error.value) == f"{path} (SQLITE_FULL): the disk is full: free some space, and start again"


async def test_an_error_does_not_quote_what_was_to_be_written(tmp_path: Path) -> None:
    path = tmp_path / "gateway.sqlite"
    store = await open_store(str(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON answers BEGIN SELECT RAISE(FAIL, 'full'); END")
    database.close()
    with pytest.raises(Exception, match="full") as error:
        await store.save(turn(Conversation.new(OWNER), text="hevoskastanja"))
    assert "hevoskastanja" not in str(error.value)
    await store.close()
