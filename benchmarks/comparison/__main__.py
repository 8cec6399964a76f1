"""The command behind `make benchmark`: trains what has changed, asks, times, and writes docs/benchmarks/.

Every model is trained, asked and timed in a process of its own. Models and answers are kept in var/benchmark/, so that
an interrupted run goes on where it was. Times are taken anew, after all training and one competitor after another.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable
from time import monotonic
from typing import NamedTuple

from devtools.pythons import run_on

run_on("rasa", __name__)

from benchmarks.comparison import data, page, plots, store
from benchmarks.comparison.competitors import Competitor, competitors
from benchmarks.comparison.data import Split
from benchmarks.comparison.scores import Row, decisions, understanding
from benchmarks.comparison.worker import ANSWERS, TIMING, TRAINING, WARM_UP
from bot.run.training import ENVIRONMENT
from devtools.paths import ROOT, SHARED
from devtools.report import measured_on

TIMED = 300  # texts that times are taken with
VERBS = {"train": "training", "answer": "asking", "time": "timing"}


class Step(NamedTuple):
    """One thing to do with one competitor."""

    verb: str
    competitor: Competitor
    split: Split


def main() -> int:
    """Measure what was not measured yet and write the page; return 1 where something failed."""
    arguments = _arguments()
    measured = measured_on()
    if not SHARED.exists():
        print(f"../{SHARED.relative_to(ROOT.parent)} is not there: only the project's own data is used.", flush=True)
    splits = {name: data.split(name) for name in data.available()}
    pairs = [(each, split) for split in splits.values() for each in competitors().values() if split.name in each.splits]
    chosen = [
        (each, split)
        for each, split in pairs
        if each.id in (arguments.only or [each.id]) and split.name in (arguments.on or [split.name])
    ]
    steps = list(to_do(chosen))
    failed = [step for number, step in enumerate(steps, 1) if not _done(step, f"[{number:>2}/{len(steps)}]")]
    measurements = [(pair, _row(*pair)) for pair in pairs]
    rows = [row for _, row in measurements if row is not None]
    page.write(rows, splits, [pair for pair, row in measurements if row is None], measured)
    plots.draw(rows)
    print(f"Written to {page.FOLDER.relative_to(ROOT)}/.")
    return 1 if failed else 0


def to_do(pairs: Iterable[tuple[Competitor, Split]]) -> Iterable[Step]:
    """Yield what has to be done: training and asking where that is not done yet, then timing."""
    pairs = list(pairs)
    for competitor, split in pairs:
        folder = store.folder(competitor, split)
        answers = store.read(folder / ANSWERS)
        if not (folder / TRAINING).exists():
            yield Step("train", competitor, split)
        if answers is None or answers["questions"] != store.questions(split):
            yield Step("answer", competitor, split)
    for competitor, split in pairs:
        if not competitor.ablation:
            yield Step("time", competitor, split)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparison", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=[*competitors()], help="leave the others as they were measured")
    parser.add_argument(
        "--on", nargs="+", choices=data.available(), help="leave the other splits as they were measured"
    )
    return parser.parse_args()


def _done(step: Step, number: str) -> bool:
    """Do a step, say so, and return whether it went well."""
    verb, competitor, split = step
    log = store.folder(competitor, split) / f"{verb}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    print(f"{number} {VERBS[verb]} on {split.name}: {competitor.title} ...", end="", flush=True)
    started = monotonic()
    command = [sys.executable, "-m", "benchmarks.comparison.worker", verb, competitor.id, split.name, str(log.parent)]
    with log.open("w", encoding="utf-8") as output:
        worker = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT},
            input=json.dumps(_timed(split)),
            stdout=output,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
    went_well = worker.returncode == 0
    print(f" {monotonic() - started:.0f} s" if went_well else f" FAILED, see {log.relative_to(ROOT)}", flush=True)
    return went_well


def _timed(split: Split) -> list[str]:
    """Return the texts that times are taken with, after some to warm up; all different."""
    texts = sorted({case.text for case in split.test})
    return random.Random(data.SEED).sample(texts, WARM_UP + TIMED)


def _row(competitor: Competitor, split: Split) -> Row | None:
    """Return what was measured, None where it is not all there."""
    folder = store.folder(competitor, split)
    training, answers, timing = (store.read(folder / name) for name in (TRAINING, ANSWERS, TIMING))
    if training is None or answers is None or not (timing or competitor.ablation):
        return None
    decided = decisions(split.test, answers["test"])
    return Row(competitor, split.name, training, timing, decided, understanding(split, answers))


if __name__ == "__main__":
    sys.exit(main())
