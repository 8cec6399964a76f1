"""Logs are kept over a start, and grow no longer than they may."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.run import logs
from bot.run.logs import bound, rotate
from bot.run.processes import Process


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of one line."""
    path = tmp_path / "gateway.log"
    path.write_text("begin 0\n")
    return path


def test_an_earlier_log_gets_a_number(log: Path) -> None:
    for number in range(1, 9):
        rotate(log)
        assert not log.exists()
        log.write_text(f"begin {number}\n")
    kept = {path.name: path.read_text() for path in log.parent.iterdir()}
    numbered = {f"gateway.log.{number}": f"begin {8 - number}\n" for number in range(1, logs.KEPT + 1)}
    assert kept == {"gateway.log": "begin 8\n", **numbered}


def test_an_empty_or_a_missing_log_takes_no_number(log: Path) -> None:
    log.write_text("")
    rotate(log)
    log.unlink()
    rotate(log)
    bound(log)
    assert list(log.parent.iterdir()) == []


def test_a_log_that_grows_is_begun_anew_while_it_is_written(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 100)
    with log.open("ab", buffering=0) as writer:
        for number in range(200):
            writer.write(b"line %03d\n" % number)
            bound(log)
    files = list(log.parent.iterdir())
    assert len(files) == 1 + logs.KEPT
    assert all(path.stat().st_size <= 110 for path in files)
    assert b"\0" not in log.read_bytes()
    newest = log.with_name("gateway.log.1").read_text() + log.read_text()
    assert newest.endswith("line 198\nline 199\n")


def test_a_disk_without_room_for_the_copy_costs_the_copy(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path, to: Path) -> None:
        to.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(logs, "MAX_BYTES", 3)
    monkeypatch.setattr("shutil.copyfile", full)
    bound(log)
    assert [path.name for path in log.parent.iterdir()] == ["gateway.log"]
    assert log.read_text() == ""


def _wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_log_of_a_process_outlives_its_next_start_and_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 1000)
    log = tmp_path / "part.log"
    code = "import time\nprint('x' * 2000 + 'the end', flush=True)\ntime.sleep(60)"
    process = Process("part", [sys.executable, "-c", "print('why it died')"], "http://127.0.0.1:9/", log)
    process.start()
    assert process.running is not None
    process.running.wait()
    process.command = [sys.executable, "-c", code]
    process.start()
    try:
        _wait_for(lambda: "the end" in log.read_text())
        assert log.with_name("part.log.1").read_text() == "why it died\n"
        process.keep_running(print)
        assert log.read_text() == ""
        assert "the end" in log.with_name("part.log.1").read_text()
        assert log.with_name("part.log.2").read_text() == "why it died\n"
    finally:
        process.signal(signal.SIGKILL)
        process.running.wait()
