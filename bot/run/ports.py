"""Chooses the ports of the assistant's processes from the environment's variables, and says which are taken."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from itertools import islice

# More Rasa workers would only wait for each other on any machine that this launcher is meant for.
MAX_WORKERS = 32
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
            raise Failure(
                f"port {port} is taken by another program ({name} needs it). "
                f"Stop that program, or choose another port: {VARIABLES[name]}={port + 1} make run"
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


def _number(variable: str, default: int, largest: int, what: str) -> int:
    value = os.environ.get(variable, str(default))
    if not value.isdecimal() or not 0 < int(value) <= largest:
        raise Failure(f"{variable} is '{value}': set it to a {what} from 1 to {largest}.")
    return int(value)
