"""The browser, the sites, and people who open a page at a size and in a language."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from devtools import chromium
from devtools.chat import Chat, Visit
from devtools.sites import Site

SAME_LOOP = pytest.mark.asyncio(loop_scope="session")
HERE = Path(__file__).parent
PATIENCE_MS = 10_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests in the loop that the browser lives in."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(SAME_LOOP, append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all; where it is missing the tests are skipped, but never in CI."""
    if chromium.find() is None and not os.environ.get("CI"):
        pytest.skip(chromium.MISSING)
    async with chromium.running_chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser) -> AsyncIterator[Visit]:
    """Open pages, each with a fresh profile; afterwards no page may have reported an error or a policy's violation."""
    opened = []

    async def open_page(
        url: str, *, screen: str = "desktop", language: str = "fi", broken: bool = False, **context: Any
    ) -> Chat:
        phone = screen == "phone"
        options = {"viewport": chromium.SCREENS[screen], "has_touch": phone, "is_mobile": phone, **context}
        profile = await browser.new_context(locale={"fi": "fi-FI", "en": "en-GB"}[language], **options)
        chat = await Chat.on(await profile.new_page(), language)
        opened.append((profile, chat, broken))
        chat.page.set_default_timeout(PATIENCE_MS)
        await chat.page.goto(url)
        return chat

    yield open_page
    problems = [problem for _, chat, broken in opened if not broken for problem in chat.problems]
    for profile, _, _ in opened:
        await profile.close()
    assert problems == []


@pytest_asyncio.fixture(loop_scope="session")
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """The gateway in front of a stand-in for Rasa, and a site that embeds its widget."""
    async with Site(tmp_path).running() as running:
        yield running
