"""The pages of the service itself: the one with the chat, the one without JavaScript, and the demo site."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from bot.wording.i18n import words
from devtools.chat import Visit
from devtools.service import Service
from devtools.sites import Site

both_screens = pytest.mark.parametrize("screen", ["phone", "desktop"])
both_languages = pytest.mark.parametrize("language", ["fi", "en"])
DEMO = ["index", "fi", "en", "partner", "partner-en"]


@both_languages
@both_screens
async def test_the_first_page_holds_the_chat(visit: Visit, site: Site, screen: str, language: str) -> None:
    chat = await visit(f"{site.url}/?lang={language}", screen=screen, language=language)
    await expect(chat.page.locator("html")).to_have_attribute("lang", language)
    await expect(chat.part("launcher")).to_have_count(0)
    assert "Omavastuu" in await chat.say("Hei")


@both_languages
async def test_the_first_page_leads_to_the_plain_one_where_there_is_no_javascript(
    visit: Visit, site: Site, language: str
) -> None:
    chat = await visit(f"{site.url}/?lang={language}", language=language, java_script_enabled=False)
    await chat.page.locator("noscript a").click()
    await expect(chat.page).to_have_url(f"{site.url}/plain?lang={language}")


@pytest.mark.service
@pytest.mark.parametrize(
    ("language", "question", "fact", "wish"),
    [
        (
            "fi",
            "Mikä on taksimatkan omavastuu?",
            "25 €",
            "Tarkista, täyttyvätkö vaativan lääkinnällisen kuntoutuksen ehdot",
        ),
        (
            "en",
            "What is the copayment for a taxi trip?",
            "€25",
            "Can you check if I could get intensive medical rehabilitation?",
        ),
    ],
)
@both_screens
async def test_a_conversation_without_javascript(
    visit: Visit, service: Service, screen: str, language: str, question: str, fact: str, wish: str
) -> None:
    chat = await visit(
        f"{service.url}/plain?lang={language}", screen=screen, language=language, java_script_enabled=False
    )
    page, body = chat.page, chat.page.locator("body")

    async def send(text: str) -> None:
        await page.locator("[name=text]").fill(text)
        await page.get_by_role("button", name=words("plain.send", language)).click()

    await send(question)
    await expect(body).to_contain_text(fact)
    await expect(body).to_contain_text(re.compile(r"20\d\d"))
    await send(wish)
    await send("54")
    await page.locator("button[name=payload]").first.click()
    await page.locator("button[name=payload]").nth(1).click()
    await expect(body).to_contain_text({"fi": "sairaanhoitoon", "en": "medical care"}[language])


async def test_reloading_the_plain_page_asks_nothing_twice(visit: Visit, site: Site) -> None:
    chat = await visit(f"{site.url}/plain?lang=fi", java_script_enabled=False)
    await chat.page.locator("[name=text]").fill("Hei")
    await chat.page.get_by_role("button", name=words("plain.send", "fi")).click()
    await expect(chat.page.locator("body")).to_contain_text("Omavastuu")
    await chat.page.reload()
    await expect(chat.page.locator("body")).to_contain_text("Omavastuu")
    assert site.rasa.texts == ["Hei"]


@pytest.mark.parametrize("name", DEMO)
async def test_a_demo_page_is_marked_as_one_and_embeds_the_chat(visit: Visit, site: Site, name: str) -> None:
    chat = await visit(f"{site.url}/demo/{name}.html")
    await expect(chat.page).to_have_title(re.compile("esittely|demo"))
    await expect(chat.page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
    await chat.open()
    await chat.say("Hei")
    audience = "partner" if name.startswith("partner") else "public"
    await expect(chat.element).to_have_attribute("audience", audience)


@pytest.mark.parametrize("name", DEMO)
async def test_the_links_of_a_demo_page_lead_somewhere(visit: Visit, site: Site, name: str) -> None:
    chat = await visit(f"{site.url}/demo/{name}.html")
    addresses: list[str] = await chat.page.evaluate("[...document.links].map(link => link.href)")
    for address in {address for address in addresses if address.startswith(site.url)}:
        assert (await chat.page.request.get(address)).status == 200, address


@both_screens
@pytest.mark.parametrize("name", [name for name in DEMO if name != "index"])
async def test_a_demo_pages_buttons_put_a_question_into_the_chat(
    visit: Visit, site: Site, name: str, screen: str
) -> None:
    chat = await visit(f"{site.url}/demo/{name}.html", screen=screen)
    button = chat.page.locator("[data-question]").nth(1)
    await button.click()
    await expect(chat.part("text")).to_have_value(await button.get_attribute("data-question") or "")
    await expect(chat.messages()).to_have_count(0)


async def test_the_page_without_javascript_shows_no_dead_buttons(visit: Visit, site: Site) -> None:
    chat = await visit(f"{site.url}/demo/fi.html", java_script_enabled=False)
    await expect(chat.page.locator("button:visible")).to_have_count(0)
