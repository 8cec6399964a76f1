"""Several Rasa workers: any of them takes any message, and another where one is gone."""

from __future__ import annotations

import asyncio
from typing import Any, AsyncIterator, Awaitable, Callable, List

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.contract import ConversationState
from devtools.fake_rasa import Asked, FakeRasa, answer
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


async def test_messages_one_after_the_other_go_round(client: TestClient, workers: List[FakeRasa]) -> None:
    first = await say(client)
    for _ in range(5):
        await say(client, conversation_id=first["conversation_id"])
    assert [len(worker.received) for worker in workers] == [2] * WORKERS


async def test_a_message_goes_to_the_worker_with_the_fewest_under_way(
    client: TestClient, workers: List[FakeRasa]
) -> None:
    workers[0].hold()
    waiting = [asyncio.create_task(say(client))]
    while not workers[0].received:
        await asyncio.sleep(0.01)
    for _ in range(10):
        await say(client)
    assert [len(worker.received) for worker in workers] == [1, 5, 5]
    workers[0].release()
    await asyncio.gather(*waiting)


async def test_any_worker_goes_on_with_a_conversation(
    client: TestClient, workers: List[FakeRasa], servers: List[TestServer]
) -> None:
    for misses, worker in enumerate(workers, 1):
        worker.reply = answer(state=ConversationState(language="fi", misses=misses))
    conversation = (await say(client))["conversation_id"]
    port = servers[1].port
    await servers[1].close()
    for _ in range(4):
        assert (await say(client, conversation_id=conversation))["conversation_id"] == conversation
    servers[1] = TestServer(workers[1].app(), port=port)
    await servers[1].start_server()
    for _ in range(3):
        await say(client, conversation_id=conversation)
    assert workers[1].received[-1].metadata.state.misses in (1, 3)


async def test_a_worker_that_goes_away_in_the_middle_of_a_message_is_replaced(gateway: Gateway, rasa: FakeRasa) -> None:
    broken_off: List[Any] = []

    async def break_off(request: web.Request) -> web.Response:
        broken_off.append(Asked.model_validate_json(await request.read()))
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
    # The one that takes over is told the same.
    assert all(asked in rasa.received for asked in broken_off)


async def test_a_single_worker_that_closed_a_kept_connection_is_asked_again(gateway: Gateway, rasa: FakeRasa) -> None:
    asked = []

    async def close_first(request: web.Request) -> web.Response:
        asked.append(1)
        if len(asked) == 1:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response([{"custom": answer().model_dump(mode="json")}])

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


async def test_ready_as_long_as_one_worker_is(client: TestClient, servers: List[TestServer]) -> None:
    for left in (2, 1, 0):
        await servers[left].close()
        async with client.get("/readyz") as response:
            assert response.status == (200 if left else 503)
            parts = (await response.json())["parts"]
        assert [state == "ok" for name, state in parts.items() if name.startswith("rasa")] == [
            index < left for index in range(WORKERS)
        ]
