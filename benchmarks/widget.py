"""Measures the chat widget in a browser: `make widget-figures`.

Size of the script, time to the first paint of launcher and panel, axe-core's violations in every state, Lighthouse
on the pages, and how many browser tests there are. The gateway runs in this process, with a stand-in for Rasa: what is
measured is the browser's side. Writes docs/benchmarks/widget.md. Lighthouse needs Node.js; it is left out where
benchmarks/lighthouse is not installed.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devtools.pythons import run_on

run_on("gateway", __name__)

from playwright.async_api import Browser

from bot.gateway.widget.bundle import Bundle
from devtools import chromium
from devtools.axe import violations
from devtools.chat import Chat
from devtools.paths import ROOT
from devtools.report import measured_on, table
from devtools.sites import Site
from devtools.states import LANGUAGES, STATES

PAGE = ROOT / "docs" / "benchmarks" / "widget.md"
BUNDLE = ROOT / "bot" / "gateway" / "static" / "widget"
LIGHTHOUSE = ROOT / "benchmarks" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
TESTS = "tests/browser"
RUNS = 15
LIMIT_KB = 30
PAGES = ("/", "/plain", "/demo/fi.html", "/demo/en.html", "/demo/partner.html")
FORM_FACTORS = ("mobile", "desktop")
CATEGORIES = ("performance", "accessibility", "best-practices")


@dataclass(frozen=True)
class Device:
    """A device: how much slower it computes than this machine, and its connection's delay in ms and speed in Mbit/s."""

    name: str
    slower: int = 1
    delay: float = 0
    speed: float = 0


DEVICES = (
    Device("this machine"),
    Device("processor 4 times slower, 10 Mbit/s, 40 ms", slower=4, delay=40, speed=10),
    Device("processor 4 times slower, 1.6 Mbit/s, 150 ms", slower=4, delay=150, speed=1.6),
)
# Two frames on: what was asked for before the first is painted by then.
PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
LAUNCHER = f"customElements.whenDefined('kuntoutusneuvo-chat').then(() => {PAINTED})"
PANEL = f"chat => {{ const begun = performance.now(); chat.open(); return {PAINTED}.then(now => now - begun); }}"


async def measure() -> str:
    """Return the page with every figure; stopping it ends its browser too."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    measured = measured_on()
    with tempfile.TemporaryDirectory() as folder:
        async with Site(Path(folder)).running() as site, chromium.running_chromium() as browser:
            version = browser.version
            paints = [(device.name, *await paint(browser, site, device)) for device in DEVICES]
            scores = [row for page in PAGES for row in await lighthouse(site.url + page, page)]
            broken = await broken_rules(browser, site)
    return report(f"{measured} Chromium {version}.", paints, broken, scores)


async def paint(browser: Browser, site: Site, device: Device) -> tuple[str, str]:
    """Return the times to the launcher's first paint, from the navigation, and to the panel's, from the press."""
    launcher, panel = [], []
    address = site.embed()
    print(f"first paint: {device.name}", flush=True)
    for _ in range(RUNS):
        context = await browser.new_context(viewport=chromium.SCREENS["phone"])
        chat = await Chat.on(await context.new_page(), "fi")
        session = await context.new_cdp_session(chat.page)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": device.slower})
        if device.speed:
            speed = device.speed * 1e6 / 8
            conditions = {"latency": device.delay, "downloadThroughput": speed, "uploadThroughput": speed}
            await session.send("Network.emulateNetworkConditions", {"offline": False, **conditions})
        await chat.page.goto(address)
        launcher.append(await chat.page.evaluate(LAUNCHER))
        panel.append(await chat.element.evaluate(PANEL))
        await context.close()
    return spread(launcher), spread(panel)


def spread(milliseconds: list[float]) -> str:
    """Return the median and the slowest of some times."""
    return f"{statistics.median(milliseconds):.0f} ms ({max(milliseconds):.0f} ms)"


async def broken_rules(browser: Browser, site: Site) -> dict[str, int]:
    """Return how many of axe-core's rules each state breaks, over both sizes and both languages."""
    broken: dict[str, int] = {}
    for number, state in enumerate(STATES, 1):
        print(f"axe [{number}/{len(STATES)}]: {state.name}", flush=True)
        broken[state.name] = 0
        for screen in chromium.SCREENS.values():
            for language in LANGUAGES:
                context = await browser.new_context(viewport=screen, **state.context)
                chat = await Chat.on(await context.new_page(), language)
                await state.enter(chat, site)
                broken[state.name] += len(await violations(chat.page))
                site.rasa.release()
                site.rasa.status = 200
                await context.close()
    return broken


async def lighthouse(url: str, page: str) -> list[tuple[str, ...]]:
    """Return Lighthouse's scores of a page, a row for each form factor; none where it is not installed."""
    rows = []
    for form_factor in FORM_FACTORS if LIGHTHOUSE.exists() else ():
        print(f"Lighthouse: {page} {form_factor}", flush=True)
        preset = ["--preset=desktop"] if form_factor == "desktop" else []
        process = await asyncio.create_subprocess_exec(
            str(LIGHTHOUSE),
            url,
            *preset,
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={' '.join(chromium.FLAGS)}",
            "--no-enable-error-reporting",
            "--output=json",
            "--quiet",
            env={**os.environ, "CHROME_PATH": chromium.find() or ""},
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await process.communicate()
        found: dict[str, Any] = json.loads(output)
        scores = [f"{100 * found['categories'][name]['score']:.0f}" for name in CATEGORIES]
        paint = found["audits"]["largest-contentful-paint"]["displayValue"]
        rows.append((f"`{page}`", form_factor, *scores, paint))
    return rows


def count_tests(*options: str) -> int:
    """Return how many tests in the browser pytest finds."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", TESTS, *options]
    listed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout
    return sum(line.startswith(f"{TESTS}/") for line in listed.splitlines())


def report(
    measured: str, paints: Sequence[tuple[str, ...]], broken: dict[str, int], scores: Sequence[tuple[str, ...]]
) -> str:
    """Return the figures as a page."""
    script = Bundle.current(BUNDLE).script
    sizes = [("raw", len(script)), ("gzip -9", len(gzip.compress(script, 9)))]
    states = ", ".join(f"{name} {count}" for name, count in broken.items() if count) or "none in any state"
    return f"""# The chat widget in a browser

Written by `make widget-figures`. {measured}

## Size

One script, no further request before somebody opens the panel. The limit is {LIMIT_KB} KB gzipped.

{table(("script", "KB"), [(name, f"{size / 1000:.1f}") for name, size in sizes])}

## Time to the first paint

On a page of another site, at a phone's size, with an empty cache; median of {RUNS} runs, in brackets the slowest.
The launcher's time runs from the navigation, the panel's from the press.

{table(("device", "launcher", "panel"), paints)}

## axe-core

{len(broken)} states, each at {len(chromium.SCREENS)} sizes and in {len(LANGUAGES)} languages, against the rules for
WCAG 2.2 up to AA and axe-core's best practice: {sum(broken.values())} violations ({states}).

{", ".join(broken)}.

## Tests

{count_tests()} tests in a real Chromium (`{TESTS}`), {count_tests("-m", "service")} of them against the whole
assistant; the others talk to the gateway with a stand-in for Rasa behind it.

## Lighthouse

{table(("page", "form factor", *CATEGORIES, "largest paint"), scores)}
"""


def main() -> int:
    """Measure and write."""
    text = asyncio.run(measure())
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
