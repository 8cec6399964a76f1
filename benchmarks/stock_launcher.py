"""Starts everything as `make run` does, but with Rasa's own server: `python -m benchmarks.stock_launcher`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.run import launcher
from bot.run.processes import Process
from devtools.paths import ROOT

SERVER = "bot.rasa_server"
STOCK = {SERVER: "benchmarks.stock_server", "endpoints.yml": str(ROOT / "benchmarks" / "stock_endpoints.yml")}

_usual_parts = launcher.parts


def parts(numbers: Mapping[str, int], workers: Sequence[int]) -> list[Process]:
    """Return the launcher's processes, with Rasa's own server, endpoints and tracker store.

    Raises:
        RuntimeError: none of the commands names what is to be replaced.
    """
    found = [with_rasas_own_server(part) for part in _usual_parts(numbers, workers)]
    if not any("benchmarks.stock_server" in part.command for part in found):
        raise RuntimeError(f"no process of the launcher runs {SERVER}: the stock arrangement cannot be measured")
    return found


def with_rasas_own_server(part: Process) -> Process:
    """Return a process of the launcher, with Rasa's own server where it is Rasa."""
    if SERVER not in part.command:
        return part
    trackers = {"STOCK_TRACKERS": str(launcher.VAR / "trackers.sqlite")}
    command = [STOCK.get(word, word) for word in part.command]
    return replace(part, command=command, environment={**part.environment, **trackers})


if __name__ == "__main__":
    launcher.parts = parts
    sys.exit(launcher.main())
