"""Runs the whole assistant on this machine: trains if needed, starts every process, stops them all: `make run`."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence

from bot.run import training

ROOT = training.ROOT
# Where the development key, the databases and the logs are.
VAR = Path(os.environ.get("KUNTOUTUSNEUVO_VAR") or ROOT / "var").resolve()
LOGS = VAR / "log"
DEV_KEY = VAR / "dev-partner-key"
# How long a process may take to answer after its start, and to end after it was asked to.
START_SECONDS = 180
STOP_SECONDS = 10
# A process that ended is started again, but not this often within so many seconds: then something is wrong with it.
MAX_RESTARTS = 3
RESTART_SECONDS = 120
# More would only wait for each other on any machine that this launcher is meant for.
MAX_WORKERS = 32


class Failure(Exception):
    """Why the assistant cannot run, and what to do about it."""


@dataclass
class Child:
    """A process of the assistant: its command, the address that answers when it is ready, and its log."""

    name: str
    command: List[str]
    ready_url: str
    environment: Dict[str, str] = field(default_factory=dict)
    process: Optional[subprocess.Popen[bytes]] = None
    restarts: List[float] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """The file with the process's output."""
        return LOGS / f"{self.name}.log"

    def start(self) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only the launcher."""
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def check(self) -> None:
        """Raise Failure where the process has ended."""
        if self.process is not None and self.process.poll() is not None:
            raise Failure(
                f"{self.name} ended with code {self.process.returncode}. The end of {_shown(self.log)}:\n"
                + _tail(self.log)
            )

    def keep_running(self, say: Callable[[str], None]) -> None:
        """Start the process again where it has ended; the gateway answers 503 meanwhile, so nothing is lost.

        Raises:
            Failure: it keeps ending.
        """
        try:
            self.check()
        except Failure as failure:
            now = time.monotonic()
            self.restarts = [moment for moment in self.restarts if now - moment < RESTART_SECONDS] + [now]
            if len(self.restarts) > MAX_RESTARTS:
                raise
            say(f"\n{failure}\nStarting {self.name} again.")
            self.signal(signal.SIGKILL)
            self.start()

    def answers(self) -> bool:
        """Whether the process answers at its address."""
        try:
            with urllib.request.urlopen(self.ready_url, timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def signal(self, number: int) -> None:
        """Send a signal to the process and all it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def _shown(path: Path) -> str:
    """Write a path as the person at the terminal would: from the project's folder where it is inside."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def _tail(file: Path, lines: int = 12) -> str:
    return "\n".join(file.read_text(errors="replace").splitlines()[-lines:])


def ports() -> Dict[str, int]:
    """Return the port of each part: PORT, RASA_PORT and ACTION_PORT change them.

    Raises:
        Failure: a variable is no port number, or two are the same.
    """
    found = {}
    for name, variable, default in (
        ("gateway", "PORT", 8080),
        ("rasa", "RASA_PORT", 5005),
        ("actions", "ACTION_PORT", 5055),
    ):
        value = os.environ.get(variable, str(default))
        if not value.isdecimal() or not 0 < int(value) < 65536:
            raise Failure(f"{variable} is '{value}': set it to a port number from 1 to 65535.")
        found[name] = int(value)
    if len(set(found.values())) < len(found):
        raise Failure("PORT, RASA_PORT and ACTION_PORT must differ: choose three ports.")
    return found


def check_free(numbers: Dict[str, int]) -> None:
    """Raise Failure where a port is taken."""
    variables = {"gateway": "PORT", "rasa": "RASA_PORT", "actions": "ACTION_PORT"}
    for name, port in numbers.items():
        if not is_free(port):
            raise Failure(
                f"port {port} is taken by another program ({name} needs it). "
                f"Stop that program, or choose another port: {variables[name]}={port + 1} make run"
            )


def is_free(port: int) -> bool:
    """Whether no program listens on a port of the loopback interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def worker_ports(numbers: Dict[str, int]) -> List[int]:
    """Return a port for each Rasa worker: Rasa's own, and the next free ones after it.

    Raises:
        Failure: RASA_WORKERS is no sensible number, or there are not enough ports.
    """
    value = os.environ.get("RASA_WORKERS", "1")
    if not value.isdecimal() or not 0 < int(value) <= MAX_WORKERS:
        raise Failure(f"RASA_WORKERS is '{value}': set it to a number of processes from 1 to {MAX_WORKERS}.")
    first = numbers["rasa"]
    free = (port for port in range(first + 1, 65536) if port not in numbers.values() and is_free(port))
    found = [first, *islice(free, int(value) - 1)]
    if len(found) < int(value):
        raise Failure(f"there are not {value} free ports from RASA_PORT={first} on: choose a lower one.")
    return found


def children(numbers: Dict[str, int], workers: Sequence[int]) -> List[Child]:
    """Return the processes to run. Rasa and the actions listen on the loopback interface only.

    Args:
        numbers: port of each part.
        workers: ports of the Rasa workers.
    """
    actions, gateway = (_address(numbers[name]) for name in ("actions", "gateway"))
    quiet = {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        # A message's matrices are too small to share out; threads that wait for each other only take time.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    return [
        Child(
            "actions",
            [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(numbers["actions"])],
            f"{actions}/health",
            {**quiet, "SANIC_HOST": "127.0.0.1"},
        ),
        *(
            Child(
                "rasa" if len(workers) == 1 else f"rasa-{number}",
                [sys.executable, "-m", "bot.rasa_server", "run", "--interface", "127.0.0.1", "--port", str(port)]
                + ["--model", str(training.MODEL), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"],
                f"{_address(port)}/webhooks/rest/",
                {
                    **quiet,
                    "ACTION_ENDPOINT": f"{actions}/webhook",
                    "TRACKER_DATABASE": str(VAR / "dialogue.sqlite"),
                },
            )
            for number, port in enumerate(workers, 1)
        ),
        Child(
            "gateway",
            [sys.executable, "-m", "bot.gateway"],
            f"{gateway}/readyz",
            {
                "KUNTOUTUSNEUVO_PORT": str(numbers["gateway"]),
                "KUNTOUTUSNEUVO_RASA_URLS": json.dumps([_address(port) for port in workers]),
                "KUNTOUTUSNEUVO_ACTION_URL": actions,
                "KUNTOUTUSNEUVO_DATABASE": str(VAR / "gateway.sqlite"),
                "KUNTOUTUSNEUVO_DEV_KEY_FILE": str(DEV_KEY),
                # Whoever tries it out wants to see how it is embedded; a public service does not.
                "KUNTOUTUSNEUVO_DEMO": os.environ.get("KUNTOUTUSNEUVO_DEMO", "true"),
            },
        ),
    ]


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def ensure_dev_key() -> None:
    """Make the partner key for development, readable only by its owner."""
    if not DEV_KEY.exists():
        descriptor = os.open(DEV_KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32) + "\n")


def start(parts: List[Child], say: Callable[[str], None]) -> None:
    """Start every process and wait until all of them really answer.

    Raises:
        Failure: a process ended, or did not answer in time.
    """
    for child in parts:
        child.start()
    waiting = list(parts)
    deadline = time.monotonic() + START_SECONDS
    while waiting:
        for child in parts:
            child.check()
        for child in [child for child in waiting if child.answers()]:
            say(f"{child.name} is ready")
            waiting.remove(child)
        if time.monotonic() > deadline:
            names = ", ".join(child.name for child in waiting)
            raise Failure(f"no answer after {START_SECONDS} s from: {names}. See {_shown(LOGS)}/.")
        time.sleep(0.2)


def stop(parts: List[Child]) -> None:
    """End every process, politely first."""
    # A second Ctrl-C must not leave half of them behind.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for child in parts:
            if child.process is not None and child.process.poll() is None:
                child.signal(number)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(c.process and c.process.poll() is None for c in parts):
            time.sleep(0.05)
    for child in parts:
        # What a child had started and left behind.
        child.signal(signal.SIGKILL)


def run() -> None:
    """Run until interrupted."""
    numbers = ports()
    check_free(numbers)
    workers = worker_ports(numbers)
    LOGS.mkdir(parents=True, exist_ok=True)
    if training.main() != 0:
        raise Failure("the model could not be trained; see above.")
    ensure_dev_key()
    parts = children(numbers, workers)
    started = time.monotonic()
    try:
        print("Starting (about 10 seconds):", flush=True)
        start(parts, lambda line: print(f"    {line}", flush=True))
        print(
            f"\nKuntoutusneuvo is ready after {time.monotonic() - started:.0f} s.\n"
            f"    Open                http://127.0.0.1:{numbers['gateway']}/\n"
            f"    Embedded in a site  http://127.0.0.1:{numbers['gateway']}/demo/\n"
            f"    Partner API         http://127.0.0.1:{numbers['gateway']}/api/v1/messages"
            f" (key in {_shown(DEV_KEY)})\n"
            f"    Logs                {_shown(LOGS)}/\n"
            "Ctrl-C stops it.",
            flush=True,
        )
        while True:
            time.sleep(0.5)
            for child in parts:
                child.keep_running(lambda line: print(line, file=sys.stderr, flush=True))
    finally:
        stop(parts)


def main() -> int:
    """Run, and turn failures into one clear message."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    try:
        run()
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    except Failure as failure:
        print(f"\nNot running: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
