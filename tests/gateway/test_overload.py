"""More messages than Rasa can answer: few reach it at once, everybody has a turn, and the others are told in words."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from bot.gateway.conversation import queue
from bot.gateway.conversation.queue import AT_ONCE_EACH, WAITING_EACH
from bot.gateway.conversation.rasa_client import AT_ONCE_PER_WORKER, TIMEOUT
from bot.gateway.parts import RASA
from bot.languages import codes
from bot.wording.i18n import words
from devtools.fake_rasa import FakeRasa
from tests.gateway.conftest import Gateway
from tests.support.problems import assert_problem

MESSAGE = {"text": "Paljonko taksimatka maksaa?"}
PROXY = {"trusted_proxies": ["127.0.0.1"]}
DANGER = "I am going to kill myself"


def send(client: TestClient, address: str = "192.0.2.1", **message: Any) -> asyncio.Task[ClientResponse]:
    """Send a message from an address through the widget."""
    sent = client.post("/widget/messages", json={**MESSAGE, **message}, headers={"X-Forwarded-For": address})
    return asyncio.ensure_future(sent)


async def until(condition: Any) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
async def client(gateway: Gateway) -> TestClient:
    """A gateway that believes who says where a message comes from."""
    return await gateway(**PROXY)


async def test_rasa_gets_few_messages_at_once(client: TestClient, rasa: FakeRasa) -> None:
    rasa.hold()
    sent = [asyncio.ensure_future(client.post("/api/v1/messages", json=MESSAGE)) for _ in range(12)]
    await until(lambda: client.app[RASA]._queue.waiting == 12 - AT_ONCE_PER_WORKER)
    await until(lambda: len(rasa.received) >= AT_ONCE_PER_WORKER)
    assert len(rasa.received) == AT_ONCE_PER_WORKER
    rasa.release()
    assert [response.status for response in await asyncio.gather(*sent)] == [200] * 12


async def test_one_visitors_messages_do_not_keep_others_waiting(client: TestClient, rasa: FakeRasa) -> None:
    rasa.hold()
    hostile = [send(client) for _ in range(20)]
    await until(lambda: sum(task.done() for task in hostile) == 20 - AT_ONCE_EACH - WAITING_EACH)
    await until(lambda: len(rasa.received) >= AT_ONCE_EACH)
    normal = send(client, "192.0.2.2")
    await until(lambda: len(rasa.received) == AT_ONCE_EACH + 1)
    rasa.release()
    assert (await normal).status == 200
    statuses = sorted(response.status for response in await asyncio.gather(*hostile))
    assert statuses == [200] * (AT_ONCE_EACH + WAITING_EACH) + [503] * (20 - AT_ONCE_EACH - WAITING_EACH)


async def all_held(client: TestClient, rasa: FakeRasa) -> list[asyncio.Task[ClientResponse]]:
    """Let Rasa hold as many messages as it takes at once; until it releases them, others wait or are turned away."""
    rasa.hold()
    held = [asyncio.ensure_future(client.post("/api/v1/messages", json=MESSAGE)) for _ in range(AT_ONCE_PER_WORKER)]
    await until(lambda: len(rasa.received) == AT_ONCE_PER_WORKER)
    return held


@pytest.mark.parametrize("language", codes())
async def test_whoever_is_turned_away_is_told_in_words_when_to_come_again(
    client: TestClient, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(queue, "MAX_WAITING", 0)
    held = await all_held(client, rasa)
    response = await send(client, language=language)
    assert response.status == 503
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert (await assert_problem(response))["detail"] == words("common.errors.busy", language)
    async with client.post(f"/plain?lang={language}", data=MESSAGE) as page:
        assert page.status == 503
        assert page.headers["Retry-After"]
        assert "112" in await page.text()
    rasa.release()
    await asyncio.gather(*held)
    assert (await send(client)).status == 200


async def test_danger_is_answered_while_others_are_turned_away(
    client: TestClient, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MAX_WAITING", 0)
    held = await all_held(client, rasa)
    response = await send(client, text=DANGER)
    assert response.status == 200
    assert (await response.json())["topic"] == "guard.emergency"
    rasa.release()
    await asyncio.gather(*held)


async def test_whoever_hangs_up_loses_the_turn(client: TestClient, rasa: FakeRasa) -> None:
    rasa.hold()
    held = [asyncio.ensure_future(client.post("/api/v1/messages", json=MESSAGE)) for _ in range(AT_ONCE_PER_WORKER)]
    await until(lambda: len(rasa.received) == AT_ONCE_PER_WORKER)
    leaving = send(client, text="En odota.")
    await until(lambda: client.app[RASA]._queue.waiting == 1)
    leaving.cancel()
    await asyncio.sleep(0.05)
    rasa.release()
    await asyncio.gather(*held)
    await until(lambda: client.app[RASA]._queue.waiting == 0)
    assert (await send(client)).status == 200
    assert "En odota." not in rasa.texts


async def test_rasa_is_told_until_when_the_answer_is_waited_for(client: TestClient, rasa: FakeRasa) -> None:
    before = time.time()
    assert (await send(client)).status == 200
    assert before <= rasa.answer_by[0] - TIMEOUT <= time.time()
