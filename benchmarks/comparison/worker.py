"""Does one thing with one competitor, in a process of its own: `worker STEP COMPETITOR SPLIT FOLDER`."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
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
WARM_UP = 20  # texts before the time is taken


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


def time(competitor: Competitor, texts: Sequence[str], folder: Path) -> None:
    """Note how long single messages take, and what the process holds. Only the model is in it, not the examples."""
    process = psutil.Process()
    competitor.imported()
    before = process.memory_info().rss
    model = competitor.model()
    model.load(folder / MODEL)
    for text in texts[:WARM_UP]:
        model.rank(text)
    resident = process.memory_info().rss
    seconds = [_seconds(model, text) for text in texts[WARM_UP:]]
    p50, p95 = (float(np.percentile(seconds, part)) for part in (50, 95))
    store.write(folder / TIMING, {"p50": p50, "p95": p95, "resident": resident, "model": resident - before})


def _short(answer: Answer) -> dict[str, Any]:
    return {"label": answer.label, "ranking": [(label, round(value, 5)) for label, value in answer.ranking]}


def _seconds(model: Model, text: str) -> float:
    start = perf_counter()
    model.rank(text)
    return perf_counter() - start


def main() -> None:
    """Do the step; the texts to be timed come as JSON from the caller."""
    verb, name, split, folder = sys.argv[1:]
    competitor, own = competitors()[name], Path(folder)
    if verb == "time":
        time(competitor, json.load(sys.stdin), own)
    else:
        {"train": train, "answer": answer}[verb](competitor, data.split(split), own)


if __name__ == "__main__":
    main()
