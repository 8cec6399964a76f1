"""Several Rasa workers: a conversation keeps to one, and goes on with another where that is gone."""

from __future__ import annotations

from typing import Any, AsyncIterator, Awaitable, Callable, List

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.rasa_server.senders import conversation_and_turn
from devtools.fake_rasa import FakeRasa, answer
from tests.gateway.conftest import Gateway

WORKERS = 3
Worker = Callable[..., Awaitable[TestServer]]


@pytest.fixture
def workers() -> List[FakeRasa]:
    """Stand-ins for Rasa workers."""
    return [FakeRasa() for _ in range(WORKERS)]


@pytest.fixture
async def servers(workers: List[FakeRasa]) -> AsyncIterator[List[TestServer]]:
    """Where they listen."""
    servers = [TestServer(worker.app()) for worker in workers]
    for server in servers:
        await server.start_server()
    yield servers
    for server in servers:
        await server.close()


@pytest.fixture
async def client(gateway: Gateway, servers: List[TestServer]) -> TestClient:
    """A client of a gateway in front of all of them."""
    return await gateway(rasa_urls=[str(server.make_url("")) for server in servers])


async def say(client: TestClient, status: int = 200, **message: Any) -> Any:
    """Send a message and return the answer, whose status must be `status`."""
    async with client.post("/api/v1/messages", json={"text": "hei", **message}) as response:
        assert response.status == status, await response.text()
        return await response.json()


def own(workers: List[FakeRasa]) -> int:
    """Return which worker has been sent messages; it must be one alone."""
    (index,) = [index for index, worker in enumerate(workers) if worker.received]
    return index


async def test_a_conversation_keeps_to_one_worker_and_conversations_spread(
    client: TestClient, workers: List[FakeRasa]
) -> None:
    for _ in range(40):
        first = await say(client)
        await say(client, conversation_id=first["conversation_id"])
    senders = [{conversation_and_turn(body["sender"])[0] for body in worker.received} for worker in workers]
    assert sum(map(len, senders)) == len(set.union(*senders)) == 40
    assert all(senders)


async def test_a_conversation_goes_on_with_another_worker_and_comes_back(
    client: TestClient, workers: List[FakeRasa], servers: List[TestServer]
) -> None:
    first = await say(client)
    gone = own(workers)
    port = servers[gone].port
    await servers[gone].close()
    second = await say(client, conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    taken = [body["sender"] for worker in workers for body in worker.received]
    assert [conversation_and_turn(sender) for sender in taken] in (
        [(first["conversation_id"], 0), (first["conversation_id"], 1)],
        [(first["conversation_id"], 1), (first["conversation_id"], 0)],
    )
    servers[gone] = TestServer(workers[gone].app(), port=port)
    await servers[gone].start_server()
    await say(client, conversation_id=first["conversation_id"])
    assert conversation_and_turn(workers[gone].received[-1]["sender"])[1] == 2


async def test_a_worker_that_goes_away_in_the_middle_of_a_message_is_replaced(gateway: Gateway, rasa: FakeRasa) -> None:
    broken_off: List[Any] = []

    async def break_off(request: web.Request) -> web.Response:
        broken_off.append(await request.json())
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    application = web.Application()
    application.router.add_post("/webhooks/rest/webhook", break_off)
    async with TestServer(application) as dying, TestServer(rasa.app()) as living:
        client = await gateway(rasa_urls=[str(dying.make_url("")), str(living.make_url(""))])
        answers = [await say(client) for _ in range(20)]
    assert len(answers) == len(rasa.received) == 20
    assert broken_off
    # The one that takes over is told the same turn, so that it counts once.
    assert all(body in rasa.received for body in broken_off)


async def test_a_single_worker_that_closed_a_kept_connection_is_asked_again(gateway: Gateway, rasa: FakeRasa) -> None:
    asked = []

    async def close_first(request: web.Request) -> web.Response:
        asked.append(1)
        if len(asked) == 1:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response(answer())

    application = web.Application()
    application.router.add_post("/webhooks/rest/webhook", close_first)
    async with TestServer(application) as server:
        client = await gateway(rasa_urls=[str(server.make_url(""))])
        await say(client)
    assert len(asked) == 2


async def test_with_no_worker_left_the_answer_is_503(client: TestClient, servers: List[TestServer]) -> None:
    for server in servers:
        await server.close()
    await say(client, 503)


async def test_a_worker_that_fails_is_not_replaced(client: TestClient, workers: List[FakeRasa]) -> None:
    """What one cannot answer, another cannot either: each would only fail in its turn."""
    for worker in workers:
        worker.status = 500
    await say(client, 503)
    assert sum(len(worker.received) for worker in workers) == 1


async def test_a_turn_keeps_its_number_until_it_is_answered(client: TestClient, workers: List[FakeRasa]) -> None:
    first = await say(client)
    worker = workers[own(workers)]
    for status in (500, 500, 200):
        worker.status = status
        await say(client, status=503 if status == 500 else 200, conversation_id=first["conversation_id"])
    await say(client, conversation_id=first["conversation_id"])
    assert [conversation_and_turn(body["sender"])[1] for body in worker.received] == [0, 1, 1, 1, 2]


async def test_ready_as_long_as_one_worker_is(client: TestClient, servers: List[TestServer]) -> None:
    for left in (2, 1, 0):
        await servers[left].close()
        async with client.get("/readyz") as response:
            assert response.status == (200 if left else 503)
            parts = (await response.json())["parts"]
        assert [state == "ok" for name, state in parts.items() if name.startswith("rasa")] == [
            index < left for index in range(WORKERS)
        ]
