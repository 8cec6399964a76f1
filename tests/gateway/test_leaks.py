"""Nothing that people send is found in any file or output, whatever door it came by and whatever is down."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sqlite3
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot import quiet_logs
from bot.gateway.conversation.store import dialects
from bot.gateway.parts import RASA
from bot.privacy import redact
from devtools.fake_rasa import FakeRasa, answer
from devtools.leak import Marks, Visitor
from devtools.service import Service, running_service
from tests.gateway.conftest import KEY, Gateway


@pytest.fixture
def _debugging(tmp_path: Path) -> Iterator[None]:
    """Log everything, at every level, into a file beside the database."""
    root = logging.getLogger()
    factory, level, show = logging.getLogRecordFactory(), root.level, warnings.showwarning
    quiet_logs.install()
    handler = logging.FileHandler(tmp_path / "gateway.log")
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield
    root.setLevel(level)
    root.removeHandler(handler)
    handler.close()
    logging.setLogRecordFactory(factory)
    warnings.showwarning = show


@pytest.mark.slow
@pytest.mark.usefixtures("_debugging")
async def test_nothing_that_was_sent_is_found_anywhere(
    gateway: Gateway,
    rasa: FakeRasa,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    asyncio.get_running_loop().set_debug(True)
    monkeypatch.setattr(dialects, "BUSY_SECONDS", 0.01)
    client = await gateway(widget_per_minute=1_000_000)
    assert client.port is not None
    visitor = Visitor(client.port, KEY, Marks(), patience=1.0)

    def is_clean() -> None:
        found = visitor.marks.found(tmp_path, capfd.readouterr())
        assert found == [], found[:20]

    sent = await asyncio.to_thread(visitor.knock)
    assert rasa.received, "messages came through"
    is_clean()
    # What people say of the service is kept, without personal data.
    rasa.reply = answer(topic="meta.feedback")
    assert await asyncio.to_thread(visitor.rate)
    is_clean()
    rasa.reply, rasa.status = answer(), 500
    sent += await asyncio.to_thread(visitor.knock)
    is_clean()
    rasa.status = 200
    rasa.hold()
    monkeypatch.setattr(client.app[RASA]._session, "_timeout", aiohttp.ClientTimeout(total=0.05))
    sent += await asyncio.to_thread(visitor.knock)
    rasa.release()
    is_clean()
    with contextlib.closing(sqlite3.connect(tmp_path / "gateway.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        sent += await asyncio.to_thread(visitor.knock)
        is_clean()
    assert sent > 4 * 120
    assert len(visitor.marks.strings) > 4 * 500
    assert (tmp_path / "gateway.log").stat().st_size > 0


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    marks = Marks()
    word = marks.word()
    marks.personal()
    assert marks.found(tmp_path) == []
    (tmp_path / "some.sqlite-wal").write_bytes(b"\x00\xff" + word.upper().encode() + b"\x00")
    assert marks.found(tmp_path, ["quiet", f"loud {word}"]) == [
        f"'{word}' in {tmp_path}/some.sqlite-wal",
        f"'{word}' in output 1",
    ]


@pytest.mark.parametrize("number", range(1, 40))
def test_the_guard_removes_every_kind_that_is_marked(number: int) -> None:
    marks = Marks(_numbers=iter(range(number * 97, 10**6)))
    left = redact(marks.personal(), strict=True).text.lower()
    assert [mark for mark in marks.strings if mark in left] == []


# Of the real processes: Rasa and the actions say all that they can.
DEBUGGING = {"LOG_LEVEL": "DEBUG", "LOG_LEVEL_LIBRARIES": "DEBUG", "PYTHONASYNCIODEBUG": "1", "PYTHONDEVMODE": "1"}
# The gateway gives a message up after 15 s; Rasa logs it then.
GIVEN_UP_SECONDS = 18


def process(service: Service, module: str) -> int:
    """Return the id of the process that runs a module."""
    return next(pid for pid, command in service.processes().items() if f"-m {module}" in command)


@pytest.mark.service
def test_nothing_is_found_of_the_real_processes(tmp_path: Path) -> None:
    with running_service(tmp_path, now="2026-11-28T12:00:00+02:00", **DEBUGGING) as service:
        visitor = Visitor(service.ports[0], service.key, Marks(), patience=GIVEN_UP_SECONDS)

        def is_clean() -> None:
            # In the folder are the database with all beside it, every log, and what the launcher puts out.
            found = visitor.marks.found(tmp_path)
            assert found == [], found[:20]

        visitor.knock()
        assert visitor.rate()
        is_clean()
        for module in ("bot.rasa_server", "rasa_sdk"):
            pid = process(service, module)
            os.kill(pid, signal.SIGSTOP)
            try:
                visitor.patience = 1.0
                visitor.knock()
                time.sleep(GIVEN_UP_SECONDS)
            finally:
                os.kill(pid, signal.SIGCONT)
            time.sleep(1)
            is_clean()
            os.kill(pid, signal.SIGKILL)
            visitor.knock()
            visitor.rate()
            is_clean()
            deadline = time.monotonic() + 60
            while not service.ready():
                assert time.monotonic() < deadline
                time.sleep(0.2)
        visitor.patience = GIVEN_UP_SECONDS
        assert visitor.rate(), "it answers as before"
    assert (tmp_path / "log" / "rasa.log.1").stat().st_size > 0, "the log of what was killed was searched as well"
    is_clean()
