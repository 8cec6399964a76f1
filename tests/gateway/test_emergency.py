"""Words of danger are answered with 112 whatever part is down, over every channel, and every outage names 112."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from bot.gateway.conversation import service
from bot.gateway.conversation.rasa_client import RasaClient
from bot.gateway.conversation.store.protocol import StoreUnavailable
from bot.gateway.conversation.store.sql import SqlStore
from bot.languages import codes
from bot.wording import answers
from bot.wording.i18n import words
from devtools.fake_rasa import FakeRasa, answer
from tests.gateway.conftest import NOW, Gateway

CHANNELS = {"partner API": "/api/v1/messages", "widget": "/widget/messages"}
DANGER = {"fi": "Haluan kuolla", "en": "I am going to kill myself", "sv": "Jag vill dö"}
TROUBLES = ["Rasa fails", "the action server fails", "Rasa hangs", "nobody listens", "the store fails", "a mistake"]


def text_of(language: str) -> str:
    """Return the written emergency answer."""
    return answers.answer("guard.emergency", language, NOW).text


@pytest.fixture(params=TROUBLES)
async def broken(
    request: pytest.FixtureRequest,
    gateway: Gateway,
    rasa: FakeRasa,
    monkeypatch: pytest.MonkeyPatch,
    unused_tcp_port: int,
) -> TestClient:
    """A client of a gateway with one part down."""
    trouble = request.param
    monkeypatch.setattr(service, "EMERGENCY_SECONDS", 0.3)

    async def fail(*_: Any) -> None:
        raise StoreUnavailable("SQLITE_FULL")

    async def explode(*_: Any) -> None:
        raise RuntimeError(DANGER["en"])

    if trouble == "nobody listens":
        return await gateway(rasa_urls=[f"http://127.0.0.1:{unused_tcp_port}"])
    client = await gateway()
    if trouble == "Rasa fails":
        rasa.status = 500
    elif trouble == "the action server fails":
        rasa.raw = []
    elif trouble == "Rasa hangs":
        rasa.hold()
    elif trouble == "the store fails":
        for method in ("recall", "save"):
            monkeypatch.setattr(SqlStore, method, fail)
    else:
        monkeypatch.setattr(RasaClient, "ask", explode)
    return client


async def send(client: TestClient, path: str, **message: Any) -> dict[str, Any]:
    """Return the answer to a message."""
    async with client.post(path, json={"message_id": str(uuid.uuid4()), **message}) as response:
        assert response.status == 200, await response.text()
        answered: dict[str, Any] = await response.json()
    return answered


@pytest.mark.parametrize("path", CHANNELS.values(), ids=CHANNELS)
async def test_danger_is_answered_whatever_is_down(
    broken: TestClient, rasa: FakeRasa, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    for language in ("fi", "en"):
        answered = await send(broken, path, text=DANGER[language])
        assert [reply["text"] for reply in answered["replies"]] == [text_of(language)]
        assert "112" in answered["replies"][0]["text"]
        assert answered["topic"] == "guard.emergency"
        assert answered["language"] == language
    assert DANGER["en"] not in caplog.text
    rasa.release()


async def test_the_page_without_scripts_answers_danger_too(broken: TestClient, rasa: FakeRasa) -> None:
    async with broken.post("/plain?lang=en", data={"text": DANGER["en"]}) as response:
        assert response.status == 200
        assert "112" in await response.text()
        assert response.content_type == "text/html"
    rasa.release()


@pytest.mark.parametrize(
    ("text", "hint", "languages"),
    [
        (DANGER["fi"], "fi", ["fi"]),
        (DANGER["en"], "fi", ["en", "fi"]),
        (DANGER["sv"], None, ["fi", "en"]),
        (DANGER["sv"], "en", ["en", "fi"]),
        ("I want to\u200b die", None, ["en"]),
    ],
    ids=["the hint's", "the words' before the hint's", "Swedish", "Swedish with a hint", "hidden characters"],
)
async def test_the_answer_is_in_a_language_that_the_person_reads(
    client: TestClient, rasa: FakeRasa, text: str, hint: str | None, languages: list[str]
) -> None:
    rasa.status = 500
    answered = await send(client, CHANNELS["widget"], text=text, language=hint)
    assert [reply["language"] for reply in answered["replies"]] == languages


async def test_the_conversations_language_counts(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = answer(language="en")
    begun = await send(client, CHANNELS["widget"], text="Hello")
    rasa.status = 500
    answered = await send(
        client, CHANNELS["widget"], text=DANGER["sv"], conversation_id=begun["conversation_id"], language="fi"
    )
    assert [reply["language"] for reply in answered["replies"]] == ["en", "fi"]


@pytest.mark.parametrize("path", CHANNELS.values(), ids=CHANNELS)
async def test_nothing_is_kept_so_the_same_message_can_be_sent_again(
    client: TestClient, rasa: FakeRasa, path: str
) -> None:
    rasa.status = 500
    message = {"text": DANGER["en"], "message_id": str(uuid.uuid4())}
    first = await send(client, path, **message)
    rasa.status = 200
    # A first message's conversation can go on all the same.
    follow_up = await send(client, path, text="Hello", conversation_id=first["conversation_id"])
    assert follow_up["conversation_id"] == first["conversation_id"]
    again = await send(client, path, **message)
    assert again["topic"] == "travel.copayment", "the service itself answers when it is back"
    assert again == await send(client, path, **message)


async def test_another_client_cannot_go_on_with_it(client: TestClient, rasa: FakeRasa) -> None:
    rasa.status = 500
    first = await send(client, CHANNELS["widget"], text=DANGER["en"])
    rasa.status = 200
    message = {"text": "Hello", "conversation_id": first["conversation_id"]}
    async with client.post(CHANNELS["partner API"], json=message) as response:
        assert response.status == 404
    async with client.delete(f"/widget/conversations/{first['conversation_id']}") as response:
        assert response.status == 204
    async with client.post(CHANNELS["widget"], json=message) as response:
        assert response.status == 404


async def test_danger_in_an_expired_conversation_is_answered(client: TestClient) -> None:
    answered = await send(client, CHANNELS["widget"], text=DANGER["fi"], conversation_id="gone")
    assert answered["topic"] == "guard.emergency"


async def test_the_service_answers_danger_itself_while_it_works(client: TestClient) -> None:
    assert (await send(client, CHANNELS["widget"], text=DANGER["fi"]))["topic"] == "travel.copayment"


@pytest.mark.parametrize("key", ["unavailable", "busy", "failed", "rate_limited"])
@pytest.mark.parametrize("language", codes())
def test_every_sentence_on_an_outage_names_112(key: str, language: str) -> None:
    assert "112" in words(f"common.errors.{key}", language)


async def test_an_unforeseen_error_names_112_in_every_language(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def explode(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(RasaClient, "ask", explode)
    async with client.post(CHANNELS["widget"], json={"text": "Hei"}) as response:
        assert response.status == 500
        detail = (await response.json())["detail"]
    assert all(words("common.errors.failed", language) in detail for language in codes())
    async with client.post("/plain?lang=en", data={"text": "Hello"}) as response:
        assert response.status == 500
        assert response.content_type == "text/html"
        assert "112" in await response.text()
