"""One caller cannot wear the gateway out, and it says whether it works without saying where its parts are."""

from __future__ import annotations

import gzip
import uuid
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from bot.gateway.conversation import service
from bot.gateway.conversation.service import MAX_FOLDED
from bot.gateway.conversation.store.protocol import StoreUnavailable
from bot.gateway.conversation.store.sql import SqlStore
from bot.gateway.conversation.store.tables import conversations
from bot.gateway.parts import CONVERSATIONS
from bot.gateway.visitors import LOOKUPS_PER_MESSAGE, WRONG_KEYS_PER_MINUTE
from devtools.fake_rasa import FakeRasa
from tests.gateway.conftest import Gateway
from tests.gateway.conversation.conftest import rows
from tests.support.problems import assert_problem

MESSAGE = {"text": "Paljonko taksimatka maksaa?"}


# --- What is refused before it costs anything


@pytest.mark.parametrize("path", ["/widget/messages", "/api/v1/messages", "/plain", "/healthz"])
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "no such"])
async def test_a_compressed_body_is_refused_before_it_is_unpacked(
    client: TestClient, rasa: FakeRasa, path: str, encoding: str
) -> None:
    headers = {"Content-Encoding": encoding, "Content-Type": "application/json"}
    method = "GET" if path == "/healthz" else "POST"
    async with client.session.request(
        method, client.make_url(path), data=gzip.compress(b"{}" * 30_000), headers=headers
    ) as response:
        assert response.status == 415
        problem = await assert_problem(response)
    assert problem["errors"][0]["field"] == "Content-Encoding"
    assert rasa.received == []


@pytest.mark.parametrize("path", ["/widget/messages", "/api/v1/messages"])
async def test_characters_that_stand_for_many_are_counted_as_many(
    client: TestClient, rasa: FakeRasa, path: str
) -> None:
    async with client.post(path, json={"text": "\ufdfa" * (MAX_FOLDED // 18 + 1)}) as response:
        assert response.status == 422
        assert (await assert_problem(response))["errors"][0]["field"] == "text"
    assert rasa.received == []
    async with client.post(path, json={"text": "Hei… ½ \ufdfa" * 50}) as response:
        assert response.status == 200


async def test_wrong_keys_are_limited_by_address(client: TestClient) -> None:
    headers = {"Authorization": "Bearer wrong"}
    for _ in range(WRONG_KEYS_PER_MINUTE):
        async with client.get("/api/v1/topics", headers=headers) as response:
            assert response.status == 401
    async with client.get("/api/v1/topics", headers=headers) as response:
        assert response.status == 429
        assert response.headers["Retry-After"]
    async with client.get("/api/v1/topics") as response:
        assert response.status == 200, "a right key is not counted among them"


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_looking_a_conversation_up_is_limited(gateway: Gateway, method: str) -> None:
    client = await gateway(widget_per_minute=1)
    for _ in range(LOOKUPS_PER_MESSAGE):
        async with client.request(method, "/widget/conversations/unknown") as response:
            assert response.status in (204, 404)
    async with client.request(method, "/widget/conversations/unknown") as response:
        assert response.status == 429
    async with client.post("/widget/messages", json=MESSAGE) as response:
        assert response.status == 200, "messages have a limit of their own"


@pytest.mark.parametrize("path", ["/widget/messages", "/plain"])
async def test_bodies_that_cannot_be_read_are_counted(gateway: Gateway, path: str) -> None:
    client = await gateway(widget_per_minute=2)
    statuses = []
    for _ in range(3):
        async with client.post(path, data=b"{", headers={"Content-Type": "application/json"}) as response:
            statuses.append(response.status)
    assert statuses == [400, 400, 429]


# --- A partner erases a conversation


async def begun(client: TestClient) -> str:
    """Return the id of a partner's new conversation."""
    async with client.post("/api/v1/messages", json=MESSAGE) as response:
        identifier: str = (await response.json())["conversation_id"]
    return identifier


async def test_a_partner_erases_a_conversation(client: TestClient) -> None:
    conversation_id = await begun(client)
    for _ in range(2):
        async with client.delete(f"/api/v1/conversations/{conversation_id}") as response:
            assert response.status == 204
    async with client.post("/api/v1/messages", json={**MESSAGE, "conversation_id": conversation_id}) as response:
        assert response.status == 404
    store = client.app[CONVERSATIONS]._store
    assert await rows(store, conversations) == []


async def test_a_partner_erases_nobody_elses_conversation(client: TestClient) -> None:
    async with client.post("/widget/messages", json={**MESSAGE, "message_id": str(uuid.uuid4())}) as response:
        theirs = (await response.json())["conversation_id"]
    async with client.delete(f"/api/v1/conversations/{theirs}") as response:
        assert response.status == 204
    async with client.get(f"/widget/conversations/{theirs}") as response:
        assert response.status == 200


# --- Whether it is ready


async def test_it_is_not_ready_while_the_database_cannot_be_written(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> None:
        raise StoreUnavailable("SQLITE_FULL")

    monkeypatch.setattr(service, "CHECK_SECONDS", 0.0)
    with monkeypatch.context() as patched:
        patched.setattr(SqlStore, "write", fail)
        async with client.get("/readyz") as response:
            assert response.status == 503
            assert (await response.json())["parts"]["database"] == "SQLITE_FULL"
    async with client.get("/readyz") as response:
        assert response.status == 200
    store = client.app[CONVERSATIONS]._store
    assert await rows(store, conversations) == []


async def test_no_address_of_a_part_is_told(gateway: Gateway, unused_tcp_port: int) -> None:
    client = await gateway(rasa_urls=[f"http://127.0.0.1:{unused_tcp_port}"])
    async with client.get("/readyz") as response:
        text = await response.text()
    assert "127.0.0.1" not in text
    assert str(unused_tcp_port) not in text


# --- Which host it is


@pytest.mark.parametrize(
    ("hosts", "host", "status"),
    [
        ([], "anything.example", 200),
        (["neuvonta.example.fi"], "neuvonta.example.fi", 200),
        (["neuvonta.example.fi"], "neuvonta.example.fi:8443", 200),
        (["neuvonta.example.fi"], "evil.example", 403),
    ],
    ids=["any name", "its own", "its own with a port", "another"],
)
@pytest.mark.parametrize("path", ["/widget/messages", "/plain"])
async def test_a_page_of_another_name_is_another_site(
    gateway: Gateway, path: str, hosts: list[str], host: str, status: int
) -> None:
    client = await gateway(hosts=hosts)
    headers = {"Host": host, "Origin": f"http://{host}"}
    sent: dict[str, Any] = {"data": MESSAGE} if path == "/plain" else {"json": MESSAGE}
    async with client.post(path, headers=headers, **sent) as response:
        assert response.status == status
