"""Every state of the widget and its pages against axe-core's rules for WCAG 2.2 AA, and what those rules cannot see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import ViewportSize, expect

from devtools.axe import violations
from devtools.chat import Chat, Visit
from devtools.chromium import SCREENS
from devtools.sites import Site
from devtools.states import (
    STATES,
    State,
    answered,
    erasing,
    error,
    feedback,
    flow,
    human,
    menu,
    waiting,
    warning,
)

SMALLEST_TARGET = 24
TARGETS = """
chat => [...chat.shadowRoot.querySelectorAll("button, a, textarea, summary, input")]
  .filter(node => node.checkVisibility({visibilityProperty: true}))
  .filter(node => !(node.localName === "a" && node.closest("p, li")))
  .map(node => [node.getAttribute("part") ?? node.localName, node.getBoundingClientRect()])
  .map(([name, box]) => [name, box.width, box.height])
"""
# The page and every box that scrolls: nothing may reach beyond their width.
TOO_WIDE = """
() => {
  const roots = [document, ...[...document.querySelectorAll("*")].map(node => node.shadowRoot).filter(Boolean)];
  return roots.flatMap(root => [...root.querySelectorAll("*")])
    .filter(node => node.checkVisibility() && getComputedStyle(node).display !== "inline")
    .filter(node => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== "visible"
      || node === document.documentElement && node.scrollWidth > node.clientWidth)
    .filter(node => node.clientWidth > 1)
    .map(node => `${node.localName}.${node.className} ${node.scrollWidth}>${node.clientWidth}`);
}
"""
# A small phone, and a window of 1280 px at 400 and at 200 % (WCAG 1.4.10, 1.4.4).
NARROW: list[ViewportSize] = [
    {"width": 320, "height": 568},
    {"width": 320, "height": 256},
    {"width": 640, "height": 400},
]
narrow = pytest.mark.parametrize("size", NARROW, ids=lambda size: f"{size['width']}x{size['height']}")


async def test_the_two_checks_see_into_the_widget(visit: Visit, site: Site) -> None:
    chat = await visit(site.embed(attributes='lang="fi" open'))
    await chat.part("log").evaluate(
        "log => log.appendChild(document.createElement('button')).style.cssText = 'min-width: 3000px; flex: none'"
    )
    assert any(violation.startswith("button-name") for violation in await violations(chat.page))
    assert await chat.page.evaluate(TOO_WIDE) != []


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
@pytest.mark.parametrize("language", ["fi", "en"])
async def test_no_rule_is_broken_and_nothing_scrolls_sideways(
    visit: Visit, site: Site, state: State, language: str
) -> None:
    chat = await visit("about:blank", language=language, **state.context)
    await state.enter(chat, site)
    for size in SCREENS.values():
        await chat.page.set_viewport_size(size)
        assert await violations(chat.page) == [], size
    for size in NARROW:
        await chat.page.set_viewport_size(size)
        assert await chat.page.evaluate(TOO_WIDE) == [], size


@narrow
async def test_a_word_without_an_end_breaks(visit: Visit, site: Site, size: ViewportSize) -> None:
    chat = await visit(site.embed(attributes='lang="fi" open'), viewport=size)
    await chat.say("a" * 400)
    assert await chat.page.evaluate(TOO_WIDE) == []


@narrow
async def test_the_box_and_the_answer_can_be_reached(visit: Visit, site: Site, size: ViewportSize) -> None:
    chat = await visit(site.embed(), viewport=size)
    await answered(chat, site)
    for part in ("text", "send", "close", "choice"):
        await chat.part(part).first.scroll_into_view_if_needed()
        await expect(chat.part(part).first).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("screen", ["phone", "desktop"])
async def test_what_has_just_appeared_is_in_sight(visit: Visit, site: Site, screen: str) -> None:
    chat = await visit(site.embed(), screen=screen)
    await feedback(chat, site)
    await expect(chat.part("comment-send").first).to_be_in_viewport(ratio=0.9)
    site.rasa.status = 500
    await chat.write("Hei")
    await expect(chat.part("retry").first).to_be_in_viewport(ratio=0.9)
    await expect(chat.last).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize(
    ("reach", "part"),
    [
        (menu, "erase"),
        (flow, "change"),
        (warning, "send-anyway"),
        (erasing, "erase-confirm"),
        (feedback, "comment-send"),
        (error, "retry"),
        (human, "human-close"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_targets_are_large_enough(
    visit: Visit, site: Site, screen: str, reach: Callable[[Chat, Site], Awaitable[None]], part: str
) -> None:
    chat = await visit(site.embed(), screen=screen)
    await reach(chat, site)
    await expect(chat.part(part).last).to_be_visible()
    targets = await chat.element.evaluate(TARGETS)
    assert part in [target[0] for target in targets]
    assert [target for target in targets if min(target[1:]) < SMALLEST_TARGET] == []


@pytest.mark.parametrize(("preference", "moves"), [("no-preference", True), ("reduce", False)])
async def test_nothing_moves_for_those_who_prefer_it(visit: Visit, site: Site, preference: str, moves: bool) -> None:
    chat = await visit(site.embed(), reduced_motion=preference)
    await waiting(chat, site)
    running = "chat => chat.shadowRoot.getAnimations().filter(({playState}) => playState === 'running').length > 0"
    assert await chat.element.evaluate(running) is moves
