"""The database fails while people talk: one sentence, when to come back, what is not ready, nothing lost or doubled."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from bot.gateway import app as gateway_app
from bot.gateway.conversation import service
from bot.gateway.conversation.store import dialects
from bot.gateway.conversation.store.damage import set_aside_damaged
from bot.gateway.conversation.store.opening import open_store
from bot.wording.i18n import words
from devtools.fake_rasa import FakeRasa, answer
from tests.gateway.conftest import Gateway
from tests.gateway.conversation.conftest import Clock
from tests.support.problems import assert_problem

DAY = 86_400


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for another program a moment only, and ask the database at every look at the health."""
    monkeypatch.setattr(dialects, "BUSY_SECONDS", 0.2)
    monkeypatch.setattr(service, "CHECK_SECONDS", 0.0)


async def said(client: TestClient, **message: Any) -> dict[str, Any]:
    """Send a message that is answered."""
    async with client.post("/api/v1/messages", json={"text": "Hei", **message}) as response:
        assert response.status == 200, await response.text()
        body: dict[str, Any] = await response.json()
        return body


async def refused(client: TestClient, apology: str, **message: Any) -> None:
    """Send a message that cannot be answered now, and check what the person is told."""
    async with client.post("/api/v1/messages", json={"text": "Hei", **message}) as response:
        assert response.status == 503, await response.text()
        assert int(response.headers["Retry-After"]) > 0
        assert (await assert_problem(response))["detail"] == words("common.errors.unavailable", apology)


async def readiness(client: TestClient) -> tuple[int, str]:
    """Return the status of /readyz, and what it says of the database."""
    async with client.get("/readyz") as response:
        return response.status, (await response.json())["parts"]["database"]


def rows(file: Path, table: str) -> int:
    """Count the rows of a table as another program would."""
    with contextlib.closing(sqlite3.connect(file)) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


# --- Held by another program, and a full disk


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_a_database_that_another_program_holds(
    gateway: Gateway, rasa: FakeRasa, tmp_path: Path, language: str
) -> None:
    rasa.reply = answer(language=language)
    client = await gateway()
    first = await said(client, message_id="m-1")
    going_on = {"conversation_id": first["conversation_id"], "message_id": "m-2"}
    with contextlib.closing(sqlite3.connect(tmp_path / "gateway.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        await refused(client, language, **going_on)
        await refused(client, language, **going_on)
        assert await readiness(client) == (503, "SQLITE_BUSY")
    assert await readiness(client) == (200, "ok")
    again = await said(client, **going_on)
    assert await said(client, **going_on) == again
    assert await said(client, message_id="m-1") == first, "what was answered before is kept"
    assert rows(tmp_path / "gateway.sqlite", "answers") == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB; only root can make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k,mode=0700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small disk can only be made by root, where mounting is allowed")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


async def test_a_full_disk(gateway: Gateway, rasa: FakeRasa, small_disk: Path) -> None:
    file = small_disk / "gateway.sqlite"
    client = await gateway(database=str(file))
    first = await said(client, message_id="m-1")
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as content:
        while True:
            content.write(b"x" * 1024)
    # What the log of changes has room for goes on; an answer of this length has none.
    rasa.reply = answer("Omavastuu on 25 €. " * 1500)
    going_on = {"conversation_id": first["conversation_id"], "message_id": "m-2"}
    await refused(client, "fi", **going_on)
    await refused(client, "fi", **going_on)
    assert await readiness(client) == (503, "SQLITE_FULL")
    filler.unlink()
    rasa.reply = answer()
    assert await readiness(client) == (200, "ok")
    again = await said(client, **going_on)
    assert await said(client, **going_on) == again
    assert await said(client, message_id="m-1") == first
    assert rows(file, "answers") == 2


# --- Damaged while it is used


def damage_all(file: Path) -> None:
    """Write over a database that is in use, as a failing disk would."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        # Another program's change: what the gateway has read before is read anew.
        other.execute("UPDATE answers SET rating = rating")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = file.stat().st_size
    with file.open("r+b") as content:
        content.seek(100)
        content.write(b"\xff" * (size - 100))


async def test_a_database_that_is_damaged_while_it_is_used(
    gateway: Gateway, rasa: FakeRasa, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = await gateway()
    file = tmp_path / "gateway.sqlite"
    first = await said(client, message_id="m-1")
    damage_all(file)
    going_on = {"conversation_id": first["conversation_id"], "message_id": "m-2", "language": "fi"}
    await refused(client, "fi", **going_on)
    (aside,) = tmp_path.glob("gateway.sqlite.damaged-*Z")
    assert aside.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_mode & 0o777 == 0o600
    (loud,) = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert str(aside) in loud.getMessage()
    assert "Lost are the conversations of the last day" in loud.getMessage()
    # It goes on by itself, with a file that works; the conversation is gone, and says so.
    assert await readiness(client) == (200, "ok")
    async with client.post("/api/v1/messages", json={"text": "Hei", **going_on}) as response:
        assert response.status == 404
        assert (await assert_problem(response))["detail"] == words("common.errors.expired", "fi")
    new = await said(client, message_id="m-3")
    assert await said(client, message_id="m-3") == new
    assert rows(file, "answers") == 1
    assert len([record for record in caplog.records if record.levelno == logging.CRITICAL]) == 1
    # A restart finds nothing to do.
    await gateway()
    assert list(tmp_path.glob("gateway.sqlite.damaged-*Z")) == [aside]


async def test_the_health_check_alone_finds_the_damage_and_mends_it(gateway: Gateway, tmp_path: Path) -> None:
    client = await gateway()
    await said(client)
    damage_all(tmp_path / "gateway.sqlite")
    status, says = await readiness(client)
    assert status == 503
    assert says in {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
    assert await readiness(client) == (200, "ok")


async def test_a_damaged_database_that_cannot_be_set_aside_is_tried_again(
    gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = await gateway()
    await said(client)
    damage_all(tmp_path / "gateway.sqlite")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError("read-only disk")))
        for _ in range(2):
            await refused(client, "fi", language="fi")
    assert "could not be replaced: OSError" in caplog.text
    await refused(client, "fi", language="fi")
    await said(client)


@pytest.mark.parametrize("beside", ["", "-wal"])
async def test_what_was_set_aside_is_deleted_by_age(tmp_path: Path, clock: Clock, beside: str) -> None:
    path = tmp_path / "gateway.sqlite"
    await (await open_store(str(path), clock)).close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 8000)
    aside = set_aside_damaged(path)
    assert aside is not None
    Path(f"{aside}{beside}").write_bytes(b"conversations")
    clock.now = aside.stat().st_mtime + 0.9 * DAY
    store = await open_store(str(path), clock)
    assert aside.exists(), "it can be looked into for a day"
    clock.now += 0.2 * DAY
    # Looking into it, or copying it, gives it no more time.
    os.utime(aside)
    await store.purge()
    await store.close()
    assert not list(tmp_path.glob("*.damaged-*"))


# --- The clock


@pytest.fixture
def clock() -> Clock:
    """The clock of the store."""
    return Clock()


@pytest.fixture
async def timed(gateway: Gateway, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client of a gateway whose store has a clock that a test sets."""
    monkeypatch.setattr(gateway_app, "open_store", functools.partial(open_store, clock=clock))
    return await gateway()


async def test_a_clock_a_day_ahead_and_set_right(timed: TestClient, clock: Clock, rasa: FakeRasa) -> None:
    first = await said(timed, message_id="m-1")
    clock.now += DAY + 3600
    async with timed.post(
        "/api/v1/messages", json={"text": "Hei", "conversation_id": first["conversation_id"], "language": "fi"}
    ) as response:
        assert response.status == 404, "as after a day"
        assert (await assert_problem(response))["detail"] == words("common.errors.expired", "fi")
    ahead = await said(timed, message_id="m-2")
    clock.now -= DAY + 3600
    assert await readiness(timed) == (200, "ok")
    # Nothing is lost that was not purged, and nothing counts twice.
    asked = len(rasa.received)
    assert await said(timed, message_id="m-1") == first
    assert await said(timed, message_id="m-2") == ahead
    assert len(rasa.received) == asked
    for conversation in (first, ahead):
        await said(timed, conversation_id=conversation["conversation_id"])


async def test_what_was_written_ahead_of_time_is_kept_no_longer_for_it(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "gateway.sqlite"
    clock.now += 365 * DAY
    store = await open_store(str(path), clock)
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute(
            "INSERT INTO feedback (given, channel, language, text) VALUES (?, 'widget', 'fi', 'x')", (clock.now,)
        )
        database.commit()
    clock.now -= 365 * DAY
    await store.purge()
    clock.now += 91 * DAY
    await store.purge()
    assert rows(path, "feedback") == 0
    await store.close()
