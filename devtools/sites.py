"""Two sites for browser tests: the gateway in front of a stand-in for Rasa, and a site that embeds the widget."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.contract import Envelope
from bot.gateway.app import create_app
from bot.gateway.settings import Settings
from devtools.fake_rasa import Asked, FakeRasa, answer
from devtools.ports import free_ports

# A Monday morning, while Kela's channels are open.
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Helsinki"))
# The policy that docs/widget.md tells a host page to send.
HOST_POLICY = (
    "default-src 'none'; script-src 'self' {gateway}; connect-src 'self' {gateway}; style-src 'self'; img-src 'self'"
)


class Server:
    """Serves an application on one port, and can be stopped and started again there."""

    def __init__(self) -> None:
        """Choose a port."""
        (self.port,) = free_ports(1)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self.port}"

    def app(self) -> web.Application:
        """Return what to serve; asked at every start."""
        raise NotImplementedError

    async def start(self) -> None:
        """Start serving."""
        self._runner = web.AppRunner(self.app(), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def stop(self) -> None:
        """Stop at once, as if the process had ended."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


class Host(Server):
    """A site of somebody else, which embeds the widget by pages that a test adds.

    The site has two origins: the gateway's settings allow the first, and do not know the second.
    """

    def __init__(self) -> None:
        """Start with no pages."""
        super().__init__()
        self._pages: dict[str, tuple[str, str, dict[str, str]]] = {}

    @property
    def stranger(self) -> str:
        """The origin that is not allowed."""
        return f"http://localhost:{self.port}"

    def add(self, path: str, body: str, content_type: str = "text/html", policy: str | None = None) -> None:
        """Serve `body` at `path`, with a Content-Security-Policy where one is given."""
        self._pages[path] = (body, content_type, {"Content-Security-Policy": policy} if policy else {})

    def app(self) -> web.Application:
        """Return the application that serves the added pages."""

        async def page(request: web.Request) -> web.Response:
            if request.path not in self._pages:
                raise web.HTTPNotFound
            body, content_type, headers = self._pages[request.path]
            return web.Response(text=body, content_type=content_type, headers=headers)

        app = web.Application()
        app.add_routes([web.get("/{path:.*}", page)])
        return app


class RasaStandIn(Server):
    """The stand-in for Rasa and the action server."""

    def __init__(self, rasa: FakeRasa) -> None:
        """Serve `rasa`."""
        super().__init__()
        self._rasa = rasa

    def app(self) -> web.Application:
        """Return its application."""
        return self._rasa.app()


def in_the_pages_language(asked: Asked) -> Envelope:
    """Answer in the language that the conversation or the page has."""
    context = asked.metadata
    return answer(language=context.state.language or context.language_hint or "fi")


@dataclass
class Site(Server):
    """The gateway, with its database in `folder`, so that a restart finds what was there.

    Attributes:
        folder: where the database is.
        rasa: what answers in place of Rasa.
        host: another site, whose first origin may embed the widget.
        settings: settings that differ from the test's usual ones.
        now: what the gateway's clock says.
    """

    folder: Path
    rasa: FakeRasa = field(default_factory=lambda: FakeRasa(reply=in_the_pages_language))
    host: Host = field(default_factory=Host)
    settings: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOW

    def __post_init__(self) -> None:
        """Choose the ports."""
        super().__init__()
        self._stand_in = RasaStandIn(self.rasa)

    def app(self) -> web.Application:
        """Return a gateway as a process of its own would build it."""
        usual: dict[str, Any] = {
            "rasa_urls": [self._stand_in.url],
            "action_url": self._stand_in.url,
            "database": str(self.folder / "gateway.sqlite"),
            "widget_origins": [self.host.url],
            "widget_per_minute": 10_000,
            "demo": True,
        }
        return create_app(Settings(**{**usual, **self.settings}), clock=lambda: self.now)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Site]:
        """Run the gateway, the stand-in and the other site."""
        async with AsyncExitStack() as exits:
            for part in (self._stand_in, self.host, self):
                exits.push_async_callback(part.stop)
                await part.start()
            # What still waits for an answer would outlive its server.
            exits.callback(self.rasa.release)
            yield self

    def embed(
        self, path: str = "/", *, head: str = "", body: str = "", attributes: str = 'lang="fi"', script: str = ""
    ) -> str:
        """Let the other site embed the widget at `path` under the documented policy, and return the page's address.

        Args:
            path: where on the other site.
            head: further markup of the head.
            body: markup before the widget.
            attributes: of the element.
            script: the script element, where it is not the usual one.
        """
        script = script or f'<script type="module" src="{self.url}/widget.js"></script>'
        html = (
            f'<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Toinen sivusto</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}{script}</head>'
            f"<body><main><h1>Toinen sivusto</h1>{body}</main>"
            f"<kuntoutusneuvo-chat {attributes}></kuntoutusneuvo-chat></body></html>"
        )
        self.host.add(path, html, policy=HOST_POLICY.format(gateway=self.url))
        return self.host.url + path
