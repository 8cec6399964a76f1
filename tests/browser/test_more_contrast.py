"""Who asks for more contrast gets no lesser text and no faint edges, in the light and in the dark."""

from __future__ import annotations

import pytest

from devtools.axe import violations
from devtools.chat import Visit
from devtools.sites import Site
from devtools.states import flow

# The colours of the text, of lesser texts and of an edge.
COLOURS = """
chat => {
  const of = (name, property) => getComputedStyle(chat.shadowRoot.querySelector(name))[property];
  return [of(".panel", "color"), of(".hint", "color"), of(".head p", "color"), of("textarea", "borderTopColor")];
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_lesser_text_and_edges_have_the_colour_of_the_text(visit: Visit, site: Site, scheme: str) -> None:
    chat = await visit(site.url + "/demo/fi.html", color_scheme=scheme)
    await flow(chat, site)
    usual = await chat.element.evaluate(COLOURS)
    assert len(set(usual)) > 1
    await chat.page.emulate_media(contrast="more")
    assert set(await chat.element.evaluate(COLOURS)) == {usual[0]}
    assert await violations(chat.page) == []
