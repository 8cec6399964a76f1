"""What a screen reader is told: each reply once, in its language, and nothing that was heard before."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from devtools.chat import Chat, Visit
from devtools.fake_rasa import answer, envelope
from devtools.sites import Site

# Keeps what is added to a live region while it is live, which is what a screen reader reads out.
LISTEN = """
chat => {
  window.heard = [];
  const live = node => {
    if (!node.checkVisibility()) return false;
    for (let at = node; at; at = at.parentElement) {
      const given = at.getAttribute("aria-live") ?? {log: "polite", status: "polite", alert: "assertive"}[at.role];
      if (given) return given !== "off";
    }
    return false;
  };
  const said = node => {
    if (node.nodeType === 3) return node.data;
    if (node.nodeType !== 1 || node.hidden || node.getAttribute("aria-live") === "off") return "";
    return [...node.childNodes].map(said).join("");
  };
  new MutationObserver(records => {
    for (const record of records)
      for (const node of record.addedNodes)
        if (live(record.target)) window.heard.push(said(node));
  }).observe(chat.shadowRoot, {childList: true, subtree: true, characterData: true});
}
"""


async def listen(chat: Chat) -> None:
    await chat.element.evaluate(LISTEN)


async def heard(chat: Chat) -> list[str]:
    words: list[str] = await chat.page.evaluate("window.heard")
    return words


@pytest.mark.parametrize("mode", ["floating", "inline"])
async def test_each_reply_is_announced_once_and_no_question_is(visit: Visit, site: Site, mode: str) -> None:
    texts = iter(["Yksi vastaus", "Toinen vastaus", "Kolmas vastaus"])
    site.rasa.reply = lambda _: answer(next(texts))
    chat = await visit(site.embed(attributes=f'lang="fi" mode="{mode}" open'))
    await listen(chat)
    for question in ("Kysymys yksi", "Kysymys kaksi", "Kysymys kolme"):
        await chat.say(question)
    words = await heard(chat)
    for text in ("Yksi vastaus", "Toinen vastaus", "Kolmas vastaus"):
        assert sum(text in announced for announced in words) == 1, words
    assert not any("Kysymys" in announced for announced in words)


async def test_nothing_is_announced_again_when_the_panel_is_opened_again(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed())
    await chat.open()
    await chat.say("Hei")
    await chat.part("close").click()
    await listen(chat)
    await chat.open()
    assert not any("Omavastuu" in announced for announced in await heard(chat))


async def test_a_conversation_from_the_page_before_is_not_announced(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed())
    await chat.open()
    await chat.say("Hei")
    await chat.page.reload()
    await expect(chat.messages()).to_have_count(2)
    assert await chat.part("log").get_attribute("aria-live") == "off"
    await chat.say("Hei taas")
    assert await chat.part("log").get_attribute("aria-live") == "polite"


async def test_an_answer_to_a_closed_panel_is_told_of_at_the_launcher(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed())
    await chat.open()
    site.rasa.hold()
    await chat.write("Hei")
    await chat.part("close").click()
    await listen(chat)
    site.rasa.release()
    await expect(chat.part("badge")).to_be_visible()
    assert [announced for announced in await heard(chat) if announced] == ["1 uusi vastaus"]
    await expect(chat.part("launcher")).to_have_accessible_name(re.compile("Kysy kuntoutuksesta ?, 1 uusi vastaus"))


@pytest.mark.parametrize(("language", "other"), [("fi", "en"), ("en", "fi")])
async def test_every_message_says_its_language(visit: Visit, site: Site, language: str, other: str) -> None:
    languages = iter([language, other])
    site.rasa.reply = lambda _: answer(language=next(languages))
    chat = await visit(site.embed(attributes=f'lang="{language}" open'), language=language)
    await chat.say("Hei")
    await chat.say("Hello")
    spoken = [await message.get_attribute("lang") for message in await chat.messages("assistant").all()]
    assert spoken == [language, other]


async def test_a_text_in_a_third_language_says_so(visit: Visit, site: Site) -> None:
    texts = [
        {"text": "Jag svarar inte på svenska.", "buttons": [], "language": "sv"},
        {"text": "Valitse", "buttons": []},
    ]
    site.rasa.reply = envelope(replies=texts, language="fi")
    chat = await visit(site.embed(attributes='lang="fi" open'))
    await chat.say("Hej")
    swedish = chat.last.get_by_text("svenska")
    assert await swedish.evaluate("node => node.closest('[lang]').lang") == "sv"
    assert await chat.last.get_by_text("Valitse").evaluate("node => node.closest('[lang]').lang") == "fi"


async def test_the_parts_have_roles_and_names(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed())
    launcher = chat.page.get_by_role("button", name="Kysy kuntoutuksesta")
    await expect(launcher).to_be_visible()
    await launcher.click()
    dialog = chat.page.get_by_role("dialog", name="Kuntoutusneuvo")
    await expect(dialog).to_be_visible()
    await expect(dialog.get_by_role("log", name="Keskustelu")).to_be_visible()
    await expect(dialog.get_by_role("textbox", name="Kirjoita kysymyksesi")).to_be_visible()
    await expect(dialog.get_by_role("button", name="Lähetä")).to_be_visible()
    await expect(dialog.get_by_role("button", name="Sulje neuvonta")).to_be_visible()


async def test_an_answer_in_another_language_is_read_out_without_the_welcome(visit: Visit, site: Site) -> None:
    site.rasa.reply = lambda _: answer("You pay 25 euros.", language="en")
    chat = await visit(site.embed(attributes='lang="fi" open'))
    await listen(chat)
    await chat.say("How much does a taxi trip cost?")
    await expect(chat.part("log")).to_contain_text("automated adviser")
    words = await heard(chat)
    assert sum("You pay 25 euros." in announced for announced in words) == 1, words
    assert not any("automated adviser" in announced for announced in words), words
