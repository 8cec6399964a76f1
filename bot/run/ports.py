"""Chooses the ports of the assistant's processes from the environment's variables, and says who holds a taken one."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

# More Rasa workers would only wait for each other on any machine that this launcher is meant for.
MAX_WORKERS = 32
# Characters of a command that a message shows.
MAX_COMMAND = 120
_LISTEN = "0A"  # a socket's state in Linux's tables
VARIABLES = {"gateway": "PORT", "rasa": "RASA_PORT", "actions": "ACTION_PORT"}
DEFAULTS = {"gateway": 8080, "rasa": 5005, "actions": 5055}


class Failure(Exception):
    """Why the assistant cannot run, and what to do about it."""


def ports() -> dict[str, int]:
    """Return the port of each part: PORT, RASA_PORT and ACTION_PORT change them.

    Raises:
        Failure: a variable is no port number, or two are the same.
    """
    found = {name: _number(VARIABLES[name], default, 65535, "port number") for name, default in DEFAULTS.items()}
    if len(set(found.values())) < len(found):
        raise Failure("PORT, RASA_PORT and ACTION_PORT must differ: choose three ports.")
    return found


def worker_ports(numbers: Mapping[str, int]) -> list[int]:
    """Return a port for each Rasa worker: Rasa's own, and the next free ones after it.

    Raises:
        Failure: RASA_WORKERS is no sensible number, or there are not enough ports.
    """
    workers = _number("RASA_WORKERS", 1, MAX_WORKERS, "number of processes")
    first = numbers["rasa"]
    free = (port for port in range(first + 1, 65536) if port not in numbers.values() and is_free(port))
    found = [first, *islice(free, workers - 1)]
    if len(found) < workers:
        raise Failure(f"there are not {workers} free ports from RASA_PORT={first} on: choose a lower one.")
    return found


def check_free(numbers: Mapping[str, int]) -> None:
    """Raise Failure where a port is taken."""
    for name, port in numbers.items():
        if not is_free(port):
            holder = _holder(port)
            program = f"process {holder.pid}: {holder.command}" if holder else "another program"
            stop = f"Stop it (kill {holder.pid})" if holder else "Stop that program"
            raise Failure(
                f"port {port} is taken by {program} ({name} needs the port). "
                f"{stop}, or choose another port: {VARIABLES[name]}={port + 1} make run"
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


@dataclass
class _Holder:
    """The process that listens on a port."""

    pid: int
    command: str


def _holder(port: int) -> _Holder | None:
    """Return who listens on a port; None where it cannot be told: another user's process, or not on Linux."""
    sockets = {f"socket:[{number}]" for number in _listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        # A process may have ended meanwhile, and another user's cannot be read.
        with suppress(OSError):
            if any(os.readlink(file) in sockets for file in (process / "fd").iterdir()):
                words = (process / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
                command = " ".join(words).strip()
                return _Holder(int(process.name), "".join(filter(str.isprintable, command))[:MAX_COMMAND])
    return None


def _listening(port: int) -> Iterator[str]:
    """Yield the numbers of the sockets that listen on a port, as Linux tells them."""
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
                # sl, local_address, rem_address, st, tx_queue:rx_queue, tr:tm->when, retrnsmt, uid, timeout, inode
                fields = line.split()
                if fields[3] == _LISTEN and int(fields[1].rsplit(":", 1)[1], 16) == port:
                    yield fields[9]


def _number(variable: str, default: int, largest: int, what: str) -> int:
    value = os.environ.get(variable, str(default))
    if not value.isdecimal() or not 0 < int(value) <= largest:
        raise Failure(f"{variable} is '{value}': set it to a {what} from 1 to {largest}.")
    return int(value)
