"""Starts the assistant's processes, waits until they answer, starts again the one that ends, and stops them all."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.run.ports import Failure

# How long a process may take to answer after its start, and to end after it was asked to.
START_SECONDS = 180
STOP_SECONDS = 10
# A process that ended is started again, but not this often within so many seconds: then something is wrong with it.
MAX_RESTARTS = 3
RESTART_SECONDS = 120
TAIL_LINES = 12


@dataclass
class Process:
    """A process of the assistant: its command, the address that answers when it is ready, and its log."""

    name: str
    command: Sequence[str]
    ready_url: str
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()
    running: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only the launcher."""
        with self.log.open("wb") as output:
            self.running = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_running(self) -> bool:
        """Whether the process was started and has not ended."""
        return self.running is not None and self.running.poll() is None

    def check(self) -> None:
        """Raise Failure, with the end of the log, where the process has ended."""
        if self.running is not None and not self.is_running():
            end = "\n".join(self.log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
            raise Failure(f"{self.name} ended with code {self.running.returncode}. The end of {self.log}:\n{end}")

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
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, number)


def start(processes: Sequence[Process], say: Callable[[str], None]) -> None:
    """Start every process and wait until all of them really answer.

    Raises:
        Failure: a process ended, or did not answer in time.
    """
    for process in processes:
        process.start()
    waiting = list(processes)
    deadline = time.monotonic() + START_SECONDS
    while waiting:
        for process in processes:
            process.check()
        for process in [process for process in waiting if process.answers()]:
            say(f"{process.name} is ready")
            waiting.remove(process)
        if waiting and time.monotonic() > deadline:
            names = ", ".join(process.name for process in waiting)
            raise Failure(f"no answer after {START_SECONDS} s from: {names}. See {waiting[0].log.parent}/.")
        time.sleep(0.2)


def stop(processes: Sequence[Process]) -> None:
    """End every process, politely first."""
    # A second Ctrl-C must not leave half of them behind.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in processes:
            if process.is_running():
                process.signal(number)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(process.is_running() for process in processes):
            time.sleep(0.05)
    for process in processes:
        # What a process had started and left behind.
        process.signal(signal.SIGKILL)
