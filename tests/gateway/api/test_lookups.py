"""Look-ups without dialogue: topics, contacts, opening hours."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from bot import directory, hours, knowledge
from bot.wording import answers
from tests.gateway.conftest import NOW
from tests.support.problems import assert_problem


async def get(client: TestClient, path: str, status: int = 200, **query: str) -> dict[str, Any]:
    """Return what a look-up gives, whose status must be `status`."""
    async with client.get(f"/api/v1/{path}", params=query) as response:
        assert response.status == status, await response.text()
        if status >= 400:
            return await assert_problem(response)
        body: dict[str, Any] = await response.json()
        return body


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_every_topic_is_listed_with_its_title(client: TestClient, language: str) -> None:
    body = await get(client, "topics", language=language)
    assert body["language"] == language
    assert [topic["id"] for topic in body["topics"]] == list(knowledge.topics())
    assert all(topic["title"] == answers.title(topic["id"], language) for topic in body["topics"])


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_every_topic_can_be_read(client: TestClient, language: str) -> None:
    for topic in knowledge.topics().values():
        body = await get(client, f"topics/{topic.id}", language=language)
        assert (body["id"], body["kind"], body["language"]) == (topic.id, topic.kind, language)
        assert body["text"]
        assert body["short"]
        assert "%{" not in body["text"] + body["short"]
        assert body["related"] == list(topic.related)
        assert len(body["sources"]) == len(topic.sources)
        for source in body["sources"]:
            assert set(source) == {"title", "url", "dated", "reviewed"}
            assert source["url"].startswith("https://")


async def test_finnish_is_the_language_unless_told(client: TestClient) -> None:
    assert (await get(client, "topics"))["language"] == "fi"


@pytest.mark.parametrize(
    ("path", "query", "status", "field"),
    [
        ("topics", {"language": "sv"}, 422, "language"),
        ("topics", {"lang": "fi"}, 422, "lang"),
        ("topics/travel.helicopter", {}, 404, "id"),
        ("topics/travel.taxi", {"language": ""}, 422, "language"),
        ("topics/%FF", {}, 404, "id"),
        ("contacts", {"subject": "nothing"}, 422, "subject"),
        ("contacts", {"subject": ""}, 422, "subject"),
        ("contacts", {"municipality": "Atlantis"}, 422, "municipality"),
        ("contacts", {"municipality": ""}, 422, "municipality"),
        ("contacts", {"district": "nowhere"}, 422, "district"),
        ("contacts", {"town": "Oulu"}, 422, "town"),
        ("opening-hours", {"at": "yesterday"}, 422, "at"),
        ("opening-hours", {"at": ""}, 422, "at"),
        ("opening-hours", {"at": "2026-13-01T12:00"}, 422, "at"),
        ("opening-hours", {"at": "0001-01-01T00:00:00+02:00"}, 422, "at"),
        ("opening-hours", {"at": "9999-12-31T23:59:59-12:00"}, 422, "at"),
        ("opening-hours", {"when": "now"}, 422, "when"),
    ],
    ids=str,
)
async def test_a_wrong_parameter_is_named_with_its_hint(
    client: TestClient, path: str, query: dict[str, str], status: int, field: str
) -> None:
    problem = await get(client, path, status, **query)
    assert [error["field"] for error in problem["errors"]] == [field]


async def test_all_mailboxes_without_a_question(client: TestClient) -> None:
    body = await get(client, "contacts")
    assert [contact["email"] for contact in body["contacts"]] == [
        mailbox.address for mailbox in directory.mailboxes().values()
    ]


@pytest.mark.parametrize(
    ("subject", "email"),
    [
        ("contact.akva_reporting", "tulos@kela.fi"),
        ("akva_reporting", "tulos@kela.fi"),
        ("contact.systems", "kuntoutus_jarjestelmat@kela.fi"),
        ("contact.interpreting_order", "vatu.kuntoutus@kela.fi"),
    ],
)
async def test_a_subject_has_one_mailbox(client: TestClient, subject: str, email: str) -> None:
    body = await get(client, "contacts", subject=subject, language="en")
    assert [contact["email"] for contact in body["contacts"]] == [email]
    assert body["contacts"][0]["source"]["url"].startswith("https://")
    assert body["contacts"][0]["title"]


@pytest.mark.parametrize("municipality", ["Oulu", "oulu", "Oulun", "Uleåborg"])
async def test_a_municipality_leads_to_its_districts_mailbox(client: TestClient, municipality: str) -> None:
    body = await get(client, "contacts", municipality=municipality)
    assert body["district"] == "northern"
    assert [contact["email"] for contact in body["contacts"]] == ["pohjoinenvp.terapiasopimukset@kela.fi"]
    assert "district_of_contract_decides" in body["caveats"]


async def test_each_district_has_its_mailbox(client: TestClient) -> None:
    for district in directory.districts():
        body = await get(client, "contacts", district=district)
        assert [contact["id"] for contact in body["contacts"]] == [f"district_{district}"]


async def test_a_municipality_of_another_district_is_a_contradiction(client: TestClient) -> None:
    problem = await get(client, "contacts", 422, municipality="Oulu", district="southern")
    assert problem["errors"][0]["field"] == "district"


# Monday 23 November 2026 and the days around it; Independence Day is a Sunday, Christmas Eve a Thursday.
@pytest.mark.parametrize(
    ("at", "is_open", "opens_next"),
    [
        ("2026-11-23T08:59", False, "2026-11-23T09:00:00+02:00"),
        ("2026-11-23T09:00", True, "2026-11-24T09:00:00+02:00"),
        ("2026-11-23T14:59:59", True, "2026-11-24T09:00:00+02:00"),
        ("2026-11-23T15:00", False, "2026-11-24T09:00:00+02:00"),
        ("2026-11-27T15:00", False, "2026-11-30T09:00:00+02:00"),
        ("2026-11-28T12:00", False, "2026-11-30T09:00:00+02:00"),
        ("2026-12-24T10:00", False, "2026-12-28T09:00:00+02:00"),
        ("2026-11-23T12:00:00+02:00", True, "2026-11-24T09:00:00+02:00"),
        ("2026-11-23T07:30:00Z", True, "2026-11-24T09:00:00+02:00"),
        ("2026-07-01T06:30:00Z", True, "2026-07-02T09:00:00+03:00"),
        ("2026-11-23", False, "2026-11-23T09:00:00+02:00"),
    ],
)
async def test_the_partner_chat_is_open_on_weekdays(
    client: TestClient, at: str, is_open: bool, opens_next: str
) -> None:
    body = await get(client, "opening-hours", at=at)
    assert set(body["channels"]) == set(hours.channels())
    chat = body["channels"]["partner_chat"]
    assert chat["open"] is is_open
    assert chat["next_opens"] == opens_next
    assert (chat["closes"] is not None) is is_open
    assert chat["weekdays"] == "09:00-15:00"


async def test_a_plus_that_the_address_turned_into_a_space_is_read(client: TestClient) -> None:
    async with client.get("/api/v1/opening-hours?at=2026-11-23T12:00:00+02:00") as response:
        assert response.status == 200
        assert (await response.json())["at"] == "2026-11-23T12:00:00+02:00"


async def test_a_date_and_time_with_a_space_between_is_read(client: TestClient) -> None:
    assert (await get(client, "opening-hours", at="2026-11-23 12:00"))["at"] == "2026-11-23T12:00:00+02:00"


async def test_now_is_the_moment_unless_told(client: TestClient) -> None:
    assert (await get(client, "opening-hours"))["at"] == NOW.isoformat()
