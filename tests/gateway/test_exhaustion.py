"""One visitor's requests, connections and stored answers have limits: none of them wears the gateway out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from bot.gateway import schemas, slow
from bot.gateway.api.partners import digest, load_partners
from bot.gateway.limits import OverLimit, RateLimit, extra_cost
from bot.gateway.visitors import FEEDBACK_KEPT, KEPT_PER_MESSAGE, PAGES_PER_MESSAGE, VISITOR_LIMIT
from bot.languages import codes
from bot.wording.i18n import words
from devtools.fake_rasa import FakeRasa, answer
from tests.gateway.conftest import Gateway
from tests.support.problems import assert_problem

MESSAGE = {"text": "Paljonko taksimatka maksaa?"}
LONG = {"text": "Minulla on pitkä tarina. " * 79}
THEIRS = {"Authorization": "Bearer their-key"}


def partners_file(folder: Path, **limits: int | str) -> Path:
    """Write a file with one partner, and return its path."""
    lines = ["association:", f"  key_sha256: sha256:{digest('their-key')}"]
    path = folder / "partners.yml"
    path.write_text("\n".join([*lines, *(f"  {name}: {value}" for name, value in limits.items())]), encoding="utf-8")
    return path


async def sent_by_partner(client: TestClient, message: dict[str, str]) -> int:
    """Send a message with the partner's key, and return the status."""
    async with client.post("/api/v1/messages", json=message, headers=THEIRS) as response:
        return response.status


# --- Cost


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (None, 0, 0),
        ("Hei", 0, 0),
        ("Paljonko taksimatka maksaa? " * 14, 0, 0),
        ("a" * 2000, 4, 4),
        ("\ufdfa" * 130, 4, 5),
        ("\ufdfa" * 20_000, 5, 6),
    ],
    ids=["a button", "a word", "a few sentences", "the longest", "signs that stand for many", "far too long"],
)
def test_what_a_text_costs_beyond_a_short_one(text: str | None, least: float, most: float) -> None:
    assert least <= extra_cost(text) <= most


def test_what_costs_more_than_is_left_is_paid_by_waiting() -> None:
    seconds = [0.0]
    limit = RateLimit(60, clock=lambda: seconds[0])
    for _ in range(59):
        limit.count("a")
    limit.count("a")
    limit.charge("a", 4)
    with pytest.raises(OverLimit) as caught:
        limit.count("a")
    assert caught.value.seconds == 5
    seconds[0] += 5.0
    limit.count("a")


@pytest.mark.parametrize("path", ["/widget/messages", "/plain"])
async def test_a_long_message_counts_as_several(gateway: Gateway, path: str) -> None:
    client = await gateway(widget_per_minute=10)
    sent: Any = {"data": LONG} if path == "/plain" else {"json": LONG}
    statuses = []
    for _ in range(3):
        async with client.post(path, **sent) as response:
            statuses.append(response.status)
    assert statuses == [200, 200, 429]


async def test_a_partners_long_message_counts_as_several(gateway: Gateway, tmp_path: Path) -> None:
    client = await gateway(partner_keys_file=partners_file(tmp_path, per_minute=10))
    assert [await sent_by_partner(client, LONG) for _ in range(3)] == [200, 200, 429]


# --- What was not counted


@pytest.mark.parametrize(
    "path", ["/readyz", "/widget.js", "/openapi.json", "/", "/plain", "/widget/status", "/nothing"]
)
async def test_every_address_has_a_limit(gateway: Gateway, path: str) -> None:
    client = await gateway(widget_per_minute=1)
    for _ in range(PAGES_PER_MESSAGE):
        async with client.get(path) as response:
            assert response.status != 429
    async with client.get(path) as response:
        assert response.status == 429
        assert response.headers["Retry-After"]
    async with client.get("/healthz") as response:
        assert response.status == 200
    async with client.post("/widget/messages", json=MESSAGE) as response:
        assert response.status == 200, "messages have a limit of their own"


# --- What is kept


async def test_what_an_address_has_kept_in_a_day_has_a_limit(gateway: Gateway, rasa: FakeRasa) -> None:
    client = await gateway(widget_per_minute=10)
    rasa.reply = answer(topic="meta.feedback")
    allowed = 10 * KEPT_PER_MESSAGE // (FEEDBACK_KEPT + 3)
    statuses = set()
    for number in range(allowed + 1):
        # Another minute's worth, of the same day.
        client.app[VISITOR_LIMIT]._buckets.clear()
        async with client.post("/widget/messages", json={"text": f"Hyvä palvelu {number}"}) as response:
            statuses.add(response.status)
    assert statuses == {200}
    client.app[VISITOR_LIMIT]._buckets.clear()
    async with client.post("/widget/messages", json={**MESSAGE, "language": "en"}) as response:
        assert response.status == 429
        assert (await assert_problem(response))["detail"] == words("common.errors.rate_limited", "en")
    async with client.post("/plain?lang=en", data=MESSAGE) as response:
        assert response.status == 429
        assert "112" in await response.text()


async def test_what_a_partner_has_kept_in_a_day_has_a_limit(gateway: Gateway, tmp_path: Path) -> None:
    client = await gateway(partner_keys_file=partners_file(tmp_path, per_day=6))
    statuses = []
    for _ in range(3):
        statuses.append(await sent_by_partner(client, MESSAGE))
        async with client.get("/api/v1/topics", headers=THEIRS) as response:
            assert response.status == 200
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize("value", ["0", "-5", "1.5", "yes"])
def test_a_days_limit_that_is_none_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(ValueError, match="association.per_day"):
        load_partners(None, partners_file(tmp_path, per_day=value))


# --- Slow and broken connections


@asynccontextmanager
async def connection(client: TestClient) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a connection to the gateway and send nothing yet."""
    url = client.make_url("/")
    reader, writer = await asyncio.open_connection(url.host, url.port)
    yield reader, writer
    writer.close()


def head(path: str, length: int, content_type: str = "application/json") -> bytes:
    """Return the head of a request with a body."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: loc"], ids=["nothing", "half a head"])
async def test_a_connection_without_a_request_is_closed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(slow, "HEADER_SECONDS", 0.1)
    async with connection(client) as (reader, writer):
        writer.write(sent)
        async with asyncio.timeout(3):
            assert await reader.read() == b""


async def test_a_connection_that_had_a_request_stays_open(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "HEADER_SECONDS", 0.1)
    async with connection(client) as (reader, writer):
        for _ in range(2):
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"200 OK" in await reader.readuntil(b'{"status":"ok"}')
            await asyncio.sleep(0.2)


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/widget/messages", "application/json"), ("/plain", "application/x-www-form-urlencoded")],
)
async def test_a_body_that_does_not_come_is_not_waited_for(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, content_type: str
) -> None:
    monkeypatch.setattr(schemas, "BODY_SECONDS", 0.1)
    async with connection(client) as (reader, writer):
        writer.write(head(path, 100, content_type) + b"{")
        async with asyncio.timeout(10):
            assert b" 408 " in (await reader.read())


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/widget/messages", "application/json"), ("/plain", "application/x-www-form-urlencoded")],
)
async def test_an_upload_that_is_cut_off_is_no_fault_and_is_counted(
    gateway: Gateway, caplog: pytest.LogCaptureFixture, path: str, content_type: str
) -> None:
    client = await gateway(widget_per_minute=2)
    with caplog.at_level(logging.INFO):
        for _ in range(2):
            async with connection(client) as (_, writer):
                writer.write(head(path, 100, content_type) + b"{")
                await writer.drain()
                await asyncio.sleep(0.05)
        async with asyncio.timeout(3):
            while caplog.text.count("a body was cut off") < 2:
                await asyncio.sleep(0.01)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "Traceback" not in caplog.text
    async with client.post(path, json=MESSAGE) as response:
        assert response.status == 429


async def test_chunks_that_are_none_are_a_wrong_request(
    client: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schemas, "BODY_SECONDS", 0.3)
    request = (
        b"POST /widget/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"tex'
    )
    async with connection(client) as (reader, writer):
        writer.write(request)
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.write(b"\r\nzz\r\n")
        async with asyncio.timeout(10):
            # aiohttp reads no further, so the rest never comes.
            assert b" 408 " in await reader.read()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("language", codes())
async def test_a_limit_is_said_in_the_persons_language(gateway: Gateway, language: str) -> None:
    client = await gateway(widget_per_minute=1)
    await client.post("/widget/messages", json=MESSAGE)
    async with client.post("/widget/messages", json={**MESSAGE, "language": language}) as response:
        assert (await assert_problem(response))["detail"] == words("common.errors.rate_limited", language)
