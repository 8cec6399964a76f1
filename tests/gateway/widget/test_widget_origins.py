"""Only allowed sites embed the widget: their pages may read what it needs, other sites get nothing."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from bot.gateway.settings import Settings, read_settings
from devtools.fake_rasa import FakeRasa
from tests.gateway.conftest import Gateway
from tests.support.problems import assert_problem

ALLOWED = "https://www.example.fi"
MESSAGE = {"text": "Paljonko taksimatka maksaa?"}
FEEDBACK = {"conversation_id": "x", "message_id": "x", "rating": "up"}
# Every way in, with the methods that a preflight tells of.
ENDPOINTS: list[tuple[str, str, Any]] = [
    ("POST", "/widget/messages", MESSAGE),
    ("POST", "/widget/feedback", FEEDBACK),
    ("GET", "/widget/status", None),
    ("GET", "/widget/conversations/x", None),
    ("DELETE", "/widget/conversations/x", None),
    ("GET", "/widget.js", None),
    ("GET", "/widget/1.0.0/widget.js", None),
    ("GET", "/widget/version.json", None),
]


@pytest.fixture
async def client(gateway: Gateway) -> TestClient:
    """A client of a gateway whose widget one other site may embed; it sends no key."""
    client = await gateway(widget_origins=[ALLOWED])
    del client.session.headers["Authorization"]
    return client


def assert_readable(response: ClientResponse, origin: str) -> None:
    """Check that a browser lets a page of `origin` read a response, without cookies."""
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert response.headers["Access-Control-Expose-Headers"] == "Retry-After"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert "Origin" in ", ".join(response.headers.getall("Vary"))


@pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)
async def test_an_allowed_site_reads_every_answer(client: TestClient, method: str, path: str, body: Any) -> None:
    async with client.request(method, path, json=body, headers={"Origin": ALLOWED}) as response:
        assert response.status != 403
        assert_readable(response, ALLOWED)


@pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)
async def test_the_hosts_own_pages_do_too(client: TestClient, method: str, path: str, body: Any) -> None:
    own = str(client.make_url("")).rstrip("/")
    # Behind a proxy that ends TLS, the page is https and the gateway is not.
    for origin in (own, own.replace("http://", "https://")):
        async with client.request(method, path, json=body, headers={"Origin": origin}) as response:
            assert response.status != 403
            assert_readable(response, origin)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "*",
        "http://www.example.fi",
        "https://www.example.fi:8443",
        "https://www.example.fi/",
        "https://WWW.example.fi",
        "https://www.example.fi.evil.example",
        "https://evil.example/https://www.example.fi",
        "https://user@www.example.fi",
        "https://example.fi",
        "http://127.0.0.1",
        "http://localhost:1",
        "ftp://127.0.0.1",
        "http://[::",
        "file://",
    ],
)
async def test_any_other_site_gets_nothing(client: TestClient, rasa: FakeRasa, origin: str) -> None:
    for method, path, body in ENDPOINTS:
        async with client.request(method, path, json=body, headers={"Origin": origin}) as response:
            assert response.status == 403, f"{method} {path}"
            problem = await assert_problem(response)
            assert problem["errors"][0]["field"] == "Origin"
            assert "Access-Control-Allow-Origin" not in response.headers
            assert response.headers["Vary"] == "Origin"
    assert rasa.received == []


@pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)
async def test_a_browser_may_ask_first(client: TestClient, method: str, path: str, body: Any) -> None:
    asks = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
    async with client.options(path, headers={"Origin": ALLOWED, **asks}) as response:
        assert response.status == 204
        assert await response.read() == b""
        assert_readable(response, ALLOWED)
        assert method in response.headers["Access-Control-Allow-Methods"].split(", ")
        assert response.headers["Access-Control-Allow-Headers"] == "Content-Type"
    async with client.options(path, headers={"Origin": "https://evil.example", **asks}) as response:
        assert response.status == 403
        assert "Access-Control-Allow-Methods" not in response.headers


async def test_asking_first_about_no_endpoint_is_answered_as_any_wrong_address(client: TestClient) -> None:
    asks = {"Origin": ALLOWED, "Access-Control-Request-Method": "POST"}
    async with client.options("/widget/nothing", headers=asks) as response:
        assert response.status == 404
        await assert_problem(response)
    async with client.options("/widget/messages") as response:
        assert response.status == 405


@pytest.mark.parametrize(
    ("trouble", "status"),
    [("not JSON", 400), ("wrong field", 422), ("unknown conversation", 404), ("too large", 413), ("Rasa down", 503)],
)
async def test_errors_can_be_read_too(client: TestClient, rasa: FakeRasa, trouble: str, status: int) -> None:
    if trouble == "Rasa down":
        rasa.status = 500
    bodies: dict[str, dict[str, Any]] = {
        "not JSON": {"data": b"{"},
        "wrong field": {"json": {"txt": "hei"}},
        "unknown conversation": {"json": {**MESSAGE, "conversation_id": "never-was"}},
        "too large": {"json": {"text": "x" * 100_000}},
        "Rasa down": {"json": MESSAGE},
    }
    async with client.post("/widget/messages", headers={"Origin": ALLOWED}, **bodies[trouble]) as response:
        assert response.status == status
        assert_readable(response, ALLOWED)
        await assert_problem(response)


async def test_a_limit_can_be_read_too(gateway: Gateway) -> None:
    client = await gateway(widget_origins=[ALLOWED], widget_per_minute=1)
    for status in (200, 429):
        async with client.post("/widget/messages", json=MESSAGE, headers={"Origin": ALLOWED}) as response:
            assert response.status == status
            assert_readable(response, ALLOWED)
    assert response.headers["Retry-After"]


async def test_the_partner_api_is_for_programs_not_for_pages(client: TestClient) -> None:
    async with client.post("/api/v1/messages", json=MESSAGE, headers={"Origin": ALLOWED}) as response:
        assert response.status == 401
        assert "Access-Control-Allow-Origin" not in response.headers


# --- The setting


@pytest.mark.parametrize(
    "origin",
    ["https://www.example.fi", "http://localhost:8000", "https://example.fi:8443", "http://[::1]:8080"],
)
def test_an_origin_is_taken_as_browsers_write_it(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    monkeypatch.setenv("KUNTOUTUSNEUVO_WIDGET_ORIGINS", f'["{origin}"]')
    assert read_settings().widget_origins == [origin]


@pytest.mark.parametrize(
    "value",
    [
        '["*"]',
        '["null"]',
        '["www.example.fi"]',
        '["https://www.example.fi/"]',
        '["https://www.example.fi/path"]',
        '["https://WWW.example.fi"]',
        '["https://*.example.fi"]',
        '["https://www.example.fi:443"]',
        '["http://www.example.fi:80"]',
        '["https://user@www.example.fi"]',
        '["ftp://www.example.fi"]',
        '["https://www.example.fi", "x"]',
        '"https://www.example.fi"',
        "https://www.example.fi",
        "[",
    ],
)
def test_what_is_no_origin_keeps_the_gateway_from_starting(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("KUNTOUTUSNEUVO_WIDGET_ORIGINS", value)
    with pytest.raises(SystemExit) as caught:
        read_settings()
    message = str(caught.value)
    assert "KUNTOUTUSNEUVO_WIDGET_ORIGINS" in message.upper()
    assert "\n" not in message
    assert "list" in message or "such as https://www.example.fi" in message


def test_no_other_site_is_allowed_by_itself() -> None:
    assert Settings().widget_origins == []
