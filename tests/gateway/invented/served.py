"""Run inside a copy of the project that has an invented language: the gateway speaks it, with Rasa's part given.

tests/gateway/test_invented_language.py makes the copy; tests/support/invented_language.py says what the words mean.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from bot.contract import Envelope, UnderstoodTopic
from bot.dialogue.respond import respond
from bot.dialogue.turn import Turn
from bot.entities import extract
from bot.languages import codes
from devtools.fake_rasa import Asked, FakeRasa
from tests.gateway.conftest import NOW
from tests.support.html_page import Page
from tests.support.invented_language import CODE, NAME

# What each message is about; the others only answer a question.
TOPICS = {
    "kva kustu puti?": "flow/check.travel",
    "kva kustu raketo?": "answer/travel.rocket",
    "xeno, kiitos": "meta/meta.language",
}


def understanding(asked: Asked) -> Envelope:
    """Answer as Rasa would: the topic is given, all else is really read."""
    context, text = asked.metadata, asked.message
    language = context.state.language or context.language_hint or codes()[0]
    if text.startswith("/"):
        kind, _, values = text[1:].partition("{")
        button = json.loads("{" + values)
        topic = UnderstoodTopic(id=button.get("topic", f"{kind}/button"), kind=kind, confidence=1)
        return respond(Turn(text, NOW, topic, language, language, context, button=button))
    label = TOPICS.get(text, "reply/inform")
    kind, _, topic_id = label.partition("/")
    topic = UnderstoodTopic(id=label if kind == "reply" else topic_id, kind=kind, confidence=0.95)
    return respond(Turn(text, NOW, topic, language, language, context, tuple(extract(text, language))))


@pytest.fixture(autouse=True)
def understood(rasa: FakeRasa) -> None:
    """Let the stand-in for Rasa understand."""
    rasa.reply = understanding


async def post(client: TestClient, status: int = 200, **message: Any) -> dict[str, Any]:
    """Send a message to the partners' API."""
    async with client.post("/api/v1/messages", json=message) as response:
        assert response.status == status
        return dict(await response.json())


async def test_a_calculation_is_gone_through_by_messages(client: TestClient) -> None:
    answer = await post(client, text="kva kustu puti?", language=CODE)
    steps = [answer["flow"]["step"]]
    for text in ("voziko", "sesdek korbi", "dvo putiz", "neh"):
        answer = await post(client, text=text, conversation_id=answer["conversation_id"])
        assert answer["language"] == CODE
        steps.append(answer["flow"]["step"])
    assert steps == ["means", "price", "trips", "paid", None]
    assert answer["flow"]["result"]["reimbursed_eur"] == 70


async def test_a_switch_of_language_offers_the_others(client: TestClient) -> None:
    answer = await post(client, text="xeno, kiitos")
    buttons = {button["title"]: button["payload"] for button in answer["replies"][-1]["buttons"]}
    assert (answer["language"], sorted(buttons)) == (CODE, ["In English", "Suomeksi"])
    back = await post(client, payload=buttons["Suomeksi"], conversation_id=answer["conversation_id"])
    assert back["language"] == "fi"


async def test_another_language_is_refused_with_those_spoken(client: TestClient) -> None:
    problem = await post(client, 422, text="hei", language="yy")
    assert f"'{CODE}'" in json.dumps(problem)


async def test_the_description_of_the_api_names_it(client: TestClient) -> None:
    async with client.get("/openapi.json") as response:
        description = await response.text()
    assert json.dumps([*codes()]) in description or json.dumps([*codes()], separators=(",", ":")) in description


@pytest.mark.parametrize("path", ["/api/v1/topics", "/api/v1/contacts", "/widget/status"])
async def test_look_ups_are_answered_in_it(client: TestClient, path: str) -> None:
    async with client.get(path, params={"language": CODE}) as response:
        assert response.status == 200, await response.text()


@pytest.mark.parametrize("path", ["/", "/plain"])
async def test_a_page_is_in_it_and_leads_to_the_others(client: TestClient, path: str) -> None:
    async with client.get(path, params={"lang": CODE}) as response:
        page = Page(await response.text())
    assert page.find("html")[0].attributes["lang"] == CODE
    assert [link.attributes["hreflang"] for link in page.find("a") if "hreflang" in link.attributes] == ["fi", "en"]


async def test_the_page_without_scripts_answers_in_it(client: TestClient) -> None:
    async with client.get("/plain", params={"lang": CODE}) as response:
        form = Page(await response.text()).forms[0]
    async with client.post(form.action, data={**form.hidden, "text": "kva kustu raketo?"}) as response:
        page = Page(await response.text())
    assert "Raketo kustu 25 €." in page.text


async def test_the_page_in_another_language_leads_to_it(client: TestClient) -> None:
    async with client.get("/plain", params={"lang": "fi"}) as response:
        page = Page(await response.text())
    assert page.find("a", hreflang=CODE)[0].text == NAME
