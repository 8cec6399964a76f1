"""The widget by keyboard alone, and where the focus is."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.wording.i18n import words
from devtools.chat import Chat, Visit
from devtools.service import Service
from devtools.sites import Site
from devtools.states import PERSONAL

both_screens = pytest.mark.parametrize("screen", ["phone", "desktop"])
both_languages = pytest.mark.parametrize("language", ["fi", "en"])
WISH = {
    "fi": "Tarkista, täyttyvätkö vaativan lääkinnällisen kuntoutuksen ehdot",
    "en": "Can you check if I could get intensive medical rehabilitation?",
}
OTHER = {"fi": "en", "en": "fi"}


@both_languages
@both_screens
async def test_a_conversation_from_the_launcher_to_the_end_without_a_pointer(
    visit: Visit, site: Site, screen: str, language: str
) -> None:
    address = site.embed(body='<a href="#top">linkki</a>', attributes=f'lang="{language}"')
    chat = await visit(address, screen=screen, language=language)
    keyboard = chat.page.keyboard
    await chat.tab_to("launcher")
    await keyboard.press("Enter")
    await expect(chat.part("panel")).to_be_visible()
    assert await chat.focused() is not None, "the focus went into the panel"
    await chat.tab_to("text")
    await keyboard.type("Paljonko taksi maksaa?")
    await keyboard.press("Enter")
    await chat.answer(1)
    await chat.tab_to("choice", back=True)
    await keyboard.press("Space")
    await chat.answer(2)
    await chat.tab_to("menu", back=True)
    await keyboard.press("Enter")
    await expect(chat.part("restart")).to_be_visible()
    await keyboard.press("Escape")
    await expect(chat.part("restart")).to_be_hidden()
    await expect(chat.part("panel")).to_be_visible()
    assert await chat.focused() == "menu", "Esc takes the innermost thing away and leaves the focus at its button"
    await keyboard.press("Escape")
    await expect(chat.part("panel")).to_be_hidden()
    assert await chat.focused() == "launcher"


class Typist:
    """Somebody who has no pointer: every step begins where the focus is."""

    def __init__(self, chat: Chat) -> None:
        """Sit down at the page."""
        self.chat = chat
        self.asked = 0

    async def press(self, part: str, title: str | None = None, *, back: bool = False, key: str = "Enter") -> None:
        """Go to a part and press it."""
        await self.chat.tab_to(part, title, back=back)
        await self.chat.page.keyboard.press(key)

    async def say(self, text: str) -> str:
        """Type a text and return the answer."""
        await self.chat.tab_to("text")
        await self.chat.page.keyboard.type(text)
        await self.chat.page.keyboard.press("Enter")
        return await self.answer()

    async def choose(self, title: str, *, back: bool = False) -> str:
        """Press a choice and return the answer."""
        await self.press("choice", title, back=back, key="Space")
        return await self.answer()

    async def answer(self) -> str:
        """Return the answer to the next message."""
        self.asked += 1
        return await self.chat.answer(self.asked)


@pytest.mark.service
@pytest.mark.parametrize(("screen", "language"), [("phone", "fi"), ("desktop", "en")])
async def test_a_guided_dialogue_and_all_around_it_without_a_pointer(
    visit: Visit, service: Service, screen: str, language: str
) -> None:
    chat = await visit(f"{service.url}/demo/{language}.html", screen=screen, language=language)
    typist = Typist(chat)
    yes, no, back = (words(f"common.buttons.{name}", language) for name in ("yes", "no", "back"))

    def asks(step: str) -> str:
        return words(f"flow.check.eligibility.{step}.ask", language)

    await typist.press("launcher")
    assert asks("age") in await typist.say(WISH[language])
    assert asks("difficulty") in await typist.say("54")
    assert asks("duration") in await typist.choose(yes, back=True)
    assert asks("difficulty") in await typist.choose(back)
    assert asks("duration") in await typist.choose(yes)
    await expect(chat.part("progress")).to_contain_text("3/6")

    await typist.press("summary", back=True)
    await typist.press("change")
    assert asks("age") in await typist.answer()
    assert asks("duration") in await typist.say("45")
    await typist.press("summary", back=True)
    await expect(chat.part("answers")).to_contain_text("45")
    assert asks("medical") in await typist.choose(yes)
    assert asks("institution") in await typist.choose(no)
    assert asks("plan") in await typist.choose(no)
    result = await typist.choose(yes)
    assert words("flow.check.eligibility.outcome.met", language).replace("**", "") in result

    await typist.press("thumb-down", key="Space")
    await chat.tab_to("comment")
    await chat.page.keyboard.type("7 8 9")
    await typist.press("comment-send")
    await expect(chat.last).to_contain_text(words("widget.feedback.thanks", language))
    await expect(chat.part("comment").last).to_be_hidden()
    assert await chat.focused() == "thumb-down", "the focus does not go with the form"

    await chat.tab_to("text")
    await chat.page.keyboard.type(PERSONAL[language])
    await chat.page.keyboard.press("Enter")
    await expect(chat.part("warning")).to_be_visible()
    await typist.press("edit")
    await expect(chat.part("warning")).to_be_hidden()
    assert await chat.focused() == "text"
    await chat.page.keyboard.press("Enter")
    await typist.press("send-anyway")
    await typist.answer()

    await typist.press("language", back=True)
    await typist.answer()
    await expect(chat.part("send")).to_have_text(words("widget.composer.send", OTHER[language]))
    await typist.press("menu")
    await typist.press("erase")
    assert await chat.focused() == "erase-cancel", "what harms nothing has the focus"
    await typist.press("erase-confirm", back=True)
    await expect(chat.part("status")).to_have_text(words("widget.erase.done", OTHER[language]))
    await expect(chat.messages()).to_have_count(0)
    await chat.page.keyboard.press("Escape")
    assert await chat.focused() == "launcher"


@both_screens
async def test_shift_and_enter_begins_a_line_instead_of_sending(visit: Visit, site: Site, screen: str) -> None:
    chat = await visit(site.embed(attributes='lang="fi" open'), screen=screen)
    await chat.part("text").press_sequentially("eka")
    await chat.part("text").press("Shift+Enter")
    await chat.part("text").press_sequentially("toka")
    await expect(chat.part("text")).to_have_value("eka\ntoka")
    await expect(chat.messages()).to_have_count(0)


async def test_the_focus_stays_in_a_panel_that_covers_the_page(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed(body='<a href="#top">linkki</a>'), screen="phone")
    await chat.open()
    for _ in range(40):
        await chat.page.keyboard.press("Tab")
        assert not await chat.page.evaluate("document.activeElement.matches('main *')"), "the focus is behind the panel"


async def test_the_focus_can_leave_a_panel_that_leaves_the_page_in_reach(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed(body='<a href="#top">linkki</a>'))
    await chat.open()
    link = chat.page.get_by_role("link", name="linkki")
    await link.focus()
    await expect(link).to_be_focused()
    await chat.part("close").click()
    await expect(chat.part("panel")).to_be_hidden()


@both_screens
async def test_the_focus_returns_to_the_pages_button_that_opened_the_panel(
    visit: Visit, site: Site, screen: str
) -> None:
    chat = await visit(site.url + "/demo/fi.html", screen=screen)
    opener = chat.page.get_by_role("button", name="Kysy Kuntoutusneuvolta")
    await opener.focus()
    await opener.press("Enter")
    await expect(chat.part("panel")).to_be_visible()
    await expect(chat.part("text")).to_have_value("Kuka voi saada kuntoutusta Kelasta?")
    await chat.page.keyboard.press("Escape")
    await expect(opener).to_be_focused()


async def test_a_page_that_loads_with_an_open_panel_keeps_the_focus(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed(body='<input autofocus aria-label="haku">', attributes='lang="fi" open'))
    await expect(chat.part("panel")).to_be_visible()
    await expect(chat.page.get_by_label("haku")).to_be_focused()


async def test_what_has_the_focus_shows_it(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed())
    await chat.open()
    await chat.say("Hei")
    await chat.tab_to("menu", back=True)
    seen = set()
    while (part := await chat.focused()) is not None and part not in seen:
        seen.add(part)
        outline = await chat.element.evaluate(
            "chat => { const style = getComputedStyle(chat.shadowRoot.activeElement);"
            " return [style.outlineStyle, parseFloat(style.outlineWidth)]; }"
        )
        assert outline[0] != "none", part
        assert outline[1] >= 2, part
        await chat.page.keyboard.press("Tab")
    assert len(seen) >= 3
