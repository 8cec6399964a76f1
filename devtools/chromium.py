"""The browser that the tests, the pictures and the measurements drive: Chromium of the system, by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, ViewportSize, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = "There is no Chromium: install the system's package `chromium`, or set CHROMIUM to a Chromium's path."
# It speaks to nobody but the pages under test.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENS: dict[str, ViewportSize] = {
    "phone": {"width": 360, "height": 740},
    "desktop": {"width": 1280, "height": 800},
}


def find() -> str | None:
    """Return the path of a Chromium, or None where there is none."""
    chosen = os.environ.get("CHROMIUM")
    return shutil.which(chosen) if chosen else next((path for name in NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def running_chromium() -> AsyncIterator[Browser]:
    """Run Chromium; a FileNotFoundError says what to do where there is none."""
    path = find()
    if path is None:
        raise FileNotFoundError(MISSING)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()
