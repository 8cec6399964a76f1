"""The states that the widget and the service's pages can be in, for what looks at all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import expect

from tests.support.chat import Chat
from tests.support.fake_rasa import answer
from tests.support.sites import Site

LONG = 14
QUESTION = {"fi": "Paljonko taksimatka maksaa?", "en": "How much does a taxi trip cost?"}
ANSWER = {
    "fi": "Maksat matkasta enintään **omavastuun**.\n\n- Tilaa taksi [tilausnumerosta](https://www.kela.fi/).\n- Ota kuitti.",
    "en": "You pay at most the **copayment**.\n\n- Order the taxi [by its number](https://www.kela.fi/).\n- Take a receipt.",
}
BUTTONS = {
    "fi": [{"title": "Laske matka", "payload": "/a"}, {"title": "Miten tilaan taksin?", "payload": "/b"}],
    "en": [{"title": "Calculate the trip", "payload": "/a"}, {"title": "How do I order a taxi?", "payload": "/b"}],
}
SOURCE = {"title": "Kela: Matkat", "url": "https://www.kela.fi/matkat", "reviewed": "2026-11-22"}


@dataclass(frozen=True)
class State:
    """A state: its name, the page, and how a person gets there.

    Attributes:
        path: page of the gateway; None for a page of another site that embeds the widget.
        reach: brings the opened page into the state.
        context: options of the browser's context.
    """

    name: str
    path: str | None = None
    reach: Callable[[Chat, Site], Awaitable[None]] | None = None
    context: dict[str, Any] = field(default_factory=dict)

    def address(self, site: Site, language: str) -> str:
        """Return the page's address in a language."""
        if self.path is None:
            return site.embed(attributes=f'lang="{language}"')
        return site.url + self.path.format(language=language)
