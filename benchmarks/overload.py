"""Sends more than can be answered, and what costs most; shows who waits how long: `python -m benchmarks.overload`.

1, 4, 16 and 64 clients of a partner, then 1,000 messages at once, then twenty dear messages of one visitor while
another one asks. Takes about two minutes, and writes overload.md to docs/benchmarks/.
"""

from __future__ import annotations

import asyncio
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter

from devtools.pythons import run_on

run_on("gateway", __name__)

import aiohttp

from benchmarks.assistant import Assistant, exit_where_not_there, running, this
from benchmarks.memory import Memory, memories
from benchmarks.people import Texts
from devtools.report import BENCHMARKS, measured_on, table, write

CLIENTS = (1, 4, 16, 64)
SECONDS = 15.0
AT_ONCE = 1000
DEAR = 20
# How often a visitor asks while others wear the service out.
PROBE_SECONDS = 0.5
# It has recovered when a message takes no longer than this many of a single client's.
RECOVERED = 3
RECOVERY_SECONDS = 60.0
PARTNER, WIDGET = "/api/v1/messages", "/widget/messages"
# Addresses of documentation (RFC 5737); the gateway is told to believe them.
VISITOR = "192.0.2.1"
DEAR_TEXTS = {
    "the audit's: 2,000 signs that stand for eighteen each": "\ufdfa" * 2000,
    "as many of these as are let in": "\ufdfa" * 138,
    "2,000 emoji": "😀" * 1990,
    "2,000 quotes": '"' * 1990,
}
ENVIRONMENT = {"KUNTOUTUSNEUVO_TRUSTED_PROXIES": '["127.0.0.1"]', "KUNTOUTUSNEUVO_WIDGET_PER_MINUTE": "600"}


@dataclass
class Sent:
    """What came of messages: their statuses, and the seconds that each answer took."""

    statuses: Counter[int] = field(default_factory=Counter)
    answered: list[float] = field(default_factory=list)
    turned_away: list[float] = field(default_factory=list)

    def note(self, status: int, seconds: float) -> None:
        """Note one message."""
        self.statuses[status] += 1
        (self.answered if status == 200 else self.turned_away).append(seconds)

    def row(self, *before: object) -> tuple[object, ...]:
        """Return a row of the table: how many were answered and turned away, and how long the answers took."""
        # Of a single answer every part is that one.
        seconds = self.answered * 2 if len(self.answered) == 1 else self.answered
        cuts = statistics.quantiles(seconds, n=100, method="inclusive") if seconds else []
        shown = [f"{1000 * each:.0f}" for each in (cuts[49], cuts[94], max(seconds))] if cuts else ["–"] * 3
        return (
            *before,
            self.statuses[200],
            *(self.statuses[status] or "–" for status in (422, 429, 503)),
            sum(self.statuses[status] for status in self.statuses if status not in (200, 422, 429, 503)) or "–",
            *shown,
        )


HEAD = ("answered", "422", "429", "503", "others", "p50 ms", "p95 ms", "max ms")


@dataclass
class Caller:
    """Sends messages to an assistant, by a channel and from an address."""

    session: aiohttp.ClientSession
    texts: Texts
    path: str = PARTNER
    address: str = VISITOR

    async def send(self, sent: Sent, text: str | None = None) -> None:
        """Send one message that begins a conversation."""
        began = perf_counter()
        body = {"text": text or self.texts.next()}
        async with self.session.post(self.path, json=body, headers={"X-Forwarded-For": self.address}) as response:
            await response.read()
        sent.note(response.status, perf_counter() - began)


async def load(caller: Caller, clients: int) -> Sent:
    """Let clients send one message after the other for a while."""
    sent = Sent()
    end = perf_counter() + SECONDS

    async def client() -> None:
        while perf_counter() < end:
            await caller.send(sent)

    await asyncio.gather(*(client() for _ in range(clients)))
    return sent


async def beside(work: Iterable[asyncio.Task[None]], visitor: Caller) -> Sent:
    """Let a visitor ask again and again until the work is done, at least once."""
    working, sent = asyncio.gather(*work), Sent()
    while True:
        pause = asyncio.ensure_future(asyncio.sleep(PROBE_SECONDS))
        await visitor.send(sent)
        await pause
        if working.done():
            await working
            return sent


async def recovery(caller: Caller, usual: float) -> float:
    """Return after how many seconds a message takes no longer than usual."""
    began = perf_counter()
    while perf_counter() - began < RECOVERY_SECONDS:
        sent = Sent()
        await caller.send(sent)
        if sent.answered and sent.answered[0] < RECOVERED * usual:
            return perf_counter() - began - sent.answered[0]
    return float("nan")


@dataclass
class Figures:
    """All that was measured.

    Attributes:
        loads: by the number of clients.
        overload: of the messages that came at once; visitor: of who asked meanwhile.
        took: seconds until the last of them was answered or turned away.
        recovered: seconds from then on until a message took no longer than usual.
        dear: by text, of the dear messages and of who asked meanwhile.
    """

    loads: dict[int, Sent] = field(default_factory=dict)
    overload: Sent = field(default_factory=Sent)
    visitor: Sent = field(default_factory=Sent)
    took: float = 0.0
    recovered: float = 0.0
    dear: dict[str, tuple[Sent, Sent]] = field(default_factory=dict)


async def measure(assistant: Assistant, texts: Texts) -> Figures:
    """Put the loads on an assistant, one after the other."""
    headers = {"Authorization": f"Bearer {assistant.service.key}"}
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
    figures = Figures()
    async with aiohttp.ClientSession(assistant.service.url, connector=connector, headers=headers) as session:
        partner = Caller(session, texts)
        for _ in range(50):
            await partner.send(Sent())
        for clients in CLIENTS:
            figures.loads[clients] = await load(partner, clients)
        usual = statistics.median(figures.loads[1].answered)

        began = perf_counter()
        flood = [asyncio.create_task(partner.send(figures.overload)) for _ in range(AT_ONCE)]
        figures.visitor = await beside(flood, Caller(session, texts, WIDGET, VISITOR))
        figures.took = perf_counter() - began
        figures.recovered = await recovery(partner, usual)

        for number, (name, text) in enumerate(DEAR_TEXTS.items(), start=2):
            hostile, sent = Caller(session, texts, WIDGET, f"192.0.2.{number}"), Sent()
            # No two are the same, so that no cache of vectors helps.
            work = [asyncio.create_task(hostile.send(sent, f"{text}{each:02}")) for each in range(DEAR)]
            figures.dear[name] = sent, await beside(work, Caller(session, texts, WIDGET, VISITOR))
    return figures


def report(measured: str, figures: Figures, before: dict[str, Memory], after: dict[str, Memory]) -> str:
    """Return the figures as a page."""
    longest = max(max(visitor.answered) for _, visitor in figures.dear.values())
    loads = [(*sent.row(clients), f"{sent.statuses[200] / SECONDS:.0f}") for clients, sent in figures.loads.items()]
    both = [figures.overload.row("partner"), figures.visitor.row("visitor")]
    dear = [
        row
        for name, (hostile, visitor) in figures.dear.items()
        for row in (hostile.row(name), visitor.row("… the other visitor"))
    ]
    # What the launcher holds is counted with all that it started.
    names = {name: "all" if name == "launcher" else name for name in before}
    held = [(names[name], f"{before[name].rss:.0f}", f"{after[name].rss:.0f}") for name in before]
    return f"""# More than can be answered

Written by `python -m benchmarks.overload`. {measured}

One Rasa worker, and a limit of 600 messages a minute and address in place of 30, so that the queue has to do without
it. Every text is another one. How messages take turns and who is turned away:
[adr/0020](../adr/0020-shedding-and-deadlines.md).

## Clients of a partner, each of which asks as soon as it was answered, for {SECONDS:.0f} s

{table(("clients", *HEAD, "a second"), loads)}

## {AT_ONCE:,} messages of a partner at once, and a visitor who asks meanwhile

{table(("who", *HEAD), both)}

After {figures.took:.1f} s the last of them was answered or turned away. {figures.recovered:.1f} s later a message
took no longer than {RECOVERED} times what a single client's takes.

## {DEAR} dear messages of one visitor at once, and another visitor who asks meanwhile

{table(("text", *HEAD), dear)}

The other visitor waited {longest:.1f} s at most. In the audit, before there were a queue and bounds, the first of these
texts took two to three seconds of Rasa each, and everybody else got 503 after 16 s. Now it is refused.

## Memory of each process, MiB

{table(("process", "before", "after"), held)}
"""


def main() -> None:
    """Start, measure, write."""
    exit_where_not_there(this())
    measured, texts = measured_on(), Texts()
    with running(this(), environment=ENVIRONMENT) as assistant:
        before = memories(assistant.pids)
        figures = asyncio.run(measure(assistant, texts))
        after = memories(assistant.pids)
    write("overload.md", report(measured, figures, before, after), BENCHMARKS)


if __name__ == "__main__":
    main()
