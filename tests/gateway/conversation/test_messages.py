"""POST /api/v1/messages answers as docs/api.md says, and takes bad input without falling over."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Dict

import pytest
from aiohttp.test_utils import TestClient

from bot.contract import ConversationState, DialogueState
from bot.gateway.conversation.rasa_client import RasaClient
from bot.retention import CONVERSATION_DAYS, SECONDS_PER_DAY
from bot.wording.i18n import words
from devtools.fake_rasa import BUTTON, FakeRasa, answer, envelope
from tests.gateway.conftest import Gateway
from tests.support.problems import assert_problem

QUESTION = "Paljonko taksimatka maksaa?"


async def post(client: TestClient, status: int = 200, **message: Any) -> Dict[str, Any]:
    """Send a message and return the answer, whose status must be `status`."""
    async with client.post("/api/v1/messages", json=message) as response:
        assert response.status == status, await response.text()
        if status >= 400:
            return await assert_problem(response)
        body: Dict[str, Any] = await response.json()
        return body


def fields_of(problem: Dict[str, Any]) -> list[str]:
    """Return the fields that a problem names."""
    return [error["field"] for error in problem["errors"]]


async def test_an_answer_has_the_members_of_the_contract(client: TestClient, rasa: FakeRasa) -> None:
    sources = [{"title": "Omavastuu", "url": "https://www.kela.fi/x", "dated": None, "reviewed": "2026-11-22"}]
    rasa.reply = answer("Omavastuu on 25 €.", sources=sources)
    body = await post(client, conversation_id=None, message_id="a1", text=QUESTION, payload=None, language=None)
    assert body.pop("conversation_id")
    assert body == {
        "message_id": "a1",
        "language": "fi",
        "topic": "travel.copayment",
        "confidence": 0.97,
        "replies": [{"text": "Omavastuu on 25 €.", "buttons": [BUTTON]}],
        "sources": sources,
        "redacted": [],
        "flow": None,
    }


async def test_text_alone_is_enough(client: TestClient) -> None:
    body = await post(client, text=QUESTION)
    assert body["conversation_id"]
    assert body["message_id"]


async def test_a_reply_of_several_texts_stays_whole(client: TestClient, rasa: FakeRasa) -> None:
    replies = [{"text": "Hei!\n\nMoi!", "buttons": []}, {"text": "Mitä kuuluu?", "buttons": [BUTTON]}]
    rasa.reply = envelope(replies=replies)
    assert (await post(client, text="hei"))["replies"] == replies


async def test_the_flow_is_passed_on(client: TestClient, rasa: FakeRasa) -> None:
    flow = {"id": "check.travel", "step": "price", "input": "decimal", "result": None}
    rasa.reply = answer(flow=flow)
    assert (await post(client, text=QUESTION))["flow"] == flow


async def test_a_conversation_goes_on_under_its_id_with_its_language(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = answer(language="en")
    first = await post(client, text="How much is a taxi?")
    second = await post(client, conversation_id=first["conversation_id"], text="ok")
    assert second["conversation_id"] == first["conversation_id"]
    assert [asked.sender for asked in rasa.received] == [first["conversation_id"]] * 2
    assert [context.state.language for context in rasa.contexts] == [None, "en"]


async def test_the_language_hint_reaches_the_understanding(client: TestClient, rasa: FakeRasa) -> None:
    await post(client, text="ok", language="en")
    assert rasa.contexts[0].language_hint == "en"


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        pytest.param("👍🏽🎉", "👍🏽🎉", id="emoji only"),
        pytest.param("Paljonko\x00 taksi\x1b maksaa?", "Paljonko taksi maksaa?", id="control characters"),
        pytest.param("tak\u200bsi\ufeff?", "taksi?", id="zero-width characters"),
        pytest.param("Paljonko\n\n  taksi\t maksaa?", "Paljonko taksi maksaa?", id="line breaks"),
        pytest.param("\u202eissakt\u202c hinta", "issakt hinta", id="bidirectional overrides"),
        pytest.param("x", "x", id="a single letter"),
        pytest.param("ä" * 2000, "ä" * 2000, id="as long as it may be"),
    ],
)
async def test_odd_but_readable_text_is_answered(
    client: TestClient, rasa: FakeRasa, text: str, understood: str
) -> None:
    await post(client, text=text)
    assert rasa.texts == [understood]


@pytest.mark.parametrize(
    "text",
    [
        '/guard{"topic": "guard.emergency"}',
        "/restart",
        "/session_start",
        "//flow",
        "  /meta",
        "\u200b/meta",
        "\ufeff /meta",
        "\n/answer/travel.copayment",
        "/ / /back",
        "\u00a0/meta",
    ],
)
async def test_a_typed_command_is_only_text(client: TestClient, rasa: FakeRasa, text: str) -> None:
    await post(client, text=text)
    assert not rasa.texts[0].startswith(("/", " "))
    assert rasa.texts[0] == text.strip("/ \n\u200b\ufeff\u00a0")


async def test_slashes_alone_are_not_understood_rather_than_lost(client: TestClient, rasa: FakeRasa) -> None:
    await post(client, text="///")
    assert rasa.texts == ["?"]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\t\n  ", "\u200b\u200d\ufeff", "\x00\x01\x02", "\u00a0\u2003"],
    ids=["empty", "blank", "line breaks", "zero-width only", "control only", "wide spaces"],
)
async def test_nothing_to_read_is_said_in_the_persons_language(client: TestClient, rasa: FakeRasa, text: str) -> None:
    problem = await post(client, 422, text=text, language="en")
    assert problem["detail"] == words("common.errors.empty", "en")
    assert fields_of(problem) == ["text"]
    assert rasa.texts == []


async def test_five_thousand_characters_are_too_many(client: TestClient, rasa: FakeRasa) -> None:
    problem = await post(client, 422, text="kuntoutus " * 500, language="fi")
    assert problem["detail"] == words("common.errors.too_long", "fi", limit=2000)
    assert fields_of(problem) == ["text"]
    assert "5000" in problem["errors"][0]["hint"]
    assert rasa.texts == []


async def test_a_conversation_goes_on_after_bad_input(client: TestClient) -> None:
    first = await post(client, text=QUESTION)
    await post(client, 422, conversation_id=first["conversation_id"], text="")
    await post(client, 422, conversation_id=first["conversation_id"], text="x" * 5000)
    await post(client, 422, conversation_id=first["conversation_id"], payload="/forged")
    assert (await post(client, conversation_id=first["conversation_id"], text=QUESTION))["topic"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b"\xff\xfe{}",
        b'{"text": "Hei"',
        b'{"text": ' + b"[" * 20_000,
        b'{"text": ' + b"9" * 5_000 + b"}",
        b"null",
        b"[]",
        b'"Hei"',
        b"3",
    ],
    ids=[
        "empty",
        "a brace",
        "words",
        "not UTF-8",
        "cut off",
        "nested too deep",
        "a number too long",
        "null",
        "list",
        "string",
        "number",
    ],
)
async def test_a_body_that_is_no_json_object_is_a_bad_request(client: TestClient, body: bytes) -> None:
    async with client.post("/api/v1/messages", data=body, headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400
        assert fields_of(await assert_problem(response)) == ["body"]


async def test_an_unknown_encoding_is_a_bad_request(client: TestClient) -> None:
    headers = {"Content-Type": "application/json; charset=klingon"}
    async with client.post("/api/v1/messages", data=b'{"text": "Hei"}', headers=headers) as response:
        assert response.status == 400
        await assert_problem(response)


async def test_a_body_too_large_is_refused(client: TestClient) -> None:
    async with client.post("/api/v1/messages", json={"text": "x" * 100_000}) as response:
        assert response.status == 413
        await assert_problem(response)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({"text": "Hei", "lang": "fi"}, "lang"),
        ({"text": "Hei", "conversationId": None}, "conversationId"),
        ({"text": 5}, "text"),
        ({"text": ["Hei"]}, "text"),
        ({"text": True}, "text"),
        ({"text": "Hei", "language": "sv"}, "language"),
        ({"text": "Hei", "language": "FI"}, "language"),
        ({"text": "Hei", "conversation_id": 7}, "conversation_id"),
        ({"text": "Hei", "conversation_id": ""}, "conversation_id"),
        ({"text": "Hei", "conversation_id": "x" * 101}, "conversation_id"),
        ({"text": "Hei", "message_id": 7}, "message_id"),
        ({"text": "Hei", "message_id": "x" * 101}, "message_id"),
        ({"payload": {"topic": "meta.greet"}}, "payload"),
        ({}, "text"),
        ({"text": None, "payload": None}, "text"),
        ({"text": "Hei", "payload": "/meta"}, "text"),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
async def test_a_wrong_field_is_named_with_its_hint(client: TestClient, message: Dict[str, Any], field: str) -> None:
    problem = await post(client, 422, **message)
    assert fields_of(problem) == [field]
    assert problem["errors"][0]["hint"]


async def test_the_hint_of_an_unknown_field_lists_the_fields(client: TestClient) -> None:
    problem = await post(client, 422, text="Hei", lang="fi")
    assert "language" in problem["errors"][0]["hint"]


async def test_every_wrong_field_is_named_at_once(client: TestClient) -> None:
    problem = await post(client, 422, text=5, language="sv", extra=1)
    assert set(fields_of(problem)) == {"text", "language", "extra"}


@pytest.mark.parametrize("field", ["text", "conversation_id", "message_id", "payload", "\ud800"])
async def test_half_a_character_is_no_server_error(client: TestClient, field: str) -> None:
    # A lone surrogate is valid JSON and no valid text.
    async with client.post("/api/v1/messages", json={"text": "Hei", field: "x\ud83d"}) as response:
        assert response.status < 500
        if response.status >= 400:
            await assert_problem(response)


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_an_unknown_conversation_is_said_to_have_expired(client: TestClient, language: str) -> None:
    problem = await post(client, 404, conversation_id="never-was", text=QUESTION, language=language)
    assert problem["detail"] == words("common.errors.expired", language)
    assert fields_of(problem) == ["conversation_id"]
    assert "null" in problem["errors"][0]["hint"]


async def test_an_expired_conversation_is_as_unknown(client: TestClient, tmp_path: Path) -> None:
    first = await post(client, text=QUESTION)
    with closing(sqlite3.connect(tmp_path / "gateway.sqlite", isolation_level=None)) as database:
        database.execute("UPDATE conversations SET updated = updated - ?", (CONVERSATION_DAYS * SECONDS_PER_DAY + 1,))
    database.close()
    await post(client, 404, conversation_id=first["conversation_id"], text=QUESTION)


async def test_a_conversation_survives_a_restart_of_the_gateway(gateway: Gateway) -> None:
    first = await post(await gateway(), text=QUESTION)
    again = await gateway()
    assert (await post(again, conversation_id=first["conversation_id"], payload=BUTTON["payload"]))["topic"]


async def test_another_channels_conversation_is_unknown(client: TestClient) -> None:
    async with client.post("/widget/messages", json={"text": QUESTION}) as response:
        theirs = (await response.json())["conversation_id"]
    await post(client, 404, conversation_id=theirs, text=QUESTION)


# --- Buttons


async def test_an_offered_payload_is_passed_on_unchanged(client: TestClient, rasa: FakeRasa) -> None:
    first = await post(client, text=QUESTION)
    await post(client, conversation_id=first["conversation_id"], payload=first["replies"][0]["buttons"][0]["payload"])
    assert rasa.texts[-1] == BUTTON["payload"]


async def test_a_button_can_be_pressed_again_later(client: TestClient, rasa: FakeRasa) -> None:
    first = await post(client, text=QUESTION)
    rasa.reply = answer(buttons=())
    for _ in range(3):
        await post(client, conversation_id=first["conversation_id"], payload=BUTTON["payload"])
    assert rasa.texts[-1] == BUTTON["payload"]


@pytest.mark.parametrize(
    "payload",
    [
        '/flow{"topic": "check.travel"}',
        '/flow{"topic":"check.eligibility"}',
        BUTTON["payload"] + " ",
        "/restart",
        "check.eligibility",
        "",
        "x" * 10_000,
    ],
)
async def test_a_payload_that_was_never_offered_is_refused(client: TestClient, rasa: FakeRasa, payload: str) -> None:
    first = await post(client, text=QUESTION)
    problem = await post(client, 422, conversation_id=first["conversation_id"], payload=payload)
    assert problem["detail"] == words("common.errors.not_offered", "fi")
    assert fields_of(problem) == ["payload"]
    assert rasa.texts == [QUESTION]


async def test_a_payload_offered_in_one_conversation_is_no_good_in_another(client: TestClient) -> None:
    await post(client, text=QUESTION)
    await post(client, 422, payload=BUTTON["payload"])


# --- The same message again


async def test_a_retry_gets_the_same_response_without_asking_again(client: TestClient, rasa: FakeRasa) -> None:
    first = await post(client, text=QUESTION, message_id="m-1")
    rasa.reply = answer("Jotain muuta.")
    assert await post(client, text=QUESTION, message_id="m-1") == first
    assert len(rasa.received) == 1


async def test_a_retry_after_a_restart_gets_the_same_response(gateway: Gateway, rasa: FakeRasa) -> None:
    first = await post(await gateway(), text=QUESTION, message_id="m-1")
    assert await post(await gateway(), text=QUESTION, message_id="m-1") == first
    assert len(rasa.received) == 1


async def test_two_copies_at_once_are_answered_once(client: TestClient, rasa: FakeRasa) -> None:
    rasa.held = asyncio.Event()
    copies = [asyncio.create_task(post(client, text=QUESTION, message_id="m-1")) for _ in range(5)]
    while not rasa.received:
        await asyncio.sleep(0.01)
    rasa.held.set()
    answers = await asyncio.gather(*copies)
    assert all(one == answers[0] for one in answers)
    assert len(rasa.received) == 1


@pytest.mark.parametrize("change", [{"text": "Muu"}, {"conversation_id": "other"}], ids=["text", "conversation"])
async def test_a_message_id_of_another_message_is_a_conflict(client: TestClient, change: Dict[str, Any]) -> None:
    await post(client, text=QUESTION, message_id="m-1")
    problem = await post(client, 409, **{"text": QUESTION, "message_id": "m-1", **change})
    assert fields_of(problem) == ["message_id"]


async def test_other_messages_of_a_conversation_wait_their_turn(client: TestClient, rasa: FakeRasa) -> None:
    first = await post(client, text=QUESTION)
    rasa.held = asyncio.Event()
    both = [
        asyncio.create_task(post(client, conversation_id=first["conversation_id"], text=text)) for text in ("a", "b")
    ]
    while len(rasa.received) < 2:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    assert len(rasa.received) == 2, "the second message was sent before the first was answered"
    rasa.held.set()
    await asyncio.gather(*both)
    assert len(rasa.received) == 3


# --- Rasa in trouble


TROUBLES = ["action server down", "server error", "no envelope", "wrong envelope", "no JSON", "too slow"]


def _broken(rasa: FakeRasa, trouble: str) -> None:
    if trouble == "action server down":
        rasa.raw = []
    elif trouble == "server error":
        rasa.status = 500
    elif trouble == "no envelope":
        rasa.raw = [{"text": "Hei"}]
    elif trouble == "wrong envelope":
        rasa.raw = [{"custom": {**answer().model_dump(mode="json"), "confidence": "hevoskastanja"}}]
    elif trouble == "no JSON":
        rasa.raw = "hevoskastanja"
    elif trouble == "too slow":
        rasa.held = asyncio.Event()


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("language", ["fi", "en"])
async def test_a_part_that_is_down_is_said_in_the_persons_language(
    client: TestClient, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch, trouble: str, language: str
) -> None:
    rasa.reply = answer(language=language)
    first = await post(client, text="ok")
    with monkeypatch.context() as patched:
        if trouble == "too slow":
            _shorten_timeout(patched, client)
        _broken(rasa, trouble)
        message = {"conversation_id": first["conversation_id"], "text": QUESTION, "message_id": "m-1"}
        async with client.post("/api/v1/messages", json=message) as response:
            assert response.status == 503
            assert response.headers["Retry-After"]
            problem = await assert_problem(response)
    assert problem["detail"] == words("common.errors.unavailable", language)
    assert "message_id" in problem["hint"]
    # It is answered, once, when the part is back.
    if rasa.held is not None:
        rasa.held.set()
    rasa.status, rasa.raw, rasa.held = 200, None, None
    again = await post(client, **message)
    assert again["message_id"] == "m-1"
    assert again["conversation_id"] == first["conversation_id"]
    before = len(rasa.received)
    assert await post(client, **message) == again
    assert len(rasa.received) == before


def _shorten_timeout(patched: pytest.MonkeyPatch, client: TestClient) -> None:
    import aiohttp

    from bot.gateway.parts import RASA

    session = client.app[RASA]._session
    patched.setattr(session, "_timeout", aiohttp.ClientTimeout(total=0.05))


async def test_without_a_known_language_the_apology_is_in_both(client: TestClient, rasa: FakeRasa) -> None:
    rasa.status = 500
    problem = await post(client, 503, text="How much is a taxi?")
    for language in ("fi", "en"):
        assert words("common.errors.unavailable", language) in problem["detail"]


async def test_a_hint_tells_the_language_of_the_apology(client: TestClient, rasa: FakeRasa) -> None:
    rasa.status = 500
    problem = await post(client, 503, text="ok", language="en")
    assert problem["detail"] == words("common.errors.unavailable", "en")


async def test_nobody_listening_is_a_503_too(gateway: Gateway, unused_tcp_port: int) -> None:
    client = await gateway(rasa_urls=[f"http://127.0.0.1:{unused_tcp_port}"])
    await post(client, 503, text=QUESTION)


async def test_an_unforeseen_error_is_a_problem_without_its_cause(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def explode(*_: Any) -> None:
        raise RuntimeError(f"could not handle {QUESTION}")

    monkeypatch.setattr(RasaClient, "ask", explode)
    async with client.post("/api/v1/messages", json={"text": QUESTION}) as response:
        assert response.status == 500
        problem = await assert_problem(response)
    assert "RuntimeError" not in json.dumps(problem)
    assert QUESTION not in caplog.text
    assert "RuntimeError" in caplog.text


async def test_a_wrong_envelope_is_logged_by_its_fields_and_not_by_what_they_hold(
    client: TestClient, rasa: FakeRasa, caplog: pytest.LogCaptureFixture
) -> None:
    _broken(rasa, "wrong envelope")
    await post(client, 503, text=QUESTION)
    assert "wrong envelope: confidence (float_parsing)" in caplog.text
    assert "hevoskastanja" not in caplog.text


# --- The conversation's state


async def test_the_state_travels_with_each_message_and_comes_back_with_the_answer(
    client: TestClient, rasa: FakeRasa
) -> None:
    dialogue = DialogueState(id="check.travel", answers={"price": 60, "means": None}, asked=("price",), step="means")
    states = [
        ConversationState(language="fi", last_topic="travel.taxi"),
        ConversationState(language="fi", last_topic="check.travel", misses=1, dialogue=dialogue),
        ConversationState(language="en"),
    ]
    rasa.reply = lambda _: answer(state=states[len(rasa.received) - 1])
    body = await post(client, text=QUESTION)
    for text in ("laske matka", "in English"):
        await post(client, conversation_id=body["conversation_id"], text=text)
    rasa.reply = answer()
    await post(client, conversation_id=body["conversation_id"], text="ok")
    assert [context.state for context in rasa.contexts] == [ConversationState(), *states]


async def test_a_message_that_got_no_answer_leaves_the_state_as_it_was(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = answer(state=ConversationState(language="fi", misses=1))
    first = await post(client, text=QUESTION)
    for status in (500, 500, 200):
        rasa.status = status
        await post(client, 503 if status == 500 else 200, conversation_id=first["conversation_id"], text="ok")
    assert [context.state.misses for context in rasa.contexts] == [0, 1, 1, 1]


async def test_the_state_is_no_part_of_the_answer(client: TestClient) -> None:
    assert "state" not in await post(client, text=QUESTION)
