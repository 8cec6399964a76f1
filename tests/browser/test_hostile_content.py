"""Hostile content in every field that somebody else fills stays text: no element, no script, no strange link."""

from __future__ import annotations

import json
import re

import pytest
from playwright.async_api import expect

from devtools.chat import Chat, Visit
from devtools.fake_rasa import answer
from devtools.sites import Site

MARKUP = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script><b>lihava</b>'
LINKS = (
    "[a](javascript:window.pwned=1) [b](JaVaScRiPt:window.pwned=1) [c](data:text/html,<script>window.pwned=1</script>) "
    '[d](//example.com) [e](http://example.com) [f](https://a.example/"onmouseover=window.pwned=1) <a href=x>g</a>'
)
# Turns the direction of what follows, takes no room, and ends nothing.
BIDI = "\u202etxet desrever\u2066\u200f"
TURNING = f"alku {BIDI} loppu"
HOSTILE = {
    "markup": MARKUP,
    "links": LINKS,
    "direction": TURNING,
    "cut": "**[auki](https://",
    "nul": "\x00\ufffe",
}
# Elements that the widget never makes, wherever their markup came from.
FOREIGN = "script, img, b, iframe, object, embed, style, link, base, meta, [onerror], [onmouseover], [style*=url]"

fields = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
everyone = pytest.mark.parametrize(("screen", "language"), [("desktop", "fi"), ("phone", "en")])
# The texts on show whose letters stand in another order than they were written in.
TURNED = """
chat => {
  const walker = document.createTreeWalker(chat.shadowRoot, NodeFilter.SHOW_TEXT), turned = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.checkVisibility({visibilityProperty: true})) continue;
    const letters = [...node.data.matchAll(/[\\p{L}\\p{N}]/gu)].map(({index}) => {
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + 1);
      return range.getBoundingClientRect();
    });
    const isTurned = letters.some((at, i) => i && at.top === letters[i - 1].top && at.left < letters[i - 1].left);
    if (isTurned) turned.push(node.data);
  }
  return turned;
}
"""


async def opened(visit: Visit, site: Site, screen: str = "desktop", language: str = "fi") -> Chat:
    return await visit(site.embed(attributes=f'lang="{language}" open'), screen=screen, language=language)


async def refuse(chat: Chat, detail: str) -> None:
    """Let the server refuse every message with these words."""
    await chat.page.route(
        "**/widget/messages",
        lambda route: route.fulfill(
            status=422,
            content_type="application/problem+json",
            json={"detail": detail},
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )


async def assert_inert(chat: Chat) -> None:
    """Nothing ran, nothing was made of it, and every link is of a kind that may be."""
    assert await chat.page.evaluate("window.pwned") is None
    assert await chat.element.evaluate(f"chat => chat.shadowRoot.querySelectorAll({json.dumps(FOREIGN)}).length") == 0
    links: list[str] = await chat.element.evaluate(
        "chat => [...chat.shadowRoot.querySelectorAll('a')].map(a => a.href)"
    )
    for link in links:
        assert re.match(r"https://|mailto:|tel:", link), link


@everyone
@fields
async def test_in_an_answer_its_buttons_and_its_sources(
    visit: Visit, site: Site, screen: str, language: str, text: str
) -> None:
    site.rasa.reply = answer(
        text,
        [{"title": text, "payload": f"/x{{{text}}}"}],
        language=language,
        topic=text,
        sources=[
            {"title": text, "url": "https://www.kela.fi/", "dated": None, "reviewed": "2026-11-22"},
            {"title": text, "url": "javascript:window.pwned=1", "dated": None, "reviewed": "2026-11-22"},
        ],
    )
    chat = await opened(visit, site, screen, language)
    await chat.say("Hei")
    await assert_inert(chat)
    for link in await chat.part("log").locator("a").all():
        await link.hover()
    await chat.part("choice").first.click()
    await chat.answer(2)
    await assert_inert(chat)
    await chat.page.reload()
    await expect(chat.messages()).to_have_count(4)
    await assert_inert(chat)


async def test_markup_is_shown_as_it_was_written(visit: Visit, site: Site) -> None:
    site.rasa.reply = answer(MARKUP)
    chat = await opened(visit, site)
    assert MARKUP in await chat.say(MARKUP)
    await expect(chat.messages("person")).to_contain_text(MARKUP)


@everyone
@fields
async def test_in_what_the_person_writes(visit: Visit, site: Site, screen: str, language: str, text: str) -> None:
    chat = await opened(visit, site, screen, language)
    await chat.write(text)
    await expect(chat.messages("person")).to_have_count(1)
    await assert_inert(chat)


@everyone
@fields
async def test_in_a_problem_that_the_server_reports(
    visit: Visit, site: Site, screen: str, language: str, text: str
) -> None:
    chat = await opened(visit, site, screen, language)
    await refuse(chat, text)
    await chat.write("Hei")
    await expect(chat.messages("person").last.locator("[part=retry]")).to_be_visible()
    await assert_inert(chat)


@everyone
@fields
async def test_in_the_status_and_the_progress(visit: Visit, site: Site, screen: str, language: str, text: str) -> None:
    chat = await opened(visit, site, screen, language)
    headers = {"Access-Control-Allow-Origin": "*"}
    status = {"human": {"text": text, "lang": text}, "limits": {"text": text, "comment": -1}, "chat": text}
    await chat.page.route("**/widget/status*", lambda route: route.fulfill(json=status, headers=headers))
    given = {"step": text, "title": text, "value": text, "payload": text}
    reply = {
        "conversation_id": "c",
        "message_id": "m",
        "language": text,
        "topic": text,
        "replies": [{"text": text, "buttons": []}],
        "sources": [],
        "redacted": [text],
        "flow": {"id": text, "step": text},
        "progress": {"number": 1, "of": 2, "answers": [given]},
    }
    await chat.page.route("**/widget/messages", lambda route: route.fulfill(json=reply, headers=headers))
    await chat.say("Hei")
    await chat.part("answers").locator("summary").click()
    await chat.menu("human")
    await assert_inert(chat)


@pytest.mark.parametrize("reply", ["null", "[]", '"teksti"', "{", '{"replies": 1}', '{"replies": [{"text": {}}]}'])
async def test_an_answer_that_is_none_is_a_trouble_in_words(visit: Visit, site: Site, reply: str) -> None:
    chat = await opened(visit, site)
    await chat.page.route(
        "**/widget/messages",
        lambda route: route.fulfill(
            body=reply, content_type="application/json", headers={"Access-Control-Allow-Origin": "*"}
        ),
    )
    await chat.write("Hei")
    await expect(chat.part("status")).not_to_be_empty()
    await expect(chat.part("retry").first).to_be_visible()


@everyone
@fields
async def test_in_the_attributes_that_the_page_sets(
    visit: Visit, site: Site, screen: str, language: str, text: str
) -> None:
    chat = await visit(site.embed(attributes=f'lang="{language}"'), screen=screen, language=language)
    await chat.element.evaluate(
        "(chat, text) => { for (const name of ['heading', 'audience', 'mode', 'lang']) chat.setAttribute(name, text);"
        " chat.prefill(text); chat.open(); }",
        text,
    )
    await expect(chat.part("panel")).to_be_visible()
    await assert_inert(chat)


@pytest.mark.parametrize(
    "kept",
    [
        "{",
        "null",
        "[]",
        '{"entries": 5}',
        json.dumps({"entries": [{"author": "assistant", "answer": {"replies": MARKUP}}]}),
    ],
)
async def test_in_what_another_script_left_in_the_storage(visit: Visit, site: Site, kept: str) -> None:
    address = site.embed(attributes='lang="fi" open')
    chat = await visit(address)
    await chat.say("Hei")
    await chat.page.evaluate("kept => sessionStorage.setItem(Object.keys(sessionStorage)[0], kept)", kept)
    await chat.page.reload()
    await chat.element.evaluate("chat => chat.open()")
    await chat.say("Hei")
    await assert_inert(chat)


async def test_the_check_of_direction_sees_what_is_turned(visit: Visit, site: Site) -> None:
    chat = await opened(visit, site)
    assert await chat.element.evaluate(TURNED) == []
    await chat.part("log").evaluate("(log, text) => log.append(text)", TURNING)
    assert await chat.element.evaluate(TURNED) == [TURNING]


@everyone
async def test_marks_of_direction_turn_nothing_that_was_said(
    visit: Visit, site: Site, screen: str, language: str
) -> None:
    given = {"step": "age", "title": TURNING, "value": TURNING, "payload": "/change"}
    site.rasa.reply = answer(
        f"{TURNING}\n\n- {TURNING}\n- [{TURNING}](https://www.kela.fi/) **{TURNING}**",
        [{"title": TURNING, "payload": "/a"}, {"title": "Ei", "payload": "/b"}],
        language=language,
        sources=[{"title": TURNING, "url": "https://www.kela.fi/", "dated": None, "reviewed": "2026-11-22"}],
        flow={"id": "check.eligibility", "step": "duration", "result": None},
        progress={"number": 2, "of": 6, "answers": [given]},
    )
    chat = await opened(visit, site, screen, language)
    await chat.say(TURNING)
    await chat.part("answers").locator("summary").click()
    await expect(chat.part("change")).to_be_visible()
    assert await chat.element.evaluate(TURNED) == []
    first, second = [await choice.bounding_box() for choice in await chat.part("choice").all()]
    assert first is not None
    assert second is not None
    assert (first["y"], first["x"]) < (second["y"], second["x"]), "the choices stand in their order"
    await chat.part("choice").first.click()
    await chat.answer(2)
    assert await chat.element.evaluate(TURNED) == []


@everyone
async def test_marks_of_direction_turn_nothing_of_the_way_to_a_person(
    visit: Visit, site: Site, screen: str, language: str
) -> None:
    status = {"human": {"text": TURNING, "lang": language}, "limits": {"text": 2000, "comment": 500}}
    chat = await opened(visit, site, screen, language)
    await chat.page.route(
        "**/widget/status*",
        lambda route: route.fulfill(json=status, headers={"Access-Control-Allow-Origin": "*"}),
    )
    await chat.menu("human")
    await expect(chat.part("human-channel")).to_contain_text("alku")
    assert await chat.element.evaluate(TURNED) == []


@everyone
async def test_marks_of_direction_turn_nothing_of_a_notice(
    visit: Visit, site: Site, screen: str, language: str
) -> None:
    chat = await opened(visit, site, screen, language)
    await refuse(chat, TURNING)
    await chat.write("Hei")
    await expect(chat.messages("person").last).to_contain_text("alku")
    assert await chat.element.evaluate(TURNED) == []


async def test_marks_of_direction_turn_nothing_but_their_own_field(visit: Visit, site: Site) -> None:
    site.rasa.reply = answer(
        "Vastaus",
        [{"title": BIDI, "payload": "/a"}],
        sources=[{"title": BIDI, "url": "https://www.kela.fi/", "dated": None, "reviewed": "2026-11-22"}],
    )
    chat = await opened(visit, site)
    await chat.say("Hei")
    item = chat.last.locator("[part=sources] li").first
    link, line = await item.get_by_role("link").bounding_box(), await item.bounding_box()
    assert link is not None
    assert line is not None
    assert link["x"] == pytest.approx(line["x"], abs=30), "the title stands before its date"
