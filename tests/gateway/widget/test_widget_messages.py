"""The widget's messages: the partner API's answer and how far a dialogue has got, without a key, limited by address."""

from __future__ import annotations

import uuid
from typing import Any, Dict

import pytest
from aiohttp.test_utils import TestClient

from bot.gateway.settings import read_settings
from bot.wording.i18n import words
from devtools.fake_rasa import FakeRasa, answer, envelope
from tests.gateway.conftest import Gateway
from tests.support.problems import assert_problem

QUESTION = "Paljonko taksimatka maksaa?"
CHANGE = '/reply{"step": "means", "value": "change"}'
PROGRESS = {
    "number": 2,
    "of": 4,
    "answers": [{"step": "means", "title": "Kulkuväline", "value": "Taksi", "payload": CHANGE}],
}


async def post(client: TestClient, status: int = 200, headers: Any = None, **message: Any) -> Dict[str, Any]:
    """Send a message and return the answer, whose status must be `status`."""
    async with client.post("/widget/messages", json=message, headers=headers) as response:
        assert response.status == status, await response.text()
        body: Dict[str, Any] = await response.json()
        return body


async def test_the_widget_answers_without_a_key(client: TestClient) -> None:
    del client.session.headers["Authorization"]
    assert (await post(client, text=QUESTION))["topic"] == "travel.copayment"


async def test_the_answer_is_the_partner_apis_and_more(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = answer(flow={"id": "check.travel", "step": "price", "result": None}, progress=PROGRESS)
    ours = await post(client, text=QUESTION, message_id=str(uuid.uuid4()))
    async with client.post("/api/v1/messages", json={"text": QUESTION}) as response:
        theirs = await response.json()
    assert ours.pop("progress") == PROGRESS
    assert [reply.pop("language") for reply in ours["replies"]] == ["fi"]
    own = ("conversation_id", "message_id")
    assert {name: ours[name] for name in ours if name not in own} == {
        name: theirs[name] for name in theirs if name not in own
    }


async def test_outside_a_dialogue_there_is_no_progress(client: TestClient) -> None:
    assert (await post(client, text=QUESTION))["progress"] is None


async def test_a_text_in_another_language_says_so(client: TestClient, rasa: FakeRasa) -> None:
    texts = [{"text": text, "buttons": [], "language": language} for text, language in (("Jag", "sv"), ("Osaan", "fi"))]
    rasa.reply = envelope(replies=texts)
    body = await post(client, text="Vad kostar taxin?")
    assert [reply["language"] for reply in body["replies"]] == ["sv", "fi"]
    async with client.post("/api/v1/messages", json={"text": "Vad kostar taxin?"}) as response:
        assert [set(reply) for reply in (await response.json())["replies"]] == [{"text", "buttons"}] * 2


async def test_an_answer_that_may_be_changed_is_offered(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = answer(progress=PROGRESS)
    first = await post(client, text="laske matka")
    await post(client, conversation_id=first["conversation_id"], payload=CHANGE)
    assert rasa.texts[-1] == CHANGE


async def test_a_partner_is_not_offered_what_it_is_not_shown(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = answer(progress=PROGRESS)
    async with client.post("/api/v1/messages", json={"text": "laske matka"}) as response:
        conversation = (await response.json())["conversation_id"]
    message = {"conversation_id": conversation, "payload": CHANGE}
    async with client.post("/api/v1/messages", json=message) as response:
        assert response.status == 422


async def test_a_retry_gets_the_same_answer_with_its_progress(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.reply = answer(progress=PROGRESS)
    message: Dict[str, Any] = {"text": "laske matka", "message_id": str(uuid.uuid4())}
    first = await post(await gateway(), **message)
    rasa.reply = answer("Jotain muuta.")
    assert await post(await gateway(), **message) == first
    assert len(rasa.received) == 1


async def test_a_visitors_message_id_cannot_be_anothers(client: TestClient) -> None:
    problem = await post(client, 422, text="hei", message_id="1")
    assert problem["errors"][0]["field"] == "message_id"
    await post(client, text="hei", message_id=str(uuid.uuid4()))


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"null", b"[]", b"text=hei"])
async def test_what_is_no_json_object_is_refused(client: TestClient, data: bytes) -> None:
    for path in ("/widget/messages", "/widget/feedback"):
        async with client.post(path, data=data, headers={"Content-Type": "application/json"}) as response:
            assert response.status == 400
            await assert_problem(response)


async def test_a_huge_body_is_refused(client: TestClient) -> None:
    for path in ("/widget/messages", "/widget/feedback"):
        async with client.post(path, data=b"x" * 1_000_000) as response:
            assert response.status == 413
            await assert_problem(response)


# --- Limits


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_over_the_limit_a_person_is_told_in_their_language(gateway: Gateway, language: str) -> None:
    client = await gateway(widget_per_minute=2)
    for status in (200, 200, 429):
        async with client.post("/widget/messages", json={"text": "hei", "language": language}) as response:
            assert response.status == status
            problem = await response.json()
    assert problem["detail"] == words("common.errors.rate_limited", language)
    assert 1 <= int(response.headers["Retry-After"]) <= 30


async def test_messages_and_feedback_share_a_limit(gateway: Gateway) -> None:
    client = await gateway(widget_per_minute=1)
    await post(client, text="hei")
    feedback = {"conversation_id": "x", "message_id": "x", "rating": "up"}
    async with client.post("/widget/feedback", json=feedback) as response:
        assert response.status == 429


@pytest.mark.parametrize(
    ("trusted", "first", "second", "same"),
    [
        pytest.param([], "192.0.2.1", "192.0.2.2", True, id="nobody is believed"),
        pytest.param(["10.0.0.0/8"], "192.0.2.1", "192.0.2.2", True, id="who connects is no trusted proxy"),
        pytest.param(["127.0.0.1"], "192.0.2.1", "192.0.2.2", False, id="a trusted proxy"),
        pytest.param(["127.0.0.1"], "192.0.2.1", "192.0.2.1", True, id="the same person"),
        pytest.param(["127.0.0.1"], "192.0.2.7, 192.0.2.1", "192.0.2.8, 192.0.2.1", True, id="made-up addresses"),
        pytest.param(
            ["127.0.0.1", "10.0.0.0/8"], "192.0.2.1, 10.0.0.5", "192.0.2.2, 10.0.0.5", False, id="two trusted proxies"
        ),
        pytest.param(["127.0.0.1"], "192.0.2.1, 10.0.0.5", "192.0.2.2, 10.0.0.5", True, id="one of two is trusted"),
        pytest.param(["127.0.0.1"], "what", "ever", True, id="no address"),
        pytest.param(["127.0.0.1"], "", "192.0.2.1", False, id="none and one"),
        pytest.param(["127.0.0.1"], "2001:db8:1:2::3", "2001:db8:1:2:ffff::4", True, id="one network of version 6"),
        pytest.param(["127.0.0.1"], "2001:db8:1:2::3", "2001:db8:1:3::3", False, id="two networks of version 6"),
        pytest.param(["127.0.0.1"], "::ffff:192.0.2.1", "192.0.2.1", True, id="the same address in version 6"),
    ],
)
async def test_people_behind_a_trusted_proxy_are_told_apart(
    gateway: Gateway, trusted: list[str], first: str, second: str, same: bool
) -> None:
    client = await gateway(widget_per_minute=1, trusted_proxies=trusted)
    await post(client, text="hei", headers={"X-Forwarded-For": first})
    await post(client, 429 if same else 200, text="hei", headers={"X-Forwarded-For": second})


def test_what_is_no_network_keeps_the_gateway_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUNTOUTUSNEUVO_TRUSTED_PROXIES", '["10.0.0.1/8"]')
    with pytest.raises(SystemExit, match="KUNTOUTUSNEUVO_TRUSTED_PROXIES: .*network"):
        read_settings()


# --- Whether a conversation can go on


async def test_a_page_that_wakes_up_learns_whether_it_can_go_on(client: TestClient) -> None:
    conversation = (await post(client, text=QUESTION))["conversation_id"]
    async with client.get(f"/widget/conversations/{conversation}") as response:
        assert response.status == 200
        assert await response.json() == {"alive": True}


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_a_conversation_that_is_gone_is_said_to_have_expired(client: TestClient, language: str) -> None:
    async with client.get(f"/widget/conversations/never-was?language={language}") as response:
        assert response.status == 404
        assert (await assert_problem(response))["detail"] == words("common.errors.expired", language)


async def test_a_partners_conversation_is_none_of_the_widgets(client: TestClient) -> None:
    async with client.post("/api/v1/messages", json={"text": QUESTION}) as response:
        theirs = (await response.json())["conversation_id"]
    async with client.get(f"/widget/conversations/{theirs}") as response:
        assert response.status == 404
    await post(client, 404, conversation_id=theirs, text=QUESTION)


async def test_nothing_of_a_message_is_in_the_log(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    body = await post(client, text="hevoskastanja 131052-9308", message_id=str(uuid.uuid4()))
    log = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    for secret in ("hevoskastanja", "9308", body["conversation_id"], body["message_id"], "127.0.0.1"):
        assert secret not in log
    assert "channel=widget topic=travel.copayment language=fi" in log
