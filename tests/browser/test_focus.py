"""Where the focus is after the panel is closed and after the conversation is printed."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from devtools.chat import Visit
from devtools.sites import Site

OPENER = '<button id="ask">Kysy</button><p><input aria-label="haku"></p>'
# Headless Chromium prints nothing, and tells of no end of it.
PRINT = "window.print = () => dispatchEvent(new Event('afterprint'))"


@pytest.mark.parametrize(
    "change", ["ask.hidden = true", "ask.disabled = true", "ask.remove()"], ids=["hidden", "disabled", "gone"]
)
@pytest.mark.parametrize("screen", ["phone", "desktop"])
async def test_it_goes_to_the_launcher_where_the_pages_own_button_cannot_take_it(
    visit: Visit, site: Site, screen: str, change: str
) -> None:
    chat = await visit(site.embed(body=OPENER), screen=screen)
    await chat.page.locator("#ask").focus()
    await chat.element.evaluate(f"chat => {{ chat.open(); {change}; }}")
    await chat.page.keyboard.press("Escape")
    await expect(chat.part("panel")).to_be_hidden()
    assert await chat.focused() == "launcher"


async def test_it_goes_back_into_a_component_of_the_page(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed(body='<div id="component"></div>'))
    await chat.element.evaluate(
        """chat => {
          const button = document.createElement("button");
          component.attachShadow({mode: "open"}).append(button);
          button.focus();
          chat.open();
        }"""
    )
    await chat.page.keyboard.press("Escape")
    assert await chat.page.evaluate("component.shadowRoot.activeElement?.localName") == "button"


async def test_it_stays_in_a_field_of_the_page_when_the_page_closes_the_panel(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed(body=OPENER))
    await chat.open()
    field = chat.page.get_by_label("haku")
    await field.focus()
    await chat.element.evaluate("chat => chat.close()")
    await expect(chat.part("panel")).to_be_hidden()
    await expect(field).to_be_focused()


@pytest.mark.parametrize("screen", ["phone", "desktop"])
async def test_it_is_where_it_was_after_printing(visit: Visit, site: Site, screen: str) -> None:
    chat = await visit(site.embed(), screen=screen)
    await chat.page.add_init_script(PRINT)
    await chat.page.reload()
    await chat.open()
    await chat.say("Hei")
    await chat.menu("print")
    await expect(chat.element.locator("iframe")).to_have_count(0)
    assert await chat.focused() == "menu"
