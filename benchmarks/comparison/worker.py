"""Does one thing with one competitor, in a process of its own: `benchmarks.comparison.worker STEP COMPETITOR SPLIT`."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import psutil

from benchmarks.comparison import data, store
from benchmarks.comparison.competitors import Competitor, competitors
from benchmarks.comparison.data import Split
from benchmarks.comparison.model import Answer, Model

TRAINING, ANSWERS, TIMING = "training.json", "answers.json", "timing.json"
MODEL = "model"
WARM_UP = 20
TIMED = 300


def train(competitor: Competitor, split: Split, folder: Path) -> None:
    """Train, and note what that took."""
    shutil.rmtree(folder / MODEL, ignore_errors=True)  # what an interrupted training left
    (folder / MODEL).mkdir(parents=True)
    model = competitor.model()
    wall, processor = perf_counter(), process_time()
    model.train(split.train, folder / MODEL)
    taken = {"wall": perf_counter() - wall, "cpu": process_time() - processor}
    size = sum(file.stat().st_size for file in (folder / MODEL).rglob("*") if file.is_file())
    store.write(folder / TRAINING, {**taken, "size": size, "examples": len(split.train)})


def answer(competitor: Competitor, split: Split, folder: Path) -> None:
    """Ask every question, in scope and out of it, and note the answers."""
    model = competitor.model()
    model.load(folder / MODEL)
    answers = {
        "questions": store.questions(split),
        "test": [_short(model.rank(case.text)) for case in split.test],
        "outside": [_short(model.rank(outsider.text)) for outsider in split.outside],
    }
    store.write(folder / ANSWERS, answers)


def time(competitor: Competitor, split: Split, folder: Path) -> None:
    """Note how long single messages take, and what the process holds."""
    process = psutil.Process()
    texts = random.Random(data.SEED).sample(sorted({case.text for case in split.test}), WARM_UP + TIMED)
    model = competitor.model()
    before = process.memory_info().rss
    model.load(folder / MODEL)
    for text in texts[:WARM_UP]:
        model.rank(text)
    resident = process.memory_info().rss
    seconds = [_seconds(model, text) for text in texts[WARM_UP:]]
    p50, p95 = (float(np.percentile(seconds, part)) for part in (50, 95))
    store.write(folder / TIMING, {"p50": p50, "p95": p95, "resident": resident, "model": resident - before})


STEPS: dict[str, Callable[[Competitor, Split, Path], None]] = {"train": train, "answer": answer, "time": time}


def _short(answer: Answer) -> dict[str, Any]:
    return {"label": answer.label, "ranking": [(label, round(value, 5)) for label, value in answer.ranking]}


def _seconds(model: Model, text: str) -> float:
    start = perf_counter()
    model.rank(text)
    return perf_counter() - start


if __name__ == "__main__":
    step, name, of = sys.argv[1:]
    asked, split = competitors()[name], data.split(of)
    STEPS[step](asked, split, store.folder(asked, split))
