"""GET /widget/status: who can be reached now, for programs and in words, and the limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict

import pytest
from aiohttp.test_utils import TestClient

from bot.gateway.parts import CLOCK
from bot.hours.clock import HELSINKI
from bot.wording.reach import reach
from tests.gateway.conftest import NOW
from tests.support.problems import assert_problem

NO_CHAT = {"open": False, "opens": None, "closes": None, "assumed": False}


async def status(client: TestClient, query: str) -> Dict[str, Any]:
    """Return the status."""
    async with client.get(f"/widget/status?{query}") as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "no-store"
        body: Dict[str, Any] = await response.json()
        return body


async def test_the_status_of_a_partner(client: TestClient) -> None:
    assert await status(client, "language=fi&audience=partner") == {
        "now": "2026-11-23T10:00:00+02:00",
        "chat": {"open": True, "opens": None, "closes": "2026-11-23T15:00:00+02:00", "assumed": False},
        "human": {"open": True, "text": reach("partner", "fi", NOW), "lang": "fi"},
        "limits": {"text": 2000, "comment": 500},
    }


@pytest.mark.parametrize(
    ("moment", "opens", "assumed"),
    [
        (datetime(2026, 11, 28, 12, tzinfo=HELSINKI), "2026-11-30T09:00:00+02:00", False),
        (datetime(2026, 12, 24, 10, tzinfo=HELSINKI), "2026-12-28T09:00:00+02:00", True),
    ],
)
async def test_a_closed_chat_tells_when_it_opens(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, moment: datetime, opens: str, assumed: bool
) -> None:
    monkeypatch.setitem(client.app._state, CLOCK, lambda: moment)
    body = await status(client, "language=en&audience=partner")
    assert body["chat"] == {"open": False, "opens": opens, "closes": None, "assumed": assumed}
    assert body["human"] == {"open": False, "text": reach("partner", "en", moment), "lang": "en"}


@pytest.mark.parametrize(
    ("query", "language"), [("", "fi"), ("audience=public", "fi"), ("language=en&audience=public", "en")]
)
async def test_the_public_has_no_chat(client: TestClient, query: str, language: str) -> None:
    body = await status(client, query)
    assert body["chat"] == NO_CHAT
    assert body["human"] == {"open": True, "text": reach("public", language, NOW), "lang": language}


@pytest.mark.parametrize(
    ("query", "field"),
    [("language=sv", "language"), ("audience=all", "audience"), ("lang=fi", "lang"), ("audience=", "audience")],
)
async def test_a_wrong_parameter_is_named(client: TestClient, query: str, field: str) -> None:
    async with client.get(f"/widget/status?{query}") as response:
        assert response.status == 422
        assert (await assert_problem(response))["errors"][0]["field"] == field
