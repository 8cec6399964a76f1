"""Whatever is sent, in whatever form, no log and no error quotes it."""

from __future__ import annotations

import asyncio
import io
import logging
import warnings
from collections.abc import Iterator

import pytest
from aiohttp.test_utils import TestClient

from bot import quiet_logs
from tests.gateway.conftest import Gateway

MARKED = "Marked-Person-010190-900P"
HOST = b"Host: localhost\r\n"
BODY = f'{{"text": "{MARKED}"}}'.encode()
MALFORMED = {
    "a body longer than its length": (
        b"POST /widget/messages HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
        b"My name is " + MARKED.encode() + b"\r\n\r\n"
    ),
    "a blank in the address": b"GET /api/v1/" + MARKED.encode() + b" and more HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\n" + HOST + MARKED.encode() + b"\r\n\r\n",
    "a wrong length": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: " + MARKED.encode() + b"\r\n\r\n",
    "a wrong chunk": (
        b"POST /widget/messages HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n" + BODY + b"\r\n0\r\n\r\n"
    ),
    "a wrong method": MARKED.encode() + b"\r\n\r\n",
    "a long line": b"GET /" + MARKED.encode() * 1000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that the gateway's process would write into its log, of every logger at every level."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    factory, level, show = logging.getLogRecordFactory(), root.level, warnings.showwarning
    quiet_logs.install()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)
    logging.setLogRecordFactory(factory)
    warnings.showwarning = show


async def exchange(client: TestClient, sent: bytes) -> bytes:
    """Send bytes, and return all that comes back until the connection is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
    writer.write(sent)
    try:
        return await asyncio.wait_for(reader.read(), 3)
    except TimeoutError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
async def test_what_is_no_http_is_quoted_nowhere(client: TestClient, log: io.StringIO, sent: bytes) -> None:
    asyncio.get_running_loop().set_debug(True)
    answered = await exchange(client, sent)
    assert b"Marked" not in answered
    last = answered[answered.rindex(b"HTTP/1.") :]
    assert b" 400 " in last.split(b"\r\n")[0]
    for header in (b"application/problem+json", b"Server: kuntoutusneuvo", b"Content-Security-Policy", b"nosniff"):
        assert header in last
    assert b'"detail"' in last
    assert "Marked" not in log.getvalue()
    assert "127.0.0.1" not in log.getvalue()


async def test_a_key_that_is_no_text_is_a_wrong_key(client: TestClient, log: io.StringIO) -> None:
    path = f"/api/v1/topics/x%0A2026-11-30%20INFO%20{MARKED}".encode()
    sent = b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\nAuthorization: Bearer \xff\xfe\r\n\r\n"
    assert (await exchange(client, sent)).startswith(b"HTTP/1.1 401 ")
    assert "Marked" not in log.getvalue()


async def test_an_unforeseen_error_names_the_route_and_not_the_path(
    client: TestClient, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object) -> None:
        raise RuntimeError(MARKED)

    monkeypatch.setattr("bot.gateway.api.partners.digest", explode)
    async with client.get(f"/api/v1/topics/x%0A{MARKED}") as response:
        assert response.status == 500
        assert MARKED not in await response.text()
    assert "RuntimeError in GET /api/v1/topics/{id}" in log.getvalue()
    assert MARKED not in log.getvalue()


async def test_the_version_is_not_told(gateway: Gateway) -> None:
    client = await gateway()
    for path in ("/healthz", "/", "/widget.js", "/no-such-page"):
        async with client.get(path) as response:
            assert response.headers["Server"] == "kuntoutusneuvo"


def test_a_library_keeps_only_what_its_source_says(log: io.StringIO) -> None:
    library = logging.getLogger("some.library")
    library.info("a message of the source")
    library.info("with %s in it", MARKED)
    library.warning(f"built of {MARKED}")
    library.debug(MARKED.lower())
    try:
        raise ValueError(MARKED)
    except ValueError:
        library.exception("failed at %r", MARKED)
    warnings.showwarning(UserWarning(MARKED), UserWarning, "file.py", 1)
    written = log.getvalue()
    assert MARKED.lower() not in written.lower()
    assert "a message of the source\nwith … in it\n" in written
    assert "failed at … (ValueError at " in written
    assert "UserWarning at " in written


def test_what_is_said_stays_on_its_line(log: io.StringIO) -> None:
    logging.getLogger("bot.gateway").info("answered topic=%s", "a\nb\x1b[0m\u2028c")
    assert log.getvalue() == "answered topic=a\\nb\\x1b[0m\\u2028c\n"


def test_a_record_made_from_a_dictionary_is_possible() -> None:
    factory = logging.getLogRecordFactory()
    try:
        quiet_logs.install()
        assert logging.makeLogRecord({"name": "x", "msg": "y"}).name == "x"
    finally:
        logging.setLogRecordFactory(factory)
