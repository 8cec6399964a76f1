"""The states that the widget and the service's pages can be in, for what looks at all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import expect

from devtools.chat import Chat
from devtools.fake_rasa import answer
from devtools.sites import Site

# What stands in for the assistant: the words are made up, so that every state looks the same on every run.
QUESTION = {"fi": "Paljonko taksimatka maksaa?", "en": "How much does a taxi trip cost?"}
# The languages that the made-up words are in.
LANGUAGES = tuple(QUESTION)
ANSWER = {
    "fi": "Maksat enintään **omavastuun**.\n\n- Tilaa taksi [tilausnumerosta](https://www.kela.fi/).\n- Ota kuitti.",
    "en": "You pay at most **a part**.\n\n- Order the taxi [by its number](https://www.kela.fi/).\n- Take a receipt.",
}
BUTTONS = {"fi": ["Laske matka", "Miten tilaan taksin?"], "en": ["Work out a trip", "How do I order a taxi?"]}
ASKED = {"fi": "Kestääkö kuntoutuksen tarve vähintään vuoden?", "en": "Will the need last at least a year?"}
CHOICES = {"fi": ["Kyllä", "Ei", "En tiedä", "Takaisin", "Lopeta"], "en": ["Yes", "No", "I don't know", "Back", "Stop"]}
GIVEN = {"fi": [("Ikä", "54"), ("Vaikeudet arjessa", "kyllä")], "en": [("Age", "54"), ("Difficulties", "yes")]}
SOURCE = {"title": "Kela: Matkat", "url": "https://www.kela.fi/matkat", "dated": None, "reviewed": "2026-11-22"}
PERSONAL = {"fi": "Tunnukseni on 010594Y9032, saanko rahaa?", "en": "My code is 010594Y9032, can I get it?"}
LONG_TURNS = 12
_SETTLED = """() => {
  const roots = [document, ...[...document.querySelectorAll("kuntoutusneuvo-chat")].map(chat => chat.shadowRoot)];
  const moving = roots.flatMap(root => root?.getAnimations() ?? []);
  return moving.every(({effect, playState}) => playState === "finished" || effect.getTiming().iterations === Infinity);
}"""


@dataclass(frozen=True)
class State:
    """A state: its name, the page, and how a person gets there.

    Attributes:
        path: a page of the gateway; the demo page of the language where none is given.
        reach: brings the opened page into the state.
        context: options of the browser's context.
    """

    name: str
    reach: Callable[[Chat, Site], Awaitable[None]] | None = None
    path: str = "/demo/{language}.html"
    context: dict[str, Any] = field(default_factory=dict)

    async def enter(self, chat: Chat, site: Site) -> None:
        """Open the state's page in the chat's language, and bring it into the state."""
        await chat.page.goto(site.url + self.path.format(language=chat.language))
        if self.reach is not None:
            await self.reach(chat, site)
        # What fades in has no contrast yet; what moves for ever has no end to wait for.
        await chat.page.wait_for_function(_SETTLED)


def offered(titles: list[str]) -> list[dict[str, str]]:
    """Return buttons."""
    return [{"title": title, "payload": f"/button {title}"} for title in titles]


def answers(site: Site, language: str) -> None:
    """Let the stand-in answer a question in full: text, list, link, buttons, source."""
    site.rasa.reply = answer(ANSWER[language], offered(BUTTONS[language]), language=language, sources=[SOURCE])


def asks(site: Site, language: str) -> None:
    """Let the stand-in ask the third question of a guided dialogue."""
    given = [
        {"step": str(number), "title": title, "value": value, "payload": f"/change {number}"}
        for number, (title, value) in enumerate(GIVEN[language])
    ]
    site.rasa.reply = answer(
        ASKED[language],
        offered(CHOICES[language]),
        language=language,
        topic="check.eligibility",
        flow={"id": "check.eligibility", "step": "duration", "result": None},
        progress={"number": 3, "of": 6, "answers": given},
    )


async def opened(chat: Chat, site: Site) -> None:
    """The open panel, nothing said yet."""
    await chat.open()


async def answered(chat: Chat, site: Site) -> None:
    """A question and its answer."""
    answers(site, chat.language)
    await chat.open()
    await chat.say(QUESTION[chat.language])


async def waiting(chat: Chat, site: Site) -> None:
    """The answer is on its way."""
    await chat.open()
    site.rasa.hold()
    await chat.write(QUESTION[chat.language])
    await expect(chat.part("typing")).to_be_visible()


async def flow(chat: Chat, site: Site) -> None:
    """In a guided dialogue, with the answers so far on show."""
    asks(site, chat.language)
    await chat.open()
    await chat.say("54")
    await chat.part("answers").locator("summary").click()


async def error(chat: Chat, site: Site) -> None:
    """The service is down; the message waits."""
    await answered(chat, site)
    site.rasa.status = 500
    await chat.write(QUESTION[chat.language])
    await expect(chat.part("retry")).to_be_visible()


async def offline(chat: Chat, site: Site) -> None:
    """There is no network; the message waits."""
    await answered(chat, site)
    await chat.page.context.set_offline(True)
    await chat.write(QUESTION[chat.language])
    await expect(chat.part("status")).not_to_be_empty()


async def long(chat: Chat, site: Site) -> None:
    """A long conversation."""
    answers(site, chat.language)
    await chat.open()
    for _ in range(LONG_TURNS):
        await chat.say(QUESTION[chat.language])


async def menu(chat: Chat, site: Site) -> None:
    """The menu is open."""
    await answered(chat, site)
    await chat.part("menu").click()


async def erasing(chat: Chat, site: Site) -> None:
    """The question before erasing."""
    await answered(chat, site)
    await chat.menu("erase")


async def warning(chat: Chat, site: Site) -> None:
    """The warning before personal data is sent."""
    await chat.open()
    await chat.write(PERSONAL[chat.language])
    await expect(chat.part("warning")).to_be_visible()


async def counter(chat: Chat, site: Site) -> None:
    """A message that is too long."""
    await chat.open()
    await chat.part("text").fill("sana " * 410)
    await chat.part("send").click()


async def feedback(chat: Chat, site: Site) -> None:
    """A thumb is given, a comment is asked for."""
    await answered(chat, site)
    await chat.last.locator("[part=thumb-down]").click()
    await expect(chat.last.locator("[part=comment]")).to_be_visible()


async def human(chat: Chat, site: Site) -> None:
    """How to reach a person."""
    await chat.open()
    await chat.menu("human")


async def unread(chat: Chat, site: Site) -> None:
    """An answer came while the panel was closed."""
    await waiting(chat, site)
    await chat.part("close").click()
    site.rasa.release()
    await expect(chat.part("badge")).to_be_visible()


async def inline(chat: Chat, site: Site) -> None:
    """A question and its answer on a page that holds the widget."""
    answers(site, chat.language)
    await chat.say(QUESTION[chat.language])


async def plain(chat: Chat, site: Site) -> None:
    """A question and its answer without the widget."""
    answers(site, chat.language)
    await chat.page.locator("[name=text]").fill(QUESTION[chat.language])
    await chat.page.locator("[name=text]").press("Tab")
    await chat.page.keyboard.press("Enter")
    await expect(chat.page.locator("body")).to_contain_text(BUTTONS[chat.language][0])


async def plain_flow(chat: Chat, site: Site) -> None:
    """In a guided dialogue without the widget."""
    asks(site, chat.language)
    await chat.page.locator("[name=text]").fill("54")
    await chat.page.locator("[name=text]").press("Tab")
    await chat.page.keyboard.press("Enter")
    await expect(chat.page.locator("body")).to_contain_text(ASKED[chat.language])


DARK = {"color_scheme": "dark"}
HIGH_CONTRAST = {"forced_colors": "active"}
MORE_CONTRAST = {"contrast": "more"}
STATES = [
    State("closed"),
    State("open", opened),
    State("answered", answered),
    State("waiting", waiting),
    State("flow", flow),
    State("error", error),
    State("offline", offline),
    State("long", long),
    State("menu", menu),
    State("erasing", erasing),
    State("warning", warning),
    State("counter", counter),
    State("feedback", feedback),
    State("human", human),
    State("unread", unread),
    State("closed-dark", context=DARK),
    State("answered-dark", answered, context=DARK),
    State("flow-dark", flow, context=DARK),
    State("warning-dark", warning, context=DARK),
    State("error-dark", error, context=DARK),
    State("closed-high-contrast", context=HIGH_CONTRAST),
    State("open-high-contrast", opened, context=HIGH_CONTRAST),
    State("answered-high-contrast", answered, context=HIGH_CONTRAST),
    State("flow-high-contrast", flow, context=HIGH_CONTRAST),
    State("error-high-contrast", error, context=HIGH_CONTRAST),
    State("menu-high-contrast", menu, context=HIGH_CONTRAST),
    State("warning-high-contrast", warning, context=HIGH_CONTRAST),
    State("answered-more-contrast", answered, context=MORE_CONTRAST),
    State("inline", path="/?lang={language}"),
    State("inline-answered", inline, path="/?lang={language}"),
    State("inline-answered-dark", inline, path="/?lang={language}", context=DARK),
    State("plain", path="/plain?lang={language}"),
    State("plain-answered", plain, path="/plain?lang={language}"),
    State("plain-flow", plain_flow, path="/plain?lang={language}"),
    State("plain-answered-dark", plain, path="/plain?lang={language}", context=DARK),
    State("demo-index", path="/demo/"),
    State("demo-partner-fi", path="/demo/partner.html"),
    State("demo-partner-en", path="/demo/partner-en.html"),
]
