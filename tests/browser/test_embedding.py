"""The widget on other people's pages: which may embed it, under which policy, and what each does to the other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.async_api import expect

from devtools.chat import Chat, Visit
from devtools.sites import Site

both_screens = pytest.mark.parametrize("screen", ["phone", "desktop"])
both_languages = pytest.mark.parametrize("language", ["fi", "en"])
# To the page's own box, which a part of the page stands in.
HOSTILE_FRAME = "body { overflow: hidden; transform: rotate(9deg) scale(0.5); width: 3px; }"
HOSTILE_STYLES = """
body *, body *::before, body *::after { all: unset !important; float: right !important; opacity: 0.2 !important; }
html { font-size: 4px !important; }
html, body, kuntoutusneuvo-chat {
  color: #fff; background: #fff; direction: rtl; font: italic 900 60px/0.2 cursive; letter-spacing: 2em;
  word-spacing: 3em; text-transform: uppercase; text-align: right; text-indent: 9em; text-shadow: 0 0 9px red;
  white-space: pre; visibility: hidden; cursor: none; user-select: none; pointer-events: none; hyphens: none;
  list-style: inside upper-roman;
}
kuntoutusneuvo-chat { display: inline !important; filter: invert(1) !important; padding: 2em !important; }
div, p, ul, li, a, button, textarea, dialog, section, header { position: static !important; width: 3px !important; }
"""
# Of every part on show: its name and its size, and what a page's style could do to it.
LOOKS = """
chat => [...chat.shadowRoot.querySelectorAll("[part=panel], [part=panel] *, [part=launcher], [part=launcher] *")]
  .filter(node => node.getClientRects().length)
  .map(node => {
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    const looks = ["color", "backgroundColor", "fontSize", "fontStyle", "fontWeight", "lineHeight", "letterSpacing",
      "wordSpacing", "textTransform", "textAlign", "textIndent", "textShadow", "direction", "visibility", "whiteSpace",
      "cursor", "userSelect", "pointerEvents", "listStyleType"];
    const size = `${Math.round(box.width)} ${Math.round(box.height)}`;
    return [node.localName, size, looks.map(name => style[name]).join(" ")];
  })
"""


async def problem_free(chat: Chat) -> None:
    await chat.open()
    await chat.say("Hei")
    assert chat.problems == []


@both_languages
@both_screens
async def test_an_allowed_site_under_the_documented_policy(
    visit: Visit, site: Site, screen: str, language: str
) -> None:
    address = site.embed(attributes=f'lang="{language}"')
    await problem_free(await visit(address, screen=screen, language=language))


async def test_the_address_with_its_version_and_integrity(visit: Visit, site: Site) -> None:
    version = await (await visit(site.url + "/widget/version.json")).page.evaluate(
        "JSON.parse(document.body.innerText)"
    )
    tag = '<script type="module" src="{}{}" integrity="{}" crossorigin="anonymous"></script>'
    good = site.embed("/hyva", script=tag.format(site.url, version["script"], version["integrity"]))
    await problem_free(await visit(good))
    wrong = "sha384-" + "A" * 64
    bad = await visit(site.embed("/paha", script=tag.format(site.url, version["script"], wrong)), broken=True)
    assert await defined(bad) is False
    assert any("integrity" in problem for problem in bad.problems)


async def defined(chat: Chat) -> bool:
    known: bool = await chat.page.evaluate("customElements.get('kuntoutusneuvo-chat') !== undefined")
    return known


async def test_a_strange_site_cannot_run_the_script(visit: Visit, site: Site) -> None:
    path = site.embed("/vieras").removeprefix(site.host.url)
    chat = await visit(site.host.stranger + path, broken=True)
    assert await defined(chat) is False


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/widget/messages", {"text": "Hei", "language": "fi"}),
        ("POST", "/widget/feedback", {}),
        ("GET", "/widget/status?language=fi&audience=public", None),
        ("GET", "/widget/conversations/x", None),
        ("DELETE", "/widget/conversations/x", None),
    ],
)
async def test_a_strange_site_cannot_use_the_endpoints(
    visit: Visit, site: Site, method: str, path: str, body: dict[str, Any] | None
) -> None:
    """Neither with what the browser asks leave for beforehand, nor with what it sends at once."""
    site.host.add("/vieras", "<!doctype html><title>Vieras</title>")
    call = """
    async ([url, method, body, type]) => {
      const headers = type ? {"Content-Type": type} : {};
      try { return (await fetch(url, {method, headers, body})).status; } catch { return "refused"; }
    }
    """
    stranger = await visit(site.host.stranger + "/vieras", broken=True)
    allowed = await visit(site.host.url + "/vieras", broken=True)
    for kind in ("application/json", "text/plain") if body is not None else ("",):
        arguments = [site.url + path, method, None if body is None else json.dumps(body), kind]
        assert await stranger.page.evaluate(call, arguments) == "refused"
        assert site.rasa.received == []
    assert await allowed.page.evaluate(call, arguments) != "refused"


@pytest.mark.parametrize("path", ["/", "/plain?lang=fi", "/demo/fi.html"])
async def test_no_site_can_frame_the_assistants_own_pages(visit: Visit, site: Site, path: str) -> None:
    site.host.add("/kehys", f'<!doctype html><title>Kehys</title><iframe src="{site.url}{path}"></iframe>')
    chat = await visit(site.host.url + "/kehys", broken=True)
    assert any("frame-ancestors" in problem for problem in chat.problems)


@both_languages
@both_screens
async def test_a_page_with_hostile_styles_changes_nothing_of_the_launcher_and_the_panel(
    visit: Visit, site: Site, screen: str, language: str
) -> None:
    site.host.add("/vihamielinen.css", HOSTILE_FRAME + HOSTILE_STYLES, "text/css")
    looks: list[list[list[str]]] = []
    for head in ("", '<link rel="stylesheet" href="/vihamielinen.css">'):
        # A phone would widen its view to what overflows, which is the page's own harm.
        address = site.embed(head=head, attributes=f'lang="{language}"')
        chat = await visit(address, screen=screen, language=language, is_mobile=False)
        await expect(chat.part("launcher")).to_be_visible()
        launcher = await chat.element.evaluate(LOOKS)
        await chat.open()
        await chat.say("Hei")
        await chat.page.mouse.move(0, 0)
        looks.append([*launcher, *await chat.element.evaluate(LOOKS)])
    assert len(looks[0]) > 30
    assert looks[0][0][0] == "button", "the launcher is among them"
    assert looks[0] == looks[1]


@both_languages
@both_screens
async def test_a_page_with_hostile_styles_changes_only_the_size_of_the_widget_that_is_a_part_of_it(
    visit: Visit, site: Site, screen: str, language: str
) -> None:
    site.host.add("/vihamielinen.css", HOSTILE_STYLES, "text/css")
    outside = "chat => ['display', 'opacity', 'filter', 'padding'].map(name => getComputedStyle(chat)[name])"
    looks = []
    for head in ("", '<link rel="stylesheet" href="/vihamielinen.css">'):
        address = site.embed(head=head, attributes=f'lang="{language}" mode="inline"')
        chat = await visit(address, screen=screen, language=language, is_mobile=False)
        await chat.say("Hei")
        await chat.page.mouse.move(0, 0)
        inside = [(name, style) for name, _, style in await chat.element.evaluate(LOOKS)]
        looks.append((await chat.element.evaluate(outside), inside))
    assert len(looks[0][1]) > 30
    assert looks[0] == looks[1]


async def test_the_widget_changes_nothing_of_the_page(visit: Visit, site: Site) -> None:
    look = """() => [document.documentElement.outerHTML.replace(/<kuntoutusneuvo-chat.*/s, ""),
        ...[...document.querySelectorAll("body, main, main *")].map(node => JSON.stringify(node.getClientRects())),
        ...Object.keys(window).filter(name => !/^\\d+$/.test(name))]"""
    body = "<p>Sivun omaa tekstiä.</p>" * 40
    without = await visit(site.embed("/ilman", body=body, script="<!-- -->"))
    with_widget = await visit(site.embed("/kanssa", body=body))
    await expect(with_widget.part("launcher")).to_be_visible()
    before, after = await without.page.evaluate(look), await with_widget.page.evaluate(look)
    assert [part.replace(site.url, "") for part in before[1:]] == after[1:]


async def test_the_sites_colours_reach_the_widget(visit: Visit, site: Site) -> None:
    site.host.add(
        "/oma.css", "kuntoutusneuvo-chat { --kn-accent: rgb(120, 0, 60); --kn-accent-text: #fff; }", "text/css"
    )
    chat = await visit(site.embed(head='<link rel="stylesheet" href="/oma.css">'))
    await expect(chat.part("launcher")).to_have_css("background-color", "rgb(120, 0, 60)")


async def test_the_page_opens_closes_and_fills_the_box_by_methods(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed())
    call = chat.element.evaluate
    await call("chat => { chat.open(); chat.prefill('Paljonko taksi maksaa?'); }")
    await expect(chat.part("panel")).to_be_visible()
    await expect(chat.part("text")).to_have_value("Paljonko taksi maksaa?")
    await expect(chat.messages()).to_have_count(0)
    assert await call("chat => [chat.isOpen, chat.hasAttribute('open'), chat.unread]") == [True, True, 0]
    await call("chat => chat.close()")
    await expect(chat.part("panel")).to_be_hidden()
    assert await call("chat => [chat.isOpen, chat.hasAttribute('open')]") == [False, False]
    await call("chat => chat.toggle()")
    await expect(chat.part("panel")).to_be_visible()
    await chat.say("Hei")
    await call("chat => chat.restart()")
    await expect(chat.messages()).to_have_count(0)


async def test_the_events_tell_the_page_what_happens_and_nothing_that_was_written(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed())
    await chat.page.evaluate(
        """() => { window.told = [];
          for (const name of ["opened", "closed", "answered", "feedback", "erased", "unread"])
            document.addEventListener(name, event => told.push([name, event.detail])); }"""
    )
    await chat.open()
    await chat.say("Olen Kaisa Kuutio ja puhelinnumeroni on salainen")
    await chat.last.locator("[part=thumb-up]").click()
    await expect(chat.last.locator("[part=thumb-up]")).to_have_attribute("aria-pressed", "true")
    site.rasa.hold()
    await chat.write("Kaisa taas")
    await chat.part("close").click()
    site.rasa.release()
    await expect(chat.part("badge")).to_have_text("1")
    await chat.open()
    await chat.menu("erase")
    await chat.part("erase-confirm").click()
    await expect(chat.part("status")).not_to_be_empty()
    answered = ["answered", {"topic": "travel.copayment", "language": "fi", "flow": None}]
    assert await chat.page.evaluate("told") == [
        ["opened", {}],
        answered,
        ["feedback", {"topic": "travel.copayment", "rating": "up"}],
        ["closed", {}],
        answered,
        ["unread", {"count": 1}],
        ["unread", {"count": 0}],
        ["opened", {}],
        ["erased", {}],
    ]
