"""Measures the whole assistant as one client meets it: `make latency`.

Starts every process as `make run` does, on free ports and with a folder of its own for databases and logs, and asks the
test set's questions over the partner API, each text once, in conversations of five turns. Writes latency.md to
docs/evaluation/. Memory is read from /proc, so it is measured on Linux only.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import monotonic, perf_counter

import numpy as np

from benchmarks.cases import ROOT, SERVED, held_out
from benchmarks.report import measured_on, table, write

MESSAGES = 400
WARM_UP = 20
TURNS = 5
SEED = 7
PORTS = ("PORT", "RASA_PORT", "ACTION_PORT")


@dataclass(frozen=True)
class Memory:
    """MiB that the processes of a part hold: `rss` counts shared pages in each, `pss` divides them by their users."""

    rss: float
    pss: float


def main() -> int:
    """Start, ask, measure, stop; return 1 where the assistant cannot be started."""
    measured = measured_on()
    with ExitStack() as exits:
        folder = exits.enter_context(tempfile.TemporaryDirectory())
        os.environ["KUNTOUTUSNEUVO_VAR"] = folder
        for name, port in zip(PORTS, free_ports(len(PORTS)), strict=True):
            os.environ[name] = str(port)
        from bot import launcher, training  # reads where its folder is as it is imported

        if not training.up_to_date():
            print("The model is older than what it is made from. Run `make train` first.", file=sys.stderr)
            return 1
        numbers = launcher.ports()
        launcher.check_free(numbers)
        launcher.LOGS.mkdir(parents=True)
        launcher.ensure_dev_key()
        parts = launcher.children(numbers)
        exits.callback(launcher.stop, parts)
        started = monotonic()
        try:
            launcher.start(parts, print)
        except launcher.Failure as failure:
            print(failure, file=sys.stderr)
            return 1
        start_seconds = monotonic() - started
        pids = {part.name: part.process.pid for part in parts if part.process is not None}
        client = Client(numbers["gateway"], launcher.DEV_KEY.read_text().strip())
        texts = conversations()
        held = {"at start": memories(pids)}
        ask(client, texts, WARM_UP)
        held["warmed up"] = memories(pids)
        seconds = ask(client, texts, MESSAGES)
        held["after"] = memories(pids)
        write("latency.md", report(measured, start_seconds, seconds, held, training.MODEL))
    return 0


def free_ports(count: int) -> list[int]:
    """Return ports that no program listens on."""
    with ExitStack() as exits:
        sockets = [exits.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Client:
    """A partner's client, which keeps its connection open."""

    def __init__(self, port: int, key: str) -> None:
        """Connect to the gateway."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def send(self, text: str, conversation_id: str | None) -> str:
        """Return the id of the conversation in which `text` was answered.

        Raises:
            RuntimeError: the gateway did not answer it.
        """
        body = json.dumps({"conversation_id": conversation_id, "text": text})
        self._connection.request("POST", "/api/v1/messages", body, self._headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"status {response.status} for {text!r}: {content.decode()}")
        answer: dict[str, str] = json.loads(content)
        return answer["conversation_id"]


def conversations() -> Iterator[list[str]]:
    """Yield conversations of different texts, Finnish and English in turn."""
    chance = random.Random(SEED)
    texts = {language: list(dict.fromkeys(case.text for case in held_out(language))) for language in SERVED}
    for each in texts.values():
        chance.shuffle(each)
    for start in range(0, min(map(len, texts.values())) - TURNS + 1, TURNS):
        for language in SERVED:
            yield texts[language][start : start + TURNS]


def ask(client: Client, conversations: Iterator[list[str]], messages: int) -> list[float]:
    """Return the seconds that each of `messages` took, a multiple of the turns of a conversation."""
    seconds = []
    for texts in islice(conversations, messages // TURNS):
        conversation_id = None
        for text in texts:
            sent = perf_counter()
            conversation_id = client.send(text, conversation_id)
            seconds.append(perf_counter() - sent)
    return seconds


def memories(groups: dict[str, int]) -> dict[str, Memory]:
    """Return what each part's processes hold, without those of which the system does not tell."""
    found = {name: memory(group) for name, group in groups.items()}
    return {name: held for name, held in found.items() if held is not None}


def memory(group: int) -> Memory | None:
    """Return what the processes of a group hold, None where the system does not tell."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup") for pid in _members(group)]
    lines = [line.split() for rollup in rollups for line in rollup.read_text().splitlines()[1:]]
    if not lines:
        return None
    sizes = {key: sum(int(line[1]) for line in lines if line[0] == key) / 1024 for key in ("Rss:", "Pss:")}
    return Memory(sizes["Rss:"], sizes["Pss:"])


def _members(group: int) -> list[int]:
    pids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return [pid for pid in pids if _group(pid) == group]


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


def disk_mib(path: Path) -> float:
    """Return what a file or folder takes on the disk."""
    used = subprocess.run(["du", "-sk", path], check=True, capture_output=True, text=True).stdout
    return int(used.split()[0]) / 1024


def report(
    measured: str, start_seconds: float, seconds: list[float], held: dict[str, dict[str, Memory]], model: Path
) -> str:
    """Return the figures as a page."""
    p50, p95, p99 = (1000 * float(np.percentile(seconds, part)) for part in (50, 95, 99))
    kind = "with the tools for development" if (ROOT / ".venv" / ".lock-dev").exists() else "runtime only"
    readings = {"RSS": lambda memory: memory.rss, "PSS": lambda memory: memory.pss}
    columns = [
        (f"{name} {moment}", memories, read) for name, read in readings.items() for moment, memories in held.items()
    ]
    rows = [(name, *(read(memories[name]) for _, memories, read in columns)) for name in held["after"]]
    totals = ("all", *(sum(map(read, memories.values())) for _, memories, read in columns))
    sizes = (
        (f"environment, .venv ({kind})", ROOT / ".venv"),
        ("model", model),
        ("sentence encoder's graph, var/encoder", ROOT / "var" / "encoder"),
    )
    return f"""# Latency, memory and size

Written by `make latency`. {measured}

## End to end

One client, {MESSAGES} messages over POST /api/v1/messages in conversations of {TURNS} turns, after {
        WARM_UP
    } to warm up.

{
        table(
            ("p50 ms", "p95 ms", "p99 ms", "slowest ms", "messages a second"),
            [tuple(f"{value:.1f}" for value in (p50, p95, p99, 1000 * max(seconds), len(seconds) / sum(seconds)))],
        )
    }

From the start of the processes until all of them answer: {start_seconds:.1f} s.

## Memory, MiB

{
        table(
            ("process", *(name for name, *_ in columns)),
            ((name, *(f"{size:.0f}" for size in held_by)) for name, *held_by in [*rows, totals]),
        )
    }

RSS counts pages that processes share in each of them; PSS divides them among those that share them.

## Size, MiB

{table(("what", "MiB"), ((name, f"{disk_mib(path):.1f}") for name, path in sizes if path.exists()))}
"""


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
