"""The widget by keyboard alone, and where the focus is."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.support.chat import Visit
from tests.support.sites import Site

both_screens = pytest.mark.parametrize("screen", ["phone", "desktop"])


@both_screens
async def test_a_conversation_from_the_launcher_to_the_end_without_a_pointer(
    visit: Visit, site: Site, screen: str
) -> None:
    chat = await visit(site.embed(body='<a href="#top">linkki</a>'), screen=screen)
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
