"""Gateways that are killed, and two on one database: nothing is lost, nothing counts twice."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from bot.contract import ConversationState, Envelope
from bot.gateway.conversation.model import IncomingMessage
from bot.gateway.conversation.rasa_client import RasaClient
from bot.gateway.conversation.service import ConversationService
from bot.gateway.conversation.store.sql import SqlStore
from bot.gateway.conversation.store.tables import conversations, feedback
from devtools.fake_rasa import Asked, FakeRasa, answer
from devtools.paths import ROOT
from tests.gateway.conversation.conftest import Stores, rows
from tests.gateway.conversation.worker import SENDER

pytestmark = pytest.mark.slow

WORKER = "tests.gateway.conversation.worker"
FEEDBACK = "meta.feedback"


def counting(asked: Asked) -> Envelope:
    """Answer with how many messages the conversation has had, by its state alone; each is feedback."""
    state = asked.metadata.state
    return answer(f"Viesti {state.misses + 1}", topic=FEEDBACK, state=ConversationState(misses=state.misses + 1))


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa(reply=counting)


@pytest.fixture
async def url(rasa: FakeRasa) -> AsyncIterator[str]:
    """Where the stand-in for Rasa listens."""
    async with TestServer(rasa.app()) as server:
        yield str(server.make_url(""))


@pytest.fixture
def clock() -> Callable[[], float]:
    """The time of day, which the other processes have as well."""
    return time.time


async def started(database: str, url: str, messages: list[dict[str, Any]], dies: str | None = None) -> Any:
    """Start a process that takes messages."""
    settings = {"database": database, "rasa": url, "messages": messages, "dies": dies}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", WORKER, json.dumps(settings), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )


@pytest.fixture
async def begun(store: SqlStore, url: str, rasa: FakeRasa) -> AsyncIterator[tuple[ConversationService, str]]:
    """A service on the database, and the id of a conversation that has had one message."""
    client = RasaClient([url])
    service = ConversationService(store, client)
    first = await service.take(SENDER, IncomingMessage(text="hei"))
    rasa.received.clear()
    yield service, first.conversation_id
    await client.close()


@pytest.mark.parametrize(
    ("dies", "asked"), [("before the commit", 2), ("after the commit", 1)], ids=["before the commit", "after it"]
)
async def test_a_message_whose_gateway_is_killed_is_answered_once_by_the_next(
    database: str,
    store: SqlStore,
    rasa: FakeRasa,
    url: str,
    begun: tuple[ConversationService, str],
    dies: str,
    asked: int,
) -> None:
    service, conversation = begun
    message: dict[str, Any] = {"conversation_id": conversation, "message_id": "m-2", "text": "hyvä neuvoja"}
    process = await started(database, url, [message], dies)
    assert await process.wait() == -signal.SIGKILL
    assert len(rasa.received) == 1, "it was killed after Rasa had answered"
    for _ in range(2):
        again = await service.take(SENDER, IncomingMessage(**message))
        assert again.replies[0].text == "Viesti 2"
        assert len(rasa.received) == asked
    found = await store.find(conversation, SENDER.owner)
    assert found is not None
    assert found.state.misses == 2
    assert [row[-1] for row in await rows(store, feedback)] == ["hei", "hyvä neuvoja"]


@pytest.mark.parametrize("dies", ["before the commit", "after the commit"])
async def test_a_first_message_whose_gateway_is_killed_begins_one_conversation(
    stores: Stores, database: str, url: str, dies: str
) -> None:
    message: dict[str, Any] = {"message_id": "m-1", "text": "hei"}
    process = await started(database, url, [message], dies)
    assert await process.wait() == -signal.SIGKILL
    store = await stores.open()
    client = RasaClient([url])
    taken = await ConversationService(store, client).take(SENDER, IncomingMessage(**message))
    assert [row[0] for row in await rows(store, conversations)] == [taken.conversation_id]
    await client.close()


async def test_two_gateways_on_one_database_lose_no_message_of_a_conversation(
    database: str, store: SqlStore, rasa: FakeRasa, url: str, begun: tuple[ConversationService, str]
) -> None:
    _, conversation = begun
    each = 10
    messages = [
        [{"conversation_id": conversation, "message_id": f"{name}-{number}", "text": "ok"} for number in range(each)]
        for name in "ab"
    ]
    processes = [await started(database, url, some) for some in messages]
    printed = [int((await process.communicate())[0]) for process in processes]
    assert printed == [each, each]
    found = await store.find(conversation, SENDER.owner)
    assert found is not None
    assert found.state.misses == found.version == 2 * each + 1
    assert len(await rows(store, feedback)) == 2 * each + 1
    told: Counter[str] = Counter()
    for some in messages:
        for message in some:
            kept = await store.answered(SENDER.owner, message["message_id"])
            assert kept is not None
            told[kept.answer.replies[0].text] += 1
    assert told == Counter(f"Viesti {number}" for number in range(2, 2 * each + 2)), "each message has its own place"


async def test_a_message_sent_to_two_gateways_at_once_is_answered_once(
    database: str, stores: Stores, store: SqlStore, rasa: FakeRasa, url: str
) -> None:
    rasa.hold()
    client = RasaClient([url])
    services = [ConversationService(store, client), ConversationService(await stores.open(), client)]
    message = IncomingMessage(message_id="m-1", text="hei")
    both = [asyncio.create_task(service.take(SENDER, message)) for service in services]
    while len(rasa.received) < 2:
        await asyncio.sleep(0.01)
    rasa.release()
    answers = await asyncio.gather(*both)
    assert answers[0] == answers[1]
    assert len(await rows(store, conversations)) == len(await rows(store, feedback)) == 1
    await client.close()
