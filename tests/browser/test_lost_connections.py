"""Nothing lost and nothing doubled: the network, the server or the page goes away in the middle of a conversation."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest
from playwright.async_api import Route, expect

from bot.wording.i18n import words
from devtools.chat import Chat, Visit
from devtools.service import Service
from devtools.sites import Site

QUESTION = "Paljonko taksi maksaa?"
PATIENCE = 10
both_screens = pytest.mark.parametrize("screen", ["phone", "desktop"])
both_languages = pytest.mark.parametrize("language", ["fi", "en"])


async def opened(visit: Visit, site: Site, screen: str = "desktop", language: str = "fi") -> Chat:
    return await visit(site.embed(attributes=f'lang="{language}" open'), screen=screen, language=language)


async def assert_asked_once(chat: Chat, site: Site, texts: list[str]) -> None:
    await expect(chat.messages("person")).to_have_count(len(texts))
    await expect(chat.messages("assistant")).to_have_count(len(texts))
    assert site.rasa.texts == texts


@both_languages
async def test_a_message_written_while_the_server_is_down_arrives_once(visit: Visit, site: Site, language: str) -> None:
    chat = await opened(visit, site, language=language)
    await chat.say("Hei")
    await site.stop()
    await chat.write(QUESTION)
    await expect(chat.part("status")).to_have_text(words("widget.trouble.unreachable", language))
    await site.start()
    await chat.part("retry").click()
    await chat.answer(2)
    await expect(chat.part("status")).to_be_empty()
    await assert_asked_once(chat, site, ["Hei", QUESTION])


async def test_it_arrives_by_itself_too(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    await site.stop()
    await chat.write(QUESTION)
    await expect(chat.part("status")).not_to_be_empty()
    await site.start()
    await chat.answer(1)
    await assert_asked_once(chat, site, [QUESTION])


@both_languages
async def test_a_phone_that_slept_through_the_answer_goes_on_where_it_was(
    visit: Visit, site: Site, language: str
) -> None:
    chat = await opened(visit, site, "phone", language)
    clock = chat.page.clock
    await clock.install()
    await chat.say("Hei")
    asleep = asyncio.Event()

    async def fall_asleep(route: Route) -> None:
        """The server answers, but the phone sleeps by then: its timers stand still and the connection is dropped."""
        await route.fetch()
        await clock.pause_at(1 + await chat.page.evaluate("Date.now()"))
        await route.abort("connectionaborted")
        asleep.set()

    await chat.page.route("**/widget/messages", fall_asleep, times=1)
    await chat.write(QUESTION)
    await asyncio.wait_for(asleep.wait(), PATIENCE)
    await expect(chat.part("status")).to_have_text(words("widget.trouble.unreachable", language))
    await clock.fast_forward("08:00:00")
    await clock.resume()
    await chat.answer(2)
    await expect(chat.part("status")).to_be_empty()
    await chat.say("Kiitos")
    await assert_asked_once(chat, site, ["Hei", QUESTION, "Kiitos"])


async def test_an_answer_that_is_lost_on_its_way_is_given_again(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await chat.page.route("**/widget/messages", lose, times=1)
    await chat.write(QUESTION)
    await chat.answer(1)
    await assert_asked_once(chat, site, [QUESTION])


@both_languages
async def test_offline_is_said_and_the_message_leaves_when_the_network_is_back(
    visit: Visit, site: Site, language: str
) -> None:
    chat = await opened(visit, site, language=language)
    await chat.say("Hei")
    await chat.page.context.set_offline(True)
    await expect(chat.part("status")).to_have_text(words("widget.trouble.offline", language))
    await chat.write(QUESTION)
    await expect(chat.part("status")).to_have_text(words("widget.trouble.offline_kept", language))
    await chat.page.context.set_offline(False)
    await chat.answer(2)
    await expect(chat.part("status")).to_be_empty()
    await assert_asked_once(chat, site, ["Hei", QUESTION])


@both_screens
async def test_a_reload_while_the_answer_is_on_its_way_loses_nothing(visit: Visit, site: Site, screen: str) -> None:
    chat = await opened(visit, site, screen)
    site.rasa.hold()
    await chat.write(QUESTION)
    await expect(chat.part("typing")).to_be_visible()
    await chat.page.reload()
    await expect(chat.messages("person")).to_contain_text([QUESTION])
    site.rasa.release()
    await chat.answer(1)
    await assert_asked_once(chat, site, [QUESTION])


@both_screens
async def test_the_conversation_goes_on_after_a_reload_and_on_another_page(
    visit: Visit, site: Site, screen: str
) -> None:
    chat = await visit(site.embed(), screen=screen)
    await chat.open()
    await chat.say("Hei")
    await chat.part("text").fill("kesken jäänyt")
    await chat.page.reload()
    await expect(chat.part("panel")).to_be_visible()
    await expect(chat.messages()).to_have_count(2)
    await expect(chat.part("text")).to_have_value("kesken jäänyt")
    await chat.page.goto(site.embed("/toinen"))
    await expect(chat.messages()).to_have_count(2)
    await chat.say(QUESTION)
    senders = {asked.sender for asked in site.rasa.received}
    assert len(senders) == 1, "it is the same conversation"


async def test_another_visitor_starts_anew(visit: Visit, site: Site) -> None:
    first = await opened(visit, site)
    await first.say("Hei")
    second = await opened(visit, site)
    await expect(second.messages()).to_have_count(0)


async def test_a_server_that_is_busy_is_said_and_asked_again(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    site.rasa.status = 500
    await chat.write(QUESTION)
    await expect(chat.part("status")).to_have_text(words("widget.trouble.unavailable", "fi"))
    site.rasa.status = 200
    await chat.part("retry").click()
    await chat.answer(1)
    await expect(chat.messages("person")).to_have_count(1)
    await expect(chat.messages("assistant")).to_have_count(1)


@both_screens
async def test_pressing_twice_sends_once(visit: Visit, site: Site, screen: str) -> None:
    chat = await opened(visit, site, screen)
    site.rasa.hold()
    await chat.part("text").fill(QUESTION)
    await chat.part("send").dblclick()
    site.rasa.release()
    await chat.answer(1)
    site.rasa.hold()
    await chat.choice("Tarkista ehdot").dblclick()
    site.rasa.release()
    await chat.answer(2)
    await assert_asked_once(chat, site, [QUESTION, '/flow{"topic": "check.eligibility"}'])


async def test_messages_written_ahead_are_answered_in_their_order(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    site.rasa.hold()
    await chat.write("eka")
    await chat.write("toka")
    site.rasa.release()
    await chat.answer(2)
    assert site.rasa.texts == ["eka", "toka"]
    authors = [await message.get_attribute("data-author") for message in await chat.messages().all()]
    assert authors == ["person", "assistant", "person", "assistant"]


async def test_a_conversation_that_the_server_forgot_is_said_and_a_new_one_begins(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    await chat.say("Hei")
    await site.stop()
    (site.folder / "gateway.sqlite").unlink()
    await site.start()
    await chat.write(QUESTION)
    await expect(chat.messages("system")).to_contain_text("vanhentunut")
    await chat.messages("person").last.locator("[part=retry]").click()
    await chat.answer(2)
    conversations = [asked.sender for asked in site.rasa.received]
    assert len(set(conversations)) == len(conversations) == 2


@pytest.mark.service
@pytest.mark.parametrize(
    ("part", "screen", "language"),
    [
        ("bot.gateway", "phone", "fi"),
        ("bot.gateway", "desktop", "en"),
        ("bot.rasa_server", "desktop", "fi"),
        ("bot.rasa_server", "phone", "en"),
    ],
)
async def test_a_guided_dialogue_goes_on_after_a_process_was_killed(
    visit: Visit, service: Service, part: str, screen: str, language: str
) -> None:
    wish = {
        "fi": "Tarkista, täyttyvätkö vaativan lääkinnällisen kuntoutuksen ehdot",
        "en": "Can you check if I could get intensive medical rehabilitation?",
    }
    chat = await visit(f"{service.url}/demo/{language}.html", screen=screen, language=language)
    await chat.open()
    await chat.say(wish[language])
    (pid,) = [pid for pid, line in service.processes().items() if f" -m {part}" in line]
    os.kill(pid, signal.SIGKILL)
    await chat.write("54")
    await expect(chat.part("status")).not_to_be_empty()
    answer = await chat.answer(2, seconds=120)
    assert words("flow.check.eligibility.difficulty.ask", language) in answer
    await expect(chat.part("progress")).to_contain_text("2/6")
    await expect(chat.messages("person")).to_have_count(2)
    await expect(chat.messages("assistant")).to_have_count(2)
