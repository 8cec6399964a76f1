"""Talks to the assistant for a long time and shows that neither memory nor latency grows: `make soak`.

Writes soak.md, soak.json and soak.png to docs/benchmarks/.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import asdict, dataclass

from devtools.pythons import python, run_on

run_on("gateway", __name__)

from benchmarks.assistant import Assistant, exit_where_not_there, running, this
from benchmarks.memory import memories
from benchmarks.people import Answered, Texts, percentiles, talk
from devtools.paths import ROOT
from devtools.report import BENCHMARKS, measured_on, table, write

CONVERSATIONS = 500
TURNS = 40
CLIENTS = 16
WORKERS = 2
# Messages between two points of the curves.
STEP = 500


@dataclass(frozen=True)
class Point:
    """A moment: messages so far, MiB by process, and the latency of the last STEP messages."""

    messages: int
    rss: dict[str, float]
    pss: dict[str, float]
    p50_ms: float | None = None
    p95_ms: float | None = None


class Recorder:
    """Takes a point every STEP messages."""

    def __init__(self, assistant: Assistant) -> None:
        """Take the first one, before any message."""
        self._assistant = assistant
        self.answered: list[Answered] = []
        self.points = [self._point()]

    def note(self, answered: Answered) -> None:
        """Note one message."""
        self.answered.append(answered)
        if len(self.answered) % STEP == 0:
            self.points.append(self._point(*percentiles(self.answered[-STEP:], 50, 95)))

    def _point(self, p50: float | None = None, p95: float | None = None) -> Point:
        held = memories(self._assistant.pids)
        rss = {name: round(memory.rss, 1) for name, memory in held.items()}
        pss = {name: round(memory.pss, 1) for name, memory in held.items()}
        return Point(len(self.answered), rss, pss, p50 and round(p50, 2), p95 and round(p95, 2))


def report(measured: str, recorder: Recorder, seconds: float, traffic: str) -> str:
    """Return the figures as a page."""
    points, answered = recorder.points, recorder.answered
    last = len(points) - 1
    shown = [points[last * part // 8] for part in range(9)]
    quarters = [range(1 + TURNS * part // 4, 1 + TURNS * (part + 1) // 4) for part in range(4)]
    return f"""# Over {len(answered):,} messages

Written by `make soak`. {measured}

{len(answered):,} messages over POST /api/v1/messages in {CONVERSATIONS} conversations of {TURNS} turns: {CLIENTS}
clients at once, each of which sends its next message as soon as the last one was answered, and {WORKERS} Rasa workers.
{len(answered) / seconds:.1f} messages a second for {seconds / 60:.1f} minutes. {traffic}

![Memory of each process and latency over the messages](soak.png)

## Memory, MiB (RSS), and latency of the last {STEP} messages

{
        table(
            ("messages", *points[0].rss, "all", "all, PSS", "p50 ms", "p95 ms"),
            [
                (
                    f"{point.messages:,}",
                    *(f"{size:.0f}" for size in (*point.rss.values(), sum(point.rss.values()))),
                    f"{sum(point.pss.values()):.0f}",
                    *("–" if value is None else f"{value:.1f}" for value in (point.p50_ms, point.p95_ms)),
                )
                for point in shown
            ],
        )
    }

## Latency by turn

A conversation gets no slower as it gets longer.

{
        table(
            ("turns", "p50 ms", "p95 ms"),
            [
                (
                    f"{turns[0]} to {turns[-1]}",
                    *(
                        f"{value:.1f}"
                        for value in percentiles([each for each in answered if each.turn in turns], 50, 95)
                    ),
                )
                for turns in quarters
            ],
        )
    }
"""


def main() -> None:
    """Talk, note, write."""
    exit_where_not_there(this())
    measured = measured_on()
    texts = Texts()
    with running(this(), WORKERS) as assistant:
        recorder = Recorder(assistant)
        seconds = talk(assistant, texts, CONVERSATIONS, TURNS, CLIENTS, recorder.note)
    BENCHMARKS.mkdir(parents=True, exist_ok=True)
    data = json.dumps([asdict(point) for point in recorder.points], indent=1)
    (BENCHMARKS / "soak.json").write_text(data + "\n", encoding="utf-8")
    # matplotlib comes with Rasa.
    subprocess.run([python("rasa"), "-m", "benchmarks.soak_plot"], cwd=ROOT, check=True)
    page = report(measured, recorder, seconds, texts.traffic())
    write("soak.md", page, BENCHMARKS)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
