"""The end of a process is told with its log, the process is started again, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.run import processes
from bot.run.ports import Failure
from bot.run.processes import Process
from devtools.paths import ROOT
from devtools.ports import free_ports

Program = Callable[[str, str], Process]


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """Put back the signal handlers that stopping sets."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie, which nobody has waited for, does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pids: list[int]) -> None:
    """Wait for processes that were killed just now; one that was not fails the test."""
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in pids):
        assert time.monotonic() < deadline, f"still running: {[pid for pid in pids if alive(pid)]}"
        time.sleep(0.01)


def wait_for(path: Path) -> str:
    """Return what a process wrote to a file, as soon as it is there."""
    while not (path.exists() and path.read_text().endswith("\n")):
        time.sleep(0.01)
    return path.read_text().strip()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Make a process that runs Python code, keeps its log in a temporary folder, and is not waited for long."""
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.5)

    def make(name: str, code: str) -> Process:
        return Process(name, [sys.executable, "-c", code], "http://127.0.0.1:1/", tmp_path / f"{name}.log")

    return make


def test_a_process_that_dies_at_the_start_has_its_log_shown(program: Program) -> None:
    part = program("rasa", "print('cannot open the model'); raise SystemExit(3)")
    with pytest.raises(Failure) as caught:
        processes.start([part], say=lambda line: None)
    assert "rasa ended with code 3" in str(caught.value)
    assert "cannot open the model" in str(caught.value)
    assert "rasa.log" in str(caught.value)


def test_only_the_end_of_a_long_log_is_shown(program: Program) -> None:
    part = program("rasa", "print(*range(1000), sep='\\n'); raise SystemExit(1)")
    with pytest.raises(Failure) as caught:
        processes.start([part], say=lambda line: None)
    assert "999" in str(caught.value)
    assert "\n900\n" not in str(caught.value)


def test_a_process_that_never_answers_is_named(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "START_SECONDS", 0)
    part = program("actions", "import time; time.sleep(60)")
    try:
        with pytest.raises(Failure, match="no answer after 0 s from: actions"):
            processes.start([part], say=lambda line: None)
    finally:
        processes.stop([part])


def test_stopping_ends_processes_that_do_not_listen_and_what_they_started(program: Program, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    stubborn = (
        "import os, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{grandchild.pid}}\\n')\n"
        "time.sleep(600)"
    )
    part = program("rasa", stubborn)
    part.start()
    family = [int(pid) for pid in wait_for(pids).split()]
    assert all(alive(pid) for pid in family)
    processes.stop([part])
    wait_until_gone(family)


def test_stopping_twice_or_before_the_start_is_no_trouble(program: Program) -> None:
    part = program("rasa", "pass")
    processes.stop([part])
    part.start()
    processes.stop([part])
    processes.stop([part])


def test_a_process_that_dies_later_is_started_again_with_its_log_shown(program: Program, tmp_path: Path) -> None:
    said: list[str] = []
    begins = f"open({str(tmp_path / 'up')!r}, 'a').write('up\\n')"
    part = program("actions", f"{begins}; print('out of memory'); raise SystemExit(9)")
    part.start()
    assert part.running is not None
    part.running.wait()
    part.keep_running(said.append)
    assert "actions ended with code 9" in said[0]
    assert "out of memory" in said[0]
    assert "Starting actions again" in said[0]
    part.running.wait()
    assert (tmp_path / "up").read_text() == "up\nup\n"


def test_a_process_that_runs_is_left_alone(program: Program) -> None:
    said: list[str] = []
    part = program("actions", "import time; time.sleep(600)")
    part.start()
    running = part.running
    part.keep_running(said.append)
    assert part.running is running
    assert said == []
    processes.stop([part])


def test_a_process_that_keeps_dying_ends_everything(program: Program) -> None:
    part = program("actions", "raise SystemExit(9)")
    part.start()

    def die_again() -> None:
        assert part.running is not None
        part.running.wait()
        part.keep_running(lambda line: None)

    for _ in range(processes.MAX_RESTARTS):
        die_again()
    with pytest.raises(Failure, match="actions ended with code 9"):
        die_again()


# --- Hung is dead


SERVER = """
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({status})
        self.end_headers()
http.server.ThreadingHTTPServer(("127.0.0.1", {port}), Handler).serve_forever()
"""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask often and wait briefly."""
    monkeypatch.setattr(processes, "ASK_EVERY_SECONDS", 0.05)
    monkeypatch.setattr(processes, "ANSWER_SECONDS", 0.3)


def keep_until(part: Process, happened: Callable[[], bool]) -> list[str]:
    """Watch a process as the launcher does until something happened; return what the launcher says."""
    said: list[str] = []
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        began = time.monotonic()
        part.keep_running(said.append)
        assert said or time.monotonic() - began < 0.2, "the launcher waited for an answer"
        time.sleep(0.02)
    return said


@pytest.fixture
def server(program: Program, impatient: None) -> Iterator[Process]:
    """A process that answers, and was seen to."""
    (port,) = free_ports(1)
    part = program("gateway", SERVER.format(port=port, status=200))
    part.ready_url = f"http://127.0.0.1:{port}/"
    processes.start([part], say=lambda line: None)
    time.sleep(0.1)
    yield part
    processes.stop([part])


def test_a_stopped_process_is_started_again_and_answers(server: Process) -> None:
    keep_until(server, server.watch.has_answered)
    assert server.running is not None
    hung = server.running.pid
    os.kill(hung, signal.SIGSTOP)
    said = keep_until(server, lambda: server.running is not None and server.running.pid != hung)
    assert "gateway hangs: it gave no answer 3 times in a row" in said[0]
    assert "Starting gateway again" in said[0]
    assert not alive(hung)
    keep_until(server, server.answers)


def test_a_process_that_is_slow_once_is_left_alone(server: Process) -> None:
    keep_until(server, server.watch.has_answered)
    assert server.running is not None
    pid = server.running.pid
    os.kill(pid, signal.SIGSTOP)
    keep_until(server, lambda: server.watch.misses == processes.MAX_MISSES - 1)
    os.kill(pid, signal.SIGCONT)
    assert keep_until(server, lambda: server.watch.misses == 0) == []
    assert server.running.pid == pid


def test_health_is_asked_where_it_is_not_readiness(server: Process) -> None:
    """The gateway is not ready while Rasa is down; starting it again would not help."""
    server.health_url, server.ready_url = server.ready_url, "http://127.0.0.1:1/"
    assert keep_until(server, server.watch.has_answered) == []


def test_a_process_that_never_answers_after_its_second_start_is_started_again(
    program: Program, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "START_SECONDS", 0.3)
    part = program("rasa", "import time; time.sleep(600)")
    part.start()
    assert part.running is not None
    first = part.running.pid
    said = keep_until(part, lambda: part.running is not None and part.running.pid != first)
    assert "rasa hangs: it gave no answer within 0.3 s of its start" in said[0]
    processes.stop([part])


def test_a_process_that_loads_for_long_is_left_alone(program: Program, impatient: None) -> None:
    part = program("rasa", "import time; time.sleep(600)")
    part.start()
    assert keep_until(part, lambda: part.watch.misses > processes.MAX_MISSES) == []
    processes.stop([part])


def test_a_process_that_keeps_hanging_ends_everything(
    program: Program, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "START_SECONDS", 0.1)
    part = program("rasa", "import time; time.sleep(600)")
    part.start()
    with pytest.raises(Failure, match="rasa hangs"):
        keep_until(part, lambda: False)
    processes.stop([part])


# --- The launcher is killed


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")
def test_a_killed_launcher_takes_its_processes_with_it(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    child = f"import os, time; open({str(pids)!r}, 'w').write(f'{{os.getpid()}}\\n'); time.sleep(600)"
    launcher = (
        "import sys, time; from pathlib import Path; from bot.run.processes import Process\n"
        f"Process('rasa', [sys.executable, '-c', {child!r}], '', Path({str(tmp_path / 'rasa.log')!r})).start()\n"
        "time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", launcher], cwd=ROOT)
    pid = int(wait_for(pids))
    assert alive(pid)
    parent.kill()
    parent.wait()
    wait_until_gone([pid])


def test_a_program_that_is_not_there_is_named_in_the_log(program: Program) -> None:
    part = program("rasa", "")
    part.command = ["/no/such/python"]
    with pytest.raises(Failure, match="/no/such/python cannot be started: No such file or directory"):
        processes.start([part], say=lambda line: None)
