"""Whole conversations with the real assistant on the demo site: at both sizes, in both languages."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from bot.wording.i18n import words
from devtools.chat import Chat, Visit
from devtools.service import Service

pytestmark = pytest.mark.service


@dataclass(frozen=True)
class Speech:
    """What a person of a language types, and what the answers must say."""

    page: str
    question: str
    fact: str
    wish_for_check: str
    age: str
    other_age: str
    other_language_question: str
    other_language_fact: str


SPEECH = {
    "fi": Speech(
        page="/demo/fi.html",
        question="Mikä on taksimatkan omavastuu?",
        fact="25 €",
        wish_for_check="Tarkista, täyttyvätkö vaativan lääkinnällisen kuntoutuksen ehdot",
        age="54",
        other_age="45",
        other_language_question="How long is therapy granted for?",
        other_language_fact="three years",
    ),
    "en": Speech(
        page="/demo/en.html",
        question="What is the copayment for a taxi trip?",
        fact="€25",
        wish_for_check="Can you check if I could get intensive medical rehabilitation?",
        age="54",
        other_age="45",
        other_language_question="Kuinka pitkäksi ajaksi terapia myönnetään?",
        other_language_fact="kolme",
    ),
}
OTHER = {"fi": "en", "en": "fi"}
everyone = pytest.mark.parametrize(
    ("screen", "language"), [(screen, language) for screen in ("phone", "desktop") for language in SPEECH]
)


async def begin(visit: Visit, service: Service, screen: str, language: str) -> Chat:
    chat = await visit(service.url + SPEECH[language].page, screen=screen, language=language)
    await chat.open()
    return chat


def asks(step: str, language: str) -> str:
    return words(f"flow.check.eligibility.{step}.ask", language)


@everyone
async def test_a_question_gets_its_answer_with_dated_sources_and_a_button_leads_on(
    visit: Visit, service: Service, screen: str, language: str
) -> None:
    chat = await begin(visit, service, screen, language)
    assert SPEECH[language].fact in await chat.say(SPEECH[language].question)
    await expect(chat.last).to_have_attribute("lang", language)
    sources = chat.last.locator("[part=sources]")
    source = sources.locator("li").first
    # The page's own date, or that it has none; and once when the answer was checked.
    await expect(source).to_contain_text(re.compile(r"20\d\d|ei ole päiväystä|no date"))
    await expect(sources).to_contain_text(re.compile(r"(?:tarkistettu|checked) .*20\d\d"))
    await expect(source.get_by_role("link")).to_have_attribute("href", re.compile("^https://"))
    title = await chat.last.locator("[part=choice]").first.inner_text()
    answer = await chat.choose(title.strip())
    assert SPEECH[language].question not in answer


@everyone
async def test_a_guided_dialogue_goes_back_changes_an_answer_and_ends(
    visit: Visit, service: Service, screen: str, language: str
) -> None:
    speech, chat = SPEECH[language], await begin(visit, service, screen, language)
    yes, no, back = (words(f"common.buttons.{name}", language) for name in ("yes", "no", "back"))
    progress = chat.part("progress")
    assert asks("age", language) in await chat.say(speech.wish_for_check)
    await expect(progress).to_contain_text("1/6")
    assert asks("difficulty", language) in await chat.say(speech.age)
    await expect(progress).to_contain_text("2/6")
    assert asks("duration", language) in await chat.choose(yes)
    assert asks("difficulty", language) in await chat.choose(back)
    await expect(progress).to_contain_text("2/6")
    assert asks("duration", language) in await chat.choose(yes)
    await expect(progress).to_contain_text("3/6")
    await chat.part("answers").locator("summary").click()
    await expect(chat.part("answers")).to_contain_text(speech.age)
    asked = await chat.messages("person").count()
    await chat.part("change").first.click()
    assert asks("age", language) in await chat.answer(asked + 1)
    assert asks("duration", language) in await chat.say(speech.other_age)
    await chat.part("answers").locator("summary").click()
    await expect(chat.part("answers")).to_contain_text(speech.other_age)
    await expect(chat.part("answers")).not_to_contain_text(speech.age)
    assert asks("medical", language) in await chat.choose(yes)
    assert asks("institution", language) in await chat.choose(no)
    assert asks("plan", language) in await chat.choose(no)
    await expect(progress).to_contain_text("6/6")
    result = await chat.choose(yes)
    assert words("flow.check.eligibility.outcome.met", language).replace("**", "") in result
    await expect(progress).to_be_hidden()


@everyone
async def test_the_language_is_switched_in_the_middle(
    visit: Visit, service: Service, screen: str, language: str
) -> None:
    speech, other, chat = SPEECH[language], OTHER[language], await begin(visit, service, screen, language)
    await chat.say(speech.question)
    asked = await chat.messages("person").count()
    await chat.part("language").click()
    await chat.answer(asked + 1)
    await expect(chat.part("send")).to_have_text(words("widget.composer.send", other))
    assert speech.other_language_fact in await chat.say(speech.other_language_question)
    await expect(chat.last).to_have_attribute("lang", other)
    await expect(chat.messages("assistant").first).to_have_attribute("lang", language)


@everyone
async def test_a_restart_leaves_nothing_of_the_conversation(
    visit: Visit, service: Service, screen: str, language: str
) -> None:
    speech, chat = SPEECH[language], await begin(visit, service, screen, language)
    await chat.say(speech.wish_for_check)
    await chat.menu("restart")
    await expect(chat.messages()).to_have_count(0)
    await expect(chat.part("progress")).to_be_hidden()
    assert speech.fact in await chat.say(speech.question)


@everyone
async def test_feedback_is_stored_without_the_question(
    visit: Visit, service: Service, screen: str, language: str
) -> None:
    speech, chat = SPEECH[language], await begin(visit, service, screen, language)
    await chat.say(speech.question)
    comment = f"{language} {screen} 5"
    await chat.last.locator("[part=thumb-down]").click()
    await expect(chat.last.locator("[part=thumb-down]")).to_have_attribute("aria-pressed", "true")
    await chat.last.locator("[part=comment]").fill(comment)
    # The thumb was thanked for already: only the answer tells that the comment has arrived.
    async with chat.page.expect_response(lambda response: response.request.method == "POST"):
        await chat.last.locator("[part=comment-send]").click()
    await expect(chat.last).to_contain_text(words("widget.feedback.thanks", language))
    with closing(sqlite3.connect(f"file:{service.folder / 'gateway.sqlite'}?mode=ro", uri=True)) as database:
        kept = [row for row in database.execute("SELECT * FROM ratings") if comment in map(str, row)]
    assert len(kept) == 1
    assert "travel.copayment" in str(kept[0])
    assert speech.question not in str(kept[0])


@everyone
async def test_an_erased_conversation_is_gone_from_the_browser_and_the_server(
    visit: Visit, service: Service, screen: str, language: str
) -> None:
    chat = await begin(visit, service, screen, language)
    await chat.say(SPEECH[language].question)
    (stored,) = await chat.session()
    path = f"/widget/conversations/{stored['conversation']}"
    assert service.request("GET", path).status == 200
    await chat.menu("erase")
    await chat.part("erase-confirm").click()
    await expect(chat.part("status")).to_have_text(words("widget.erase.done", language))
    await expect(chat.messages()).to_have_count(0)
    assert stored["conversation"] not in await chat.stored()
    assert SPEECH[language].question not in await chat.stored()
    assert service.request("GET", path).status == 404
