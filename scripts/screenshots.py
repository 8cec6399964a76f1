"""Takes a picture of every state of the widget, to be looked at: `python -m scripts.screenshots FOLDER [STATE]`.

STATE is a state's name or a part of names; without it, every state is taken.
With `--docs` it takes the pictures of the documentation instead, with the real assistant, which must have been trained.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, BrowserContext, expect

from bot.run.launcher import ROOT
from devtools.chat import Chat
from devtools.chromium import SCREENS, running_chromium
from devtools.service import running_service
from devtools.sites import Site
from devtools.states import LANGUAGES, STATES, State

DOCS = ROOT / "docs" / "images"
# Few colours, and so few bytes; a picture of words needs no more.
COLOURS = 128
# A weekday, while everything is open.
NOW = "2026-11-25T10:00:00+02:00"


async def every_state(folder: Path, wanted: str) -> None:
    """Take a picture of each state whose name has `wanted` in it, at both sizes and in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    async with running_chromium() as browser:
        for state in (state for state in STATES if wanted in state.name):
            for screen in SCREENS:
                for language in LANGUAGES:
                    await picture(browser, state, screen, language, folder / f"{state.name}-{screen}-{language}.png")


async def picture(browser: Browser, state: State, screen: str, language: str, file: Path) -> None:
    """Take a picture of one state."""
    with tempfile.TemporaryDirectory() as database:
        async with Site(Path(database)).running() as site:
            context = await browser.new_context(viewport=SCREENS[screen], **state.context)
            chat = await Chat.on(await context.new_page(), language)
            await state.enter(chat, site)
            await chat.page.screenshot(path=file, animations="disabled")
            await context.close()


async def documentation(url: str) -> None:
    """Take the pictures of the documentation, from the assistant at `url`."""
    async with running_chromium() as browser:
        desktop = await browser.new_context(viewport={"width": 1280, "height": 800})
        chat = await begin(desktop, f"{url}/demo/fi.html", "fi")
        await chat.say("Mikä on taksimatkan omavastuu?")
        await keep(chat, "conversation.png")
        phone = await browser.new_context(viewport=SCREENS["phone"], device_scale_factor=2)
        chat = await begin(phone, f"{url}/demo/en.html", "en")
        await chat.say("Can you check if I could get intensive medical rehabilitation?")
        await chat.say("54")
        await chat.choose("Yes")
        await chat.part("answers").locator("summary").click()
        await keep(chat, "guided-dialogue.png")
        dark = await browser.new_context(viewport=SCREENS["phone"], device_scale_factor=2, color_scheme="dark")
        chat = await begin(dark, f"{url}/demo/partner.html", "fi")
        await chat.say("Milloin yhteistyökumppanien chatti on auki?")
        await keep(chat, "partner-dark.png")


async def begin(context: BrowserContext, address: str, language: str) -> Chat:
    """Open a page and its panel."""
    chat = await Chat.on(await context.new_page(), language)
    await chat.page.goto(address)
    await chat.open()
    return chat


async def keep(chat: Chat, name: str) -> None:
    """Write a picture of the page to the documentation."""
    await expect(chat.part("typing")).to_be_hidden()
    file = DOCS / name
    await chat.page.screenshot(path=file, animations="disabled")
    Image.open(file).convert("RGB").quantize(COLOURS).save(file, optimize=True)


def main() -> int:
    """Take the pictures that the arguments ask for."""
    arguments = sys.argv[1:]
    if arguments == ["--docs"]:
        with tempfile.TemporaryDirectory() as folder, running_service(Path(folder), NOW) as service:
            asyncio.run(documentation(service.url))
    elif 1 <= len(arguments) <= 2:
        asyncio.run(every_state(Path(arguments[0]), "".join(arguments[1:])))
    else:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
