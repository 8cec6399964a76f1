"""The launcher says clearly why it cannot run, shows the log of what died, and leaves no process behind."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.run import launcher, processes, training
from bot.run.processes import Process
from devtools.ports import free_ports

PORTS = {"gateway": 8080, "rasa": 5005, "actions": 5055}
VARIABLES = ("PORT", "RASA_PORT", "ACTION_PORT")


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """Put back the signal handlers and the rights of new files that the launcher sets."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    mask = os.umask(0o022)
    yield
    os.umask(mask)
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep keys and logs in a temporary folder, and wait for nothing long."""
    monkeypatch.setattr(launcher, "VAR", tmp_path)
    monkeypatch.setattr(launcher, "LOGS", tmp_path / "log")
    monkeypatch.setattr(launcher, "DEV_KEY", tmp_path / "dev-partner-key")
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.5)
    (tmp_path / "log").mkdir()
    for variable in (*VARIABLES, "RASA_WORKERS"):
        monkeypatch.delenv(variable, raising=False)


def run_launcher(
    tmp_path: Path, *arguments: str, module: str = "launcher", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the launcher as `make run` does, where it should stop at once; a port that is not given is a free one."""
    ports = dict(zip(VARIABLES, map(str, free_ports(3)), strict=True))
    return subprocess.run(
        [sys.executable, "-m", f"bot.run.{module}", *arguments],
        cwd=launcher.ROOT,
        env={**os.environ, "KUNTOUTUSNEUVO_VAR": str(tmp_path / "var"), **ports, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# --- Before anything is started


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_taken_port_is_named_with_what_to_do(tmp_path: Path, variable: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run_launcher(tmp_path, **{variable: str(port)})
    assert result.returncode == 1
    assert f"port {port} is taken by process {os.getpid()}: " in result.stderr
    assert "pytest" in result.stderr, "the program is named"
    assert f"kill {os.getpid()}" in result.stderr
    assert f"{variable}={port + 1} make run" in result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    assert not (tmp_path / "var").exists(), "nothing was begun"


def test_a_bad_port_ends_with_a_message_and_code_1(tmp_path: Path) -> None:
    result = run_launcher(tmp_path, PORT="eighty")
    assert result.returncode == 1
    assert result.stderr.strip() == "Not running: PORT is 'eighty': set it to a port number from 1 to 65535."


def test_a_misspelt_setting_begins_nothing(tmp_path: Path) -> None:
    result = run_launcher(tmp_path, KUNTOUTUSNEUVO_WIDGET_ORIGIN="[]")
    assert result.returncode == 1
    assert "WIDGET_ORIGIN: there is no such setting. Did you mean KUNTOUTUSNEUVO_WIDGET_ORIGINS?" in result.stderr
    assert not (tmp_path / "var").exists(), "nothing was begun"


@pytest.mark.parametrize("module", ["launcher", "training"])
@pytest.mark.parametrize(("argument", "code", "says"), [("--force", 2, "arguments: --force"), ("--help", 0, "usage: ")])
def test_an_argument_begins_nothing(tmp_path: Path, module: str, argument: str, code: int, says: str) -> None:
    result = run_launcher(tmp_path, argument, module=module)
    assert result.returncode == code
    assert says in result.stderr + result.stdout
    assert "odel is up to date" not in result.stdout
    assert "Training" not in result.stdout
    assert not (tmp_path / "var").exists(), "nothing was begun"


def test_an_environment_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(training, "RASA_PYTHON", tmp_path / "python")
    monkeypatch.setattr(launcher, "check_free", lambda numbers: None)
    assert launcher.main() == 1
    assert f"there is no {tmp_path / 'python'}: `make setup` makes it" in capsys.readouterr().err


# --- The processes


def test_each_process_has_the_python_of_its_environment() -> None:
    actions, rasa, gateway = launcher.parts(PORTS, [5005])
    assert {actions.command[0], rasa.command[0]} == {str(launcher.ROOT / ".venv-rasa" / "bin" / "python")}
    assert gateway.command[0] == sys.executable


def test_rasa_and_the_actions_listen_on_the_loopback_only() -> None:
    actions, rasa, gateway = launcher.parts(PORTS, [5005])
    assert actions.environment["SANIC_HOST"] == "127.0.0.1"
    assert rasa.command[rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert all(part.ready_url.startswith("http://127.0.0.1:") for part in (actions, rasa, gateway))
    assert gateway.health_url == "http://127.0.0.1:8080/healthz", "it lives while Rasa is down"
    assert all(part.environment["RASA_TELEMETRY_ENABLED"] == "false" for part in (actions, rasa))


@pytest.mark.parametrize(("set_to", "passed"), [(None, "true"), ("false", "false")])
def test_the_demo_site_is_on_where_nobody_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, set_to: str | None, passed: str
) -> None:
    monkeypatch.delenv("KUNTOUTUSNEUVO_DEMO", raising=False)
    if set_to is not None:
        monkeypatch.setenv("KUNTOUTUSNEUVO_DEMO", set_to)
    gateway = launcher.parts(PORTS, [5005])[-1]
    assert gateway.environment["KUNTOUTUSNEUVO_DEMO"] == passed


# --- Rasa workers


def test_workers_differ_by_name_and_port_only_and_the_gateway_knows_them_all() -> None:
    actions, first, second, gateway = launcher.parts(PORTS, [5005, 5007])
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


@pytest.mark.parametrize("left", ["", "\n", "  \n"])
def test_an_empty_key_that_a_crash_left_is_replaced(tmp_path: Path, left: str) -> None:
    (tmp_path / "dev-partner-key").write_text(left)
    launcher.ensure_dev_key()
    assert len((tmp_path / "dev-partner-key").read_text().strip()) >= 40
    assert (tmp_path / "dev-partner-key").stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_no_half_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        launcher.ensure_dev_key()
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


# --- Private files


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], int]:
    """Start a launcher whose one process ends at once."""
    process = Process("rasa", [sys.executable, "-c", ""], "http://127.0.0.1:1/", tmp_path / "log" / "rasa.log")
    monkeypatch.setattr(training, "main", lambda: 0)
    monkeypatch.setattr(launcher, "check_free", lambda numbers: None)
    monkeypatch.setattr(launcher, "parts", lambda numbers, workers: [process])
    return launcher.main


def modes(folder: Path) -> dict[str, str]:
    """Return the rights of what a folder holds, in octal digits."""
    return {str(path.relative_to(folder)): oct(path.stat().st_mode)[-3:] for path in folder.rglob("*")}


def test_what_is_made_is_its_owners_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: Callable[[], int]
) -> None:
    monkeypatch.setattr(launcher, "VAR", tmp_path / "new" / "var")
    monkeypatch.setattr(launcher, "LOGS", tmp_path / "new" / "var" / "log")
    monkeypatch.setattr(launcher, "DEV_KEY", tmp_path / "new" / "var" / "dev-partner-key")
    os.umask(0o022)
    assert started() == 1
    assert modes(tmp_path / "new") == {"var": "700", "var/log": "700", "var/dev-partner-key": "600"}
    assert modes(tmp_path / "log") == {"rasa.log": "600"}


@pytest.mark.parametrize("own", [True, False])
def test_what_an_earlier_version_left_open_is_closed_or_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    started: Callable[[], int],
    own: bool,
) -> None:
    var = tmp_path / "var"
    (var / "log").mkdir(parents=True)
    for name in (
        "dev-partner-key",
        "gateway.sqlite",
        "gateway.sqlite-wal",
        "log/gateway.log",
        "log/gateway.log.1",
        "another's",
    ):
        (var / name).write_text("key")
        (var / name).chmod(0o644)
    for folder in (var, var / "log"):
        folder.chmod(0o755)
    monkeypatch.setattr(launcher, "ROOT", tmp_path if own else tmp_path / "elsewhere")
    monkeypatch.setattr(launcher, "VAR", var)
    monkeypatch.setattr(launcher, "LOGS", var / "log")
    monkeypatch.setattr(launcher, "DEV_KEY", var / "dev-partner-key")
    assert started() == 1
    found = modes(var)
    assert found.pop("another's") == "644"
    assert found.pop("log") == "700"
    assert set(found.values()) == {"600"}
    assert oct(var.stat().st_mode)[-3:] == ("700" if own else "755"), "a folder that was named may be anybody's"
    assert (f"may look into {var}: chmod go= {var}" in capsys.readouterr().err) == (not own)


def test_a_folder_that_cannot_be_made_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], started: Callable[[], int]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(launcher, "LOGS", tmp_path / "file" / "log")
    assert started() == 1
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert line.startswith(f"Not running: {tmp_path / 'file' / 'log'}: Not a directory. ")


def test_a_database_that_was_set_aside_is_told_until_it_is_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for end in ("", ".damaged-20261130T200000Z", ".damaged-20261130T200000Z-wal"):
        (tmp_path / f"gateway.sqlite{end}").touch()
    launcher._tell_of_damage()
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"A damaged database was set aside: {tmp_path / 'gateway.sqlite.damaged-20261130T200000Z'}.")


# --- Failures


def test_a_failure_ends_with_code_1_and_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def process(name: str, code: str) -> Process:
        return Process(name, [sys.executable, "-c", code], "http://127.0.0.1:1/", tmp_path / f"{name}.log")

    lasting = process("rasa", "import time; time.sleep(600)")
    dying = process("gateway", "print('no such file'); raise SystemExit(2)")
    monkeypatch.setattr(training, "main", lambda: 0)
    monkeypatch.setattr(launcher, "check_free", lambda numbers: None)
    monkeypatch.setattr(launcher, "parts", lambda numbers, workers: [lasting, dying])
    assert launcher.main() == 1
    assert "gateway ended with code 2" in capsys.readouterr().err
    assert lasting.running is not None
    assert not lasting.is_running()


def test_a_model_that_cannot_be_trained_ends_with_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(training, "main", lambda: 1)
    monkeypatch.setattr(launcher, "check_free", lambda numbers: None)
    assert launcher.main() == 1
    assert "could not be trained" in capsys.readouterr().err
