"""Runs a whole assistant for a measurement: this working copy, another one, or Rasa in its stock arrangement.

Each is started by its own launcher, on free ports and with a folder of its own for databases and logs.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import psutil

from devtools.paths import ROOT
from devtools.pythons import python
from devtools.service import Service, launched

# Where the launcher is, newest place first: another working copy may be an older one.
LAUNCHERS = ("bot.run.launcher", "bot.launcher")
# How long after the gateway the last worker may take.
LISTEN_SECONDS = 60
# Ends with 0 where the model is made from what is there.
_UP_TO_DATE = "import sys, importlib; sys.exit(not importlib.import_module(sys.argv[1]).up_to_date())"


class NotThere(Exception):
    """A working copy cannot be measured; says what is missing and what to do."""


@dataclass(frozen=True)
class Arrangement:
    """A way to run an assistant.

    Attributes:
        name: what the tables call it.
        root: the working copy.
        launcher: the module that starts everything.
    """

    name: str
    root: Path
    launcher: str

    @property
    def python(self) -> Path:
        """The interpreter that its launcher runs on."""
        return python("gateway", self.root)


def this(name: str = "now") -> Arrangement:
    """Return this working copy."""
    return beside(name, ROOT)


def stock() -> Arrangement:
    """Return this working copy with a plain Rasa server: see benchmarks/stock_server.py."""
    return Arrangement("stock", ROOT, "benchmarks.stock_launcher")


def beside(name: str, root: Path) -> Arrangement:
    """Return the arrangement of a working copy with environments and a model of its own.

    Raises:
        NotThere: it has no launcher or no environment.
    """
    root = root.resolve()
    for launcher in LAUNCHERS:
        if (root / f"{launcher.replace('.', '/')}.py").exists():
            found = Arrangement(name, root, launcher)
            break
    else:
        raise NotThere(f"{root} has no launcher ({', '.join(LAUNCHERS)}): name a working copy of this project.")
    if not found.python.exists():
        raise NotThere(f"{found.python} is not there: run `make setup-dev` in {root} first.")
    return found


def require_model(arrangement: Arrangement) -> None:
    """Check that a working copy's model is made from what is there: its launcher would train it otherwise.

    Raises:
        NotThere: it is not.
    """
    launcher = arrangement.launcher if arrangement.launcher in LAUNCHERS else LAUNCHERS[0]
    training = f"{launcher.rpartition('.')[0]}.training"
    command = [str(arrangement.python), "-c", _UP_TO_DATE, training]
    if subprocess.run(command, cwd=arrangement.root, check=False).returncode != 0:
        raise NotThere(f"the model in {arrangement.root} is older than what it is made from: run `make train` there.")


@dataclass
class Assistant:
    """A running assistant.

    Attributes:
        service: its address, its development key, and a way to send it requests.
        pids: the process of each part: "gateway", "actions", "rasa" or "rasa-1" and so on, and "launcher".
        start_seconds: from the start of the launcher until every part answers.
        part_seconds: from the start of each part's process until it listens.
    """

    service: Service
    pids: dict[str, int]
    start_seconds: float
    part_seconds: dict[str, float]


@contextmanager
def running(
    arrangement: Arrangement, workers: int = 1, environment: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Assistant]:
    """Run an assistant with so many Rasa workers, and stop it; `environment` holds further variables for it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        watch = StartWatch()
        started = time.monotonic()
        command = [str(arrangement.python), "-m", arrangement.launcher]
        variables = {"RASA_WORKERS": str(workers), **environment}
        with launched(command, folder, variables, arrangement.root, watch.look) as service:
            seconds = time.monotonic() - started
            watch.wait_for(workers + 2, service)
            pids = named(service, watch.ports)
            listening = {name: watch.seconds[pid] for name, pid in pids.items() if pid in watch.seconds}
            yield Assistant(service, {**pids, "launcher": service.pid}, seconds, listening)


@dataclass
class StartWatch:
    """Notes on which port each process of a launcher listens, and how long after it was first seen.

    Attributes:
        ports: by process id.
        seconds: from when the process was first seen until it was seen to listen, by process id.
    """

    ports: dict[int, int] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)
    _seen: dict[int, float] = field(default_factory=dict)

    def wait_for(self, parts: int, service: Service) -> None:
        """Look until so many parts listen: the gateway answers as soon as one worker does.

        Raises:
            TimeoutError: they do not.
        """
        deadline = time.monotonic() + LISTEN_SECONDS
        self.look(service)
        while len(self.ports) < parts:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self.ports)} of {parts} parts listen after {LISTEN_SECONDS} s")
            time.sleep(0.1)
            self.look(service)

    def look(self, service: Service) -> None:
        """Look at the processes that the launcher has started so far."""
        for process in psutil.Process(service.pid).children():
            # The system counts a process's age from a moment that it knows to the second only.
            seen = self._seen.setdefault(process.pid, time.monotonic())
            if process.pid not in self.ports and (port := _listening(process)):
                self.ports[process.pid] = port
                self.seconds[process.pid] = time.monotonic() - seen


def _listening(process: psutil.Process) -> int | None:
    """Return the lowest port that a process or a child of it listens on."""
    with suppress(psutil.NoSuchProcess):
        connections = [
            connection
            for member in (process, *process.children(recursive=True))
            for connection in member.net_connections("tcp")
        ]
        return min((each.laddr.port for each in connections if each.status == psutil.CONN_LISTEN), default=None)
    return None


def named(service: Service, ports: dict[int, int]) -> dict[str, int]:
    """Return the process id of each part by its name, as the ports tell: Rasa's workers are numbered by theirs.

    Args:
        service: whose gateway, Rasa and action ports are known.
        ports: the port that each process listens on.
    """
    gateway, _, actions = service.ports
    known = {gateway: "gateway", actions: "actions"}
    workers = sorted(port for port in ports.values() if port not in known)
    names = {port: "rasa" if len(workers) == 1 else f"rasa-{number}" for number, port in enumerate(workers, 1)}
    return {{**known, **names}[port]: pid for pid, port in ports.items()}


def exit_where_not_there(*arrangements: Arrangement) -> None:
    """End the program with advice where an arrangement has no model."""
    try:
        for arrangement in arrangements:
            require_model(arrangement)
    except NotThere as missing:
        sys.exit(f"Not measured: {missing}")
