"""Erasing a conversation leaves nothing of it in any file."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any, Dict

import pytest
from aiohttp.test_utils import TestClient

from bot.contract import ConversationState, DialogueState
from bot.gateway.conversation.store.protocol import StoreUnavailable
from bot.gateway.conversation.store.sql import SqlStore
from bot.wording.i18n import words
from devtools.fake_rasa import FakeRasa, answer
from tests.gateway.conftest import Gateway
from tests.support.problems import assert_problem

# Stands in the answers and in a button of the conversation that is erased.
TOLD = "hevoskastanja"


async def begun(client: TestClient, rasa: FakeRasa, word: str = TOLD) -> Dict[str, Any]:
    """Hold a conversation whose answers hold a word, and return the last answer."""
    rasa.reply = answer(f"Ikä: {word}", buttons=[{"title": word, "payload": f'/reply{{"value": "{word}"}}'}])
    body: Dict[str, Any] = {"conversation_id": None}
    for text in ("hei", "moi"):
        message = {"conversation_id": body["conversation_id"], "text": text, "message_id": str(uuid.uuid4())}
        async with client.post("/widget/messages", json=message) as response:
            assert response.status == 200
            body = await response.json()
    return body


async def erase(client: TestClient, conversation: str, status: int = 204) -> None:
    """Erase a conversation."""
    async with client.delete(f"/widget/conversations/{conversation}") as response:
        assert response.status == status


def files(folder: Path) -> bytes:
    """Return all that is in the database's files, its log of changes included."""
    found = [file.read_bytes() for file in folder.glob("gateway.sqlite*")]
    assert found
    return b"".join(found)


async def test_erased_is_erased(client: TestClient, rasa: FakeRasa, tmp_path: Path) -> None:
    conversation = (await begun(client, rasa))["conversation_id"]
    assert TOLD.encode() in files(tmp_path)
    await erase(client, conversation)
    assert TOLD.encode() not in files(tmp_path)
    assert conversation.encode() not in files(tmp_path)
    async with client.get(f"/widget/conversations/{conversation}") as response:
        assert response.status == 404


async def test_other_conversations_stay(client: TestClient, rasa: FakeRasa, tmp_path: Path) -> None:
    other = await begun(client, rasa, "omenapuu")
    await erase(client, (await begun(client, rasa))["conversation_id"])
    assert b"omenapuu" in files(tmp_path)
    async with client.get(f"/widget/conversations/{other['conversation_id']}") as response:
        assert response.status == 200


async def test_erasing_twice_or_what_never_was_is_no_error(client: TestClient, rasa: FakeRasa) -> None:
    conversation = (await begun(client, rasa))["conversation_id"]
    for _ in range(2):
        await erase(client, conversation)
    await erase(client, "never-was")


async def test_a_partners_conversation_cannot_be_erased_from_a_page(client: TestClient, rasa: FakeRasa) -> None:
    async with client.post("/api/v1/messages", json={"text": "hei"}) as response:
        theirs = (await response.json())["conversation_id"]
    await erase(client, theirs)
    async with client.post("/api/v1/messages", json={"conversation_id": theirs, "text": "hei"}) as response:
        assert response.status == 200


async def test_while_rasa_is_down_everything_is_erased_all_the_same(
    client: TestClient, rasa: FakeRasa, tmp_path: Path
) -> None:
    conversation = (await begun(client, rasa))["conversation_id"]
    rasa.status = 500
    await erase(client, conversation)
    assert conversation.encode() not in files(tmp_path)
    assert TOLD.encode() not in files(tmp_path)


async def test_while_the_database_is_held_erasing_is_said_to_have_failed_and_can_be_tried_again(
    client: TestClient, rasa: FakeRasa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = (await begun(client, rasa))["conversation_id"]

    async def held(*_: object) -> None:
        raise StoreUnavailable("SQLITE_BUSY")

    with monkeypatch.context() as patched:
        patched.setattr(SqlStore, "forget", held)
        async with client.delete(f"/widget/conversations/{conversation}") as response:
            assert response.status == 503
            assert response.headers["Retry-After"]
            assert (await assert_problem(response))["detail"] == words("common.errors.unavailable", "fi")
    await erase(client, conversation)
    assert conversation.encode() not in files(tmp_path)


async def test_a_dialogues_answers_are_erased_with_the_conversation(
    client: TestClient, rasa: FakeRasa, tmp_path: Path
) -> None:
    dialogue = DialogueState(id="check.travel", answers={"place": TOLD}, asked=("place", "price"), step="price")
    rasa.reply = answer("Ok.", buttons=(), state=ConversationState(language="fi", dialogue=dialogue))
    async with client.post("/widget/messages", json={"text": "laske matka"}) as response:
        conversation = (await response.json())["conversation_id"]
    assert TOLD.encode() in files(tmp_path)
    await erase(client, conversation)
    assert TOLD.encode() not in files(tmp_path)


async def arrived(client: TestClient) -> None:
    """Wait until the gateway has read what was sent before: it answers a later request on a connection of its own."""
    for _ in range(3):
        await client.get("/healthz")


async def test_a_message_that_is_being_answered_leaves_nothing_behind(
    client: TestClient, rasa: FakeRasa, tmp_path: Path
) -> None:
    conversation = (await begun(client, rasa))["conversation_id"]
    before = len(rasa.received)
    rasa.held = asyncio.Event()
    message = {"conversation_id": conversation, "text": "hei", "message_id": str(uuid.uuid4())}
    answering = asyncio.create_task(client.post("/widget/messages", json=message))
    while len(rasa.received) == before:
        await asyncio.sleep(0.01)
    erasing = asyncio.create_task(erase(client, conversation))
    await arrived(client)
    waiting = asyncio.create_task(client.post("/widget/messages", json={**message, "message_id": str(uuid.uuid4())}))
    await arrived(client)
    rasa.held.set()
    await erasing
    assert (await answering).status == 200
    assert (await waiting).status == 404, "it waited while the conversation was erased"
    assert conversation.encode() not in files(tmp_path)
    assert TOLD.encode() not in files(tmp_path)


async def test_erasing_survives_a_restart(gateway: Gateway, rasa: FakeRasa, tmp_path: Path) -> None:
    conversation = (await begun(await gateway(), rasa))["conversation_id"]
    await erase(await gateway(), conversation)
    assert conversation.encode() not in files(tmp_path)


@pytest.mark.parametrize("wish", ["x" * 5000, "%00", "a%2Fb", "' OR 1=1 --"])
async def test_an_odd_id_is_unknown(client: TestClient, rasa: FakeRasa, wish: str) -> None:
    kept = (await begun(client, rasa))["conversation_id"]
    await erase(client, wish)
    async with client.get(f"/widget/conversations/{kept}") as response:
        assert response.status == 200
