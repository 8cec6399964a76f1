"""The back button, where the browser has kept the page before as it was left."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from devtools import chromium
from devtools.chat import Chat
from devtools.sites import Site


@pytest_asyncio.fixture(loop_scope="session")
async def keeping_browser(browser: Browser) -> AsyncIterator[Browser]:
    """A Chromium that keeps pages, as people's do; Playwright's own does not."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(
            executable_path=chromium.find(),
            args=chromium.FLAGS,
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield running
        await running.close()


async def went_back(browser: Browser, site: Site, *, erases: bool) -> Chat:
    """Talk on one page, go on or erase on the next, and go back to the first."""
    chat = await Chat.on(await browser.new_page(), "fi")
    await chat.page.goto(site.embed("/eka", body='<a href="/toka">toka</a>', attributes='lang="fi" open'))
    await chat.say("Hei")
    await chat.page.evaluate("window.isKept = true")
    site.embed("/toka", attributes='lang="fi" open')
    await chat.page.get_by_role("link", name="toka").click()
    await expect(chat.messages()).to_have_count(2)
    if erases:
        await chat.menu("erase")
        await chat.part("erase-confirm").click()
        await expect(chat.part("status")).not_to_be_empty()
    else:
        await chat.say("Toinen")
    await chat.page.evaluate("history.back()")
    # A page that was kept does not load again.
    await chat.page.wait_for_url("**/eka", wait_until="commit")
    assert await chat.page.evaluate("window.isKept"), "the browser has kept the page"
    return chat


async def test_the_page_before_goes_on_with_what_was_said_on_the_next(keeping_browser: Browser, site: Site) -> None:
    chat = await went_back(keeping_browser, site, erases=False)
    await expect(chat.messages("person")).to_contain_text(["Hei", "Toinen"])
    await chat.say("Kolmas")
    await chat.page.reload()
    await expect(chat.messages()).to_have_count(6)


async def test_the_page_before_does_not_bring_back_what_was_erased_on_the_next(
    keeping_browser: Browser, site: Site
) -> None:
    chat = await went_back(keeping_browser, site, erases=True)
    await expect(chat.messages()).to_have_count(0)
    await chat.page.reload()
    await expect(chat.part("panel")).to_be_visible()
    assert "Hei" not in await chat.stored()
