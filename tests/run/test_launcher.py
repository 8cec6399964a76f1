"""The launcher says clearly why it cannot run, shows the log of what died, and leaves no process behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.run import launcher
from bot.run.launcher import Child, Failure


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """Put back the signal handlers that the launcher sets."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep keys and logs in a temporary folder, and wait for nothing long."""
    monkeypatch.setattr(launcher, "VAR", tmp_path)
    monkeypatch.setattr(launcher, "LOGS", tmp_path / "log")
    monkeypatch.setattr(launcher, "DEV_KEY", tmp_path / "dev-partner-key")
    monkeypatch.setattr(launcher, "STOP_SECONDS", 0.5)
    (tmp_path / "log").mkdir()
    for variable in ("PORT", "RASA_PORT", "ACTION_PORT", "RASA_WORKERS"):
        monkeypatch.delenv(variable, raising=False)


def run_launcher(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher as `make run` does, where it is expected to stop at once."""
    return subprocess.run(
        [sys.executable, "-m", "bot.run.launcher"],
        cwd=launcher.ROOT,
        env={**os.environ, "KUNTOUTUSNEUVO_VAR": str(tmp_path / "var"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def child(name: str, code: str, url: str = "http://127.0.0.1:1/") -> Child:
    """Return a child that runs Python code."""
    return Child(name, [sys.executable, "-c", code], url)


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
    """Return what a child wrote to a file, as soon as it is there."""
    while not (path.exists() and path.read_text().endswith("\n")):
        time.sleep(0.01)
    return path.read_text().strip()


# --- Before anything is started


@pytest.mark.parametrize("variable", ["PORT", "RASA_PORT", "ACTION_PORT"])
def test_a_taken_port_is_named_with_what_to_do(tmp_path: Path, variable: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run_launcher(tmp_path, **{variable: str(port)})
    assert result.returncode == 1
    assert f"port {port} is taken" in result.stderr
    assert f"{variable}={port + 1} make run" in result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    assert not (tmp_path / "var").exists(), "nothing was begun"


@pytest.mark.parametrize("value", ["0", "65536", "-1", "http", "80 80", "8080.0", "²", ""])
def test_what_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(Failure, match="PORT is '.*': set it to a port number from 1 to 65535"):
        launcher.ports()


def test_a_bad_port_ends_with_a_message_and_code_1(tmp_path: Path) -> None:
    result = run_launcher(tmp_path, PORT="eighty")
    assert result.returncode == 1
    assert result.stderr.strip() == "Not running: PORT is 'eighty': set it to a port number from 1 to 65535."


def test_one_port_for_two_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "5005")
    with pytest.raises(Failure, match="must differ"):
        launcher.ports()


def test_the_default_ports_are_those_of_the_design() -> None:
    assert launcher.ports() == {"gateway": 8080, "rasa": 5005, "actions": 5055}


def test_rasa_and_the_actions_listen_on_the_loopback_only() -> None:
    actions, rasa, gateway = launcher.children(launcher.ports(), [5005])
    assert actions.environment["SANIC_HOST"] == "127.0.0.1"
    assert rasa.command[rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert all(part.ready_url.startswith("http://127.0.0.1:") for part in (actions, rasa, gateway))
    assert all(part.environment["RASA_TELEMETRY_ENABLED"] == "false" for part in (actions, rasa))


@pytest.mark.parametrize(("set_to", "passed"), [(None, "true"), ("false", "false")])
def test_the_demo_site_is_on_where_nobody_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, set_to: str | None, passed: str
) -> None:
    monkeypatch.delenv("KUNTOUTUSNEUVO_DEMO", raising=False)
    if set_to is not None:
        monkeypatch.setenv("KUNTOUTUSNEUVO_DEMO", set_to)
    gateway = launcher.children(launcher.ports(), [5005])[-1]
    assert gateway.environment["KUNTOUTUSNEUVO_DEMO"] == passed


# --- Rasa workers


def test_one_worker_has_rasas_own_port() -> None:
    assert launcher.worker_ports(launcher.ports()) == [5005]


@pytest.mark.parametrize("value", ["0", "-1", "two", "", "2.0", "33", "²"])
def test_what_is_no_number_of_workers_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("RASA_WORKERS", value)
    with pytest.raises(Failure, match="RASA_WORKERS is '.*': set it to a number of processes from 1 to 32"):
        launcher.worker_ports(launcher.ports())


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        pytest.param(set(), [5005, 5006, 5007], id="consecutive ones"),
        pytest.param({5006}, [5005, 5007, 5009], id="none that is taken, nor another part's"),
    ],
)
def test_workers_get_the_next_free_ports(monkeypatch: pytest.MonkeyPatch, taken: set[int], expected: list[int]) -> None:
    monkeypatch.setenv("RASA_WORKERS", "3")
    monkeypatch.setenv("ACTION_PORT", "5008")
    monkeypatch.setattr(launcher, "is_free", lambda port: port not in taken)
    assert launcher.worker_ports(launcher.ports()) == expected


def test_too_few_ports_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_WORKERS", "3")
    monkeypatch.setenv("RASA_PORT", "65534")
    with pytest.raises(Failure, match="not 3 free ports from RASA_PORT=65534"):
        launcher.worker_ports(launcher.ports())


def test_a_port_is_free_until_somebody_listens() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not launcher.is_free(port)
    assert launcher.is_free(port)


def test_workers_differ_by_name_and_port_only_and_the_gateway_knows_them_all() -> None:
    actions, first, second, gateway = launcher.children(launcher.ports(), [5005, 5007])
    assert [part.name for part in (first, second)] == ["rasa-1", "rasa-2"]
    assert first.environment == second.environment
    assert [word for word in first.command if word not in second.command] == ["5005"]
    assert json.loads(gateway.environment["KUNTOUTUSNEUVO_RASA_URLS"]) == [
        "http://127.0.0.1:5005",
        "http://127.0.0.1:5007",
    ]
    assert [part.ready_url for part in (first, second)] == [
        "http://127.0.0.1:5005/webhooks/rest/",
        "http://127.0.0.1:5007/webhooks/rest/",
    ]


# --- The development key


def test_the_development_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    launcher.ensure_dev_key()
    key = (tmp_path / "dev-partner-key").read_text()
    assert len(key.strip()) >= 40
    assert (tmp_path / "dev-partner-key").stat().st_mode & 0o777 == 0o600
    launcher.ensure_dev_key()
    assert (tmp_path / "dev-partner-key").read_text() == key


# --- Children


def test_a_child_that_dies_at_the_start_has_its_log_shown() -> None:
    part = child("rasa", "print('cannot open the model'); raise SystemExit(3)")
    with pytest.raises(Failure) as caught:
        launcher.start([part], say=lambda line: None)
    assert "rasa ended with code 3" in str(caught.value)
    assert "cannot open the model" in str(caught.value)
    assert "rasa.log" in str(caught.value)


def test_only_the_end_of_a_long_log_is_shown() -> None:
    part = child("rasa", "print(*range(1000), sep='\\n'); raise SystemExit(1)")
    with pytest.raises(Failure) as caught:
        launcher.start([part], say=lambda line: None)
    assert "999" in str(caught.value)
    assert "\n900\n" not in str(caught.value)


def test_a_child_that_never_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "START_SECONDS", 0)
    part = child("actions", "import time; time.sleep(60)")
    try:
        with pytest.raises(Failure, match="no answer after 0 s from: actions"):
            launcher.start([part], say=lambda line: None)
    finally:
        launcher.stop([part])


def test_stopping_ends_children_that_do_not_listen_and_what_they_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    stubborn = (
        "import os, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{grandchild.pid}}\\n')\n"
        "time.sleep(600)"
    )
    part = child("rasa", stubborn)
    part.start()
    family = [int(pid) for pid in wait_for(pids).split()]
    assert all(alive(pid) for pid in family)
    launcher.stop([part])
    wait_until_gone(family)


def test_stopping_twice_or_before_the_start_is_no_trouble() -> None:
    part = child("rasa", "pass")
    launcher.stop([part])
    part.start()
    launcher.stop([part])
    launcher.stop([part])


def test_a_child_that_dies_later_is_started_again_with_its_log_shown(tmp_path: Path) -> None:
    said: list[str] = []
    begins = f"open({str(tmp_path / 'up')!r}, 'a').write('up\\n')"
    part = child("actions", f"{begins}; print('out of memory'); raise SystemExit(9)")
    part.start()
    assert part.process is not None
    part.process.wait()
    part.keep_running(said.append)
    assert "actions ended with code 9" in said[0]
    assert "out of memory" in said[0]
    assert "Starting actions again" in said[0]
    part.process.wait()
    assert (tmp_path / "up").read_text() == "up\nup\n"


def test_a_child_that_runs_is_left_alone() -> None:
    said: list[str] = []
    part = child("actions", "import time; time.sleep(600)")
    part.start()
    process = part.process
    part.keep_running(said.append)
    assert part.process is process
    assert said == []
    launcher.stop([part])


def test_a_child_that_keeps_dying_ends_everything() -> None:
    part = child("actions", "raise SystemExit(9)")
    part.start()

    def die_again() -> None:
        assert part.process is not None
        part.process.wait()
        part.keep_running(lambda line: None)

    for _ in range(launcher.MAX_RESTARTS):
        die_again()
    with pytest.raises(Failure, match="actions ended with code 9"):
        die_again()


def test_a_failure_ends_with_code_1_and_no_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lasting = child("rasa", "import time; time.sleep(600)")
    dying = child("gateway", "print('no such file'); raise SystemExit(2)")
    monkeypatch.setattr(launcher.training, "main", lambda: 0)
    monkeypatch.setattr(launcher, "check_free", lambda numbers: None)
    monkeypatch.setattr(launcher, "children", lambda numbers, workers: [lasting, dying])
    assert launcher.main() == 1
    assert "gateway ended with code 2" in capsys.readouterr().err
    assert lasting.process is not None
    assert lasting.process.poll() is not None


def test_a_model_that_cannot_be_trained_ends_with_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launcher.training, "main", lambda: 1)
    monkeypatch.setattr(launcher, "check_free", lambda numbers: None)
    assert launcher.main() == 1
    assert "could not be trained" in capsys.readouterr().err
