"""Starts everything as `make run` does, but with Rasa's own server: `python -m benchmarks.stock_launcher`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bot.run import launcher
from devtools.paths import ROOT

STOCK = {
    "bot.rasa_server": "benchmarks.stock_server",
    "endpoints.yml": str(ROOT / "benchmarks" / "stock_endpoints.yml"),
}


def children(numbers: dict[str, int], workers: Sequence[int]) -> list[launcher.Child]:
    """Return the launcher's processes, with Rasa's own server, endpoints and tracker store.

    Raises:
        RuntimeError: none of the commands names what is to be replaced.
    """
    parts = _children(numbers, workers)
    for part in parts:
        if "bot.rasa_server" in part.command:
            part.command = [STOCK.get(word, word) for word in part.command]
            part.environment["TRACKER_DATABASE"] = str(launcher.VAR / "stock-trackers.sqlite")
    if not any("benchmarks.stock_server" in part.command for part in parts):
        raise RuntimeError("no process of the launcher runs bot.rasa_server: the stock arrangement cannot be measured")
    return parts


_children = launcher.children

if __name__ == "__main__":
    launcher.children = children
    sys.exit(launcher.main())
