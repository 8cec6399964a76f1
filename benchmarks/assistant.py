"""Runs the whole assistant for a measurement, as it is or in the stock arrangement that it is compared with.

Starts every process as `make run` does, on free ports and with a folder of its own for databases and logs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from unittest.mock import patch

from bot.run import launcher, training
from devtools.paths import ROOT
from devtools.ports import free_ports

STOCK_ENDPOINTS = ROOT / "benchmarks" / "stock_endpoints.yml"


@dataclass(frozen=True)
class Assistant:
    """A running assistant: where it answers, its development key, its processes, and how long it took to start."""

    url: str
    key: str
    pids: dict[str, int]
    start_seconds: float


def require_model() -> None:
    """End the program where the model is older than what it is made from."""
    if not training.up_to_date():
        sys.exit("The model is older than what it is made from. Run `make train` first.")


@contextmanager
def running(workers: int = 1, stock: bool = False) -> Iterator[Assistant]:
    """Run the assistant with so many Rasa workers, and stop it.

    Args:
        workers: how many Rasa processes.
        stock: whether Rasa runs as it comes: see benchmarks/stock_server.py.
    """
    with ExitStack() as exits:
        folder = Path(exits.enter_context(TemporaryDirectory()))
        paths = {"VAR": folder, "LOGS": folder / "log", "DEV_KEY": folder / "dev-partner-key"}
        for name, path in paths.items():
            exits.enter_context(patch.object(launcher, name, path))
        launcher.LOGS.mkdir()
        launcher.ensure_dev_key()
        free = free_ports(2 + workers)
        numbers = dict(zip(("gateway", "actions", "rasa"), free, strict=False))
        parts = launcher.children(numbers, free[2:])
        if stock:
            for part in parts:
                part.command = [_STOCK.get(word, word) for word in part.command]
        exits.callback(launcher.stop, parts)
        started = monotonic()
        launcher.start(parts, print)
        yield Assistant(
            f"http://127.0.0.1:{numbers['gateway']}",
            launcher.DEV_KEY.read_text().strip(),
            {part.name: part.process.pid for part in parts if part.process is not None},
            monotonic() - started,
        )


_STOCK = {"bot.rasa_server": "benchmarks.stock_server", "endpoints.yml": str(STOCK_ENDPOINTS)}
