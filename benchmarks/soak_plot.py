"""Draws memory and latency over the messages of soak.json: `python -m benchmarks.soak_plot` writes soak.png."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from devtools.pythons import run_on

run_on("rasa", __name__)

import matplotlib as mpl

mpl.use("Agg")  # before pyplot is imported: it would look for a screen
from matplotlib import pyplot as plt

from devtools.report import BENCHMARKS


def plot(points: list[dict[str, Any]], file: Path) -> None:
    """Draw the points that benchmarks.soak noted, one every so many messages."""
    figure, (above, below) = plt.subplots(2, 1, figsize=(9, 7), sharex=True, layout="constrained")
    messages = [point["messages"] for point in points]
    for name in points[0]["rss"]:
        above.plot(messages, [point["rss"][name] for point in points], label=name)
    above.set_ylabel("RSS, MiB")
    for name in ("p50", "p95"):
        below.plot(messages[1:], [point[f"{name}_ms"] for point in points[1:]], label=name)
    below.set_ylabel(f"latency of the last {messages[1] - messages[0]} messages, ms")
    below.set_xlabel("messages")
    for axes in (above, below):
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
        axes.legend()
    figure.savefig(file, dpi=110)


if __name__ == "__main__":
    plot(json.loads((BENCHMARKS / "soak.json").read_text(encoding="utf-8")), BENCHMARKS / "soak.png")
