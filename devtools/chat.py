"""The chat widget on a page, as a person at the browser sees and uses it."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, Protocol

from playwright.async_api import ConsoleMessage, Locator, Page, expect

# What the browser itself reports of a request that failed; a test of a failing network expects it.
_NETWORK = re.compile(r"^Failed to load resource")
_REPORT_POLICY = """
addEventListener("securitypolicyviolation", event =>
  console.error(`CSP: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass
class Chat:
    """The first widget of a page; parts are found by the widget's `part` attributes.

    Attributes:
        page: the page it is on.
        language: the language that the page asks for.
        problems: errors of scripts, errors on the console and violations of the page's policy so far.
    """

    page: Page
    language: str
    problems: list[str] = field(default_factory=list)

    @classmethod
    async def on(cls, page: Page, language: str) -> Chat:
        """Watch a page that has not loaded anything yet."""
        chat = cls(page, language)
        page.on("pageerror", lambda error: chat.problems.append(f"script: {error}"))
        page.on("console", chat._console)
        await page.add_init_script(_REPORT_POLICY)
        return chat

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _NETWORK.match(message.text):
            self.problems.append(f"console: {message.text}")

    @property
    def element(self) -> Locator:
        """The custom element."""
        return self.page.locator("kuntoutusneuvo-chat").first

    def part(self, name: str) -> Locator:
        """Return the elements of a part."""
        return self.element.locator(f"[part~={name}]")

    def messages(self, author: str | None = None) -> Locator:
        """Return the messages, all or one author's."""
        return self.element.locator(f"[part~=message]{f'[data-author={author}]' if author else ''}")

    @property
    def last(self) -> Locator:
        """The last message."""
        return self.messages().last

    def choice(self, title: str) -> Locator:
        """Return the newest choice of that title."""
        return self.part("choice").filter(has_text=re.compile(rf"^\s*{re.escape(title)}\s*$")).last

    async def open(self) -> None:
        """Open the panel by the launcher."""
        await self.part("launcher").click()
        await expect(self.part("panel")).to_be_visible()

    async def write(self, text: str) -> None:
        """Send a text, and wait for nothing."""
        await self.part("text").fill(text)
        await self.part("send").click()

    async def say(self, text: str) -> str:
        """Send a text and return the answer."""
        asked = await self.messages("person").count()
        await self.write(text)
        return await self.answer(asked + 1)

    async def choose(self, title: str) -> str:
        """Press a choice and return the answer."""
        asked = await self.messages("person").count()
        await self.choice(title).click()
        return await self.answer(asked + 1)

    async def answer(self, asked: int, seconds: float = 30) -> str:
        """Wait until the `asked`-th message of the person is answered, and return the answer."""
        await expect(self.messages("person")).to_have_count(asked)
        await expect(self.last).to_have_attribute("data-author", "assistant", timeout=seconds * 1000)
        await expect(self.part("typing")).to_be_hidden()
        return await self.last.inner_text()

    async def menu(self, part: str) -> None:
        """Choose an entry of the menu."""
        await self.part("menu").click()
        await self.part(part).click()

    async def focused(self) -> str | None:
        """Return the part, or else the id or the tag, that has the focus in the widget; None where it is elsewhere."""
        name: str | None = await self.element.evaluate(
            "chat => { const at = chat.shadowRoot.activeElement;"
            " return at && (at.getAttribute('part') ?? (at.id || at.localName)); }"
        )
        return name

    async def tab_to(self, part: str, title: str | None = None, *, back: bool = False) -> None:
        """Press Tab until a part has the focus: any, or the one of that title."""
        words = "chat => chat.shadowRoot.activeElement.innerText.trim()"
        for _ in range(60):
            if await self.focused() == part and title in (None, await self.element.evaluate(words)):
                return
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab never reached {part} {title or ''}")

    async def session(self) -> list[dict[str, Any]]:
        """Return what the widgets of the page keep of their conversations."""
        kept: dict[str, str] = await self.page.evaluate("({...sessionStorage})")
        return [json.loads(value) for key, value in kept.items() if key.startswith("kuntoutusneuvo:")]

    async def stored(self) -> str:
        """Return all that the browser has stored for the page."""
        stored: str = await self.page.evaluate(
            "JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])"
        )
        return stored


class Visit(Protocol):
    """Opens a page as a person of their own: nothing is stored before."""

    def __call__(
        self, url: str, *, screen: str = ..., language: str = ..., broken: bool = ..., **context: Any
    ) -> Awaitable[Chat]:
        """Open `url`; `context` are Playwright's options of a context; a `broken` page may report problems."""
