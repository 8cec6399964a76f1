"""Shows where a message spends its time, as it is and in the stock arrangement: `make profile`.

py-spy samples every process while one client asks the test set's questions. Each sample counts for the innermost stage
whose code is on the stack; a process that waits is not sampled. Writes profile.md to docs/benchmarks/.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.assistant import Assistant, require_model, running
from benchmarks.cases import ROOT
from benchmarks.people import Person, Texts, client

MESSAGES = 600
WARM_UP = 40
TURNS = 10
HERTZ = 250
# What a frame belongs to, by the process it runs in; the first pattern that a frame matches, from the innermost frame on.
STAGES: dict[str, dict[str, str]] = {
    "gateway": {
        "privacy guard": r"bot/privacy/",
        "conversations in SQLite": r"bot/gateway/conversations\.py",
        "call of Rasa": r"bot/gateway/rasa_client\.py",
        "body and schema": r"bot/gateway/schemas\.py|pydantic/",
        "HTTP and the rest": r"",
    },
    "rasa": {
        "language": r"bot/nlu/language_identifier\.py",
        "tokens and lemmas": r"bot/nlu/bilingual_tokenizer\.py",
        "entities": r"bot/nlu/entity_extractor\.py",
        "n-grams": r"bot/nlu/ngram_featurizer\.py",
        "sentence vector": r"bot/nlu/sentence_encoder\.py",
        "topic ranking": r"bot/nlu/topic_classifier\.py",
        "topic decision": r"bot/nlu/topic_decider\.py",
        "rules policy": r"rasa/core/policies/",
        "graph runner": r"rasa/engine/|dask/|bot/rasa_server/graph",
        "tracker store": r"bot/tracker_store\.py|rasa/core/tracker_store\.py",
        "call of the action": r"rasa/core/actions/action\.py|rasa/utils/endpoints\.py|bot/rasa_server/action_calls\.py",
        "trackers and debug messages": r"rasa/core/processor\.py",
        "HTTP and the rest": r"",
    },
    "actions": {
        "answer": r"(?<!rasa_sdk/)actions/|bot/answers\.py",
        "rasa-sdk": r"rasa_sdk/",
        "HTTP and the rest": r"",
    },
}


@contextmanager
def sampled(pids: dict[str, int], folder: Path) -> Iterator[dict[str, Path]]:
    """Sample processes as long as the block runs; yields where their stacks will be."""
    files = {name: folder / name for name in pids}
    samplers = [
        subprocess.Popen(
            [str(Path(sys.executable).with_name("py-spy")), "record", "--pid", str(pid), "--format", "raw"]
            + ["--rate", str(HERTZ), "--duration", "600", "--output", str(files[name])],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name, pid in pids.items()
    ]
    try:
        yield files
    finally:
        for sampler in samplers:
            sampler.send_signal(signal.SIGINT)
        for sampler in samplers:
            sampler.wait()


def stage(stack: list[str], patterns: dict[str, str]) -> str:
    """Return the stage of a stack, whose innermost frame is its last."""
    for frame in reversed(stack):
        for name, pattern in patterns.items():
            if pattern and re.search(pattern, frame):
                return name
    return next(name for name, pattern in patterns.items() if not pattern)


def stages(file: Path, patterns: dict[str, str]) -> Counter[str]:
    """Return the samples of each stage in a file of py-spy's."""
    counted: Counter[str] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        stack, count = line.rsplit(" ", 1)
        counted[stage(stack.split(";"), patterns)] += int(count)
    return counted


async def talk(assistant: Assistant, texts: Texts, messages: int) -> list[float]:
    """Return the seconds of each of `messages`, asked one after the other in conversations of TURNS."""
    seconds = []
    async with client(assistant.key) as session:
        for _ in range(messages // TURNS):
            person = Person(session, assistant.url, texts)
            seconds += [await person.say() for _ in range(TURNS)]
    return seconds


if __name__ == "__main__":
    os.chdir(ROOT)
    require_model()
    for stock in (False, True) if len(sys.argv) < 2 else (False,):
        with running(stock=stock) as assistant, TemporaryDirectory() as folder:
            texts = Texts()
            asyncio.run(talk(assistant, texts, WARM_UP))
            plain = asyncio.run(talk(assistant, texts, 200))
            import psutil

            before = {n: sum(psutil.Process(p).cpu_times()[:2]) for n, p in assistant.pids.items()}
            plain = asyncio.run(talk(assistant, texts, 200))
            after = {n: sum(psutil.Process(p).cpu_times()[:2]) for n, p in assistant.pids.items()}
            print("CPU ms/message", {n: round((after[n] - before[n]) / 200 * 1000, 2) for n in after})
            with sampled(assistant.pids, Path(folder)) as files:
                seconds = asyncio.run(talk(assistant, texts, MESSAGES))
            print(
                "stock" if stock else "ours",
                1000 * np.percentile(plain, 50),
                1000 * np.percentile(plain, 95),
                "sampled",
                1000 * np.percentile(seconds, 50),
            )
            for name, file in files.items():
                import shutil

                shutil.copy(file, f"/tmp/w/perf/{'stock' if stock else 'ours'}.{name}.raw")
                for k, v in stages(file, STAGES[name]).most_common():
                    print(f"{name:10} {k:30} {v / HERTZ / MESSAGES * 1000:.2f} ms")
