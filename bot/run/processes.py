"""Starts the assistant's processes, waits until they answer, starts again what ends or hangs, and stops them all."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bot.run.logs import bound, rotate
from bot.run.ports import Failure
from bot.run.tied import tied

# How long a process may take to answer after its start, and to end after it was asked to.
START_SECONDS = 180
STOP_SECONDS = 10
# A process is asked this often whether it answers, and has so long to do so. One message may keep Rasa busy for
# seconds: only what gives no answer several times in a row hangs.
ASK_EVERY_SECONDS = 5.0
ANSWER_SECONDS = 10.0
MAX_MISSES = 3
# A process that ended or hung is started again, but not this often within so many seconds: then something is wrong
# with it.
MAX_RESTARTS = 3
RESTART_SECONDS = 120
TAIL_LINES = 12


@dataclass
class Process:
    """A process of the assistant.

    Attributes:
        name: for people.
        command: starts it.
        ready_url: answers 200 when it is ready.
        log: what it prints.
        environment: its own variables, besides those of the launcher.
        folder: to start it in.
        health_url: answers 200 as long as the process itself works, whatever the others do; else `ready_url` is asked.
    """

    name: str
    command: Sequence[str]
    ready_url: str
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()
    health_url: str | None = None
    running: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)
    watch: Watch = field(default_factory=lambda: Watch(), compare=False)

    def start(self) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only the launcher.

        Where the launcher is killed, the process ends with it. So only the main thread may call this (see `tied`).
        """
        self.watch = Watch()
        rotate(self.log)
        # What only appends may have its file cut.
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(
                tied(self.command),
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
            raise Failure(f"{self.name} ended with code {self.running.returncode}. {self._log_end()}")

    def check_health(self) -> None:
        """Raise Failure, with the end of the log, where the process hangs. It never waits for an answer itself."""
        if self.is_running() and (hangs := self.watch.hangs(self._is_healthy)):
            raise Failure(f"{self.name} hangs: {hangs}. {self._log_end()}")

    def keep_running(self, say: Callable[[str], None]) -> None:
        """Start the process again where it has ended or hangs.

        The gateway answers 503 while another process is away, so nothing is lost.

        Raises:
            Failure: it keeps ending or hanging.
        """
        bound(self.log)
        try:
            self.check()
            self.check_health()
        except Failure as failure:
            now = time.monotonic()
            self.restarts = [moment for moment in self.restarts if now - moment < RESTART_SECONDS] + [now]
            if len(self.restarts) > MAX_RESTARTS:
                raise
            say(f"\n{failure}\nStarting {self.name} again.")
            self._kill()
            self.start()

    def answers(self) -> bool:
        """Whether the process is ready."""
        return _answers(self.ready_url)

    def _is_healthy(self) -> bool:
        return _answers(self.health_url or self.ready_url)

    def _kill(self) -> None:
        """End the process and all it started, and wait until its port is free."""
        self.signal(signal.SIGKILL)
        if self.running is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.running.wait(STOP_SECONDS)

    def _log_end(self) -> str:
        end = "\n".join(self.log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
        return f"The end of {self.log}:\n{end}"

    def signal(self, number: int) -> None:
        """Send a signal to the process and all it started."""
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, number)


class Watch:
    """Asks a process for its health in a thread, and counts how often in a row it gave no answer."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._healthy_once = False
        self.misses = 0
        self._next = 0.0
        self._asking: Future[bool] | None = None

    def has_answered(self) -> bool:
        """Whether the process was healthy once since its start."""
        return self._healthy_once

    def hangs(self, ask: Callable[[], bool]) -> str | None:
        """Ask when it is time, and return how the process hangs, None where it does not.

        Args:
            ask: whether the process is healthy; ends by itself after ANSWER_SECONDS.
        """
        now = time.monotonic()
        if self._asking is not None and self._asking.done():
            healthy = self._asking.result()
            self._healthy_once = self._healthy_once or healthy
            self.misses = 0 if healthy else self.misses + 1
            self._asking = None
        if self._asking is None and now >= self._next:
            self._next = now + ASK_EVERY_SECONDS
            self._asking = _ASKING.submit(ask)
        if self._healthy_once and self.misses >= MAX_MISSES:
            return f"it gave no answer {self.misses} times in a row"
        # A process that loads a model has nobody to answer yet.
        if not self._healthy_once and self.misses and now - self._started > START_SECONDS:
            return f"it gave no answer within {START_SECONDS} s of its start"
        return None


# Each process is asked once at a time.
_ASKING = ThreadPoolExecutor(64, "health")


def _answers(url: str) -> bool:
    """Whether an address answers that all is well."""
    try:
        with _DIRECTLY.open(url, timeout=ANSWER_SECONDS) as response:
            return bool(response.status == 200)
    # HTTPException: what came is no HTTP.
    except (OSError, http.client.HTTPException):
        return False


# A proxy of the environment must not be asked for what runs on this machine.
_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


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
