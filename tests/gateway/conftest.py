"""A gateway in front of a stand-in for Rasa."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, AsyncIterator, Awaitable, Callable, Dict
from zoneinfo import ZoneInfo

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.gateway import app as gateway_app
from bot.gateway.settings import Settings
from devtools.description import DescribedClient
from devtools.fake_rasa import FakeRasa

KEY = "a-key-for-tests"
# A Monday morning, while Kela's channels are open.
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Helsinki"))
Gateway = Callable[..., Awaitable[TestClient]]


@pytest.fixture
def rasa() -> FakeRasa:
    """A stand-in for Rasa and for the action server."""
    return FakeRasa()


@pytest.fixture
async def gateway(rasa: FakeRasa, tmp_path: Path) -> AsyncIterator[Gateway]:
    """Start a gateway with other static files, and settings changed by keyword; the client sends the key by itself."""
    server = TestServer(rasa.app())
    await server.start_server()
    key_file = tmp_path / "dev-partner-key"
    key_file.write_text(KEY + "\n", encoding="ascii")
    clients = []

    async def start(static: Path = gateway_app.STATIC_FILES, **changes: Any) -> TestClient:
        url = str(server.make_url("")).rstrip("/")
        settings: Dict[str, Any] = {
            "rasa_urls": [url],
            "action_url": url,
            "dev_key_file": key_file,
            "database": str(tmp_path / "gateway.sqlite"),
            **changes,
        }
        app = gateway_app.create_app(Settings(**settings), clock=lambda: NOW, static=static)
        client = DescribedClient(TestServer(app), headers={"Authorization": f"Bearer {KEY}"})
        await client.start_server()
        clients.append(client)
        return client

    yield start
    for client in clients:
        await client.close()
    await server.close()


@pytest.fixture
async def client(gateway: Gateway) -> TestClient:
    """A client of a gateway with the settings of `make run`."""
    return await gateway()
