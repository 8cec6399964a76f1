"""The widget's script: the current version always asked for anew, numbered ones for ever."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient

from tests.gateway.conftest import Gateway
from tests.support.problems import assert_problem

OLD_SCRIPT, OLD_VERSION = "export {};\n", "1.2.2"
SCRIPT = "export const hello = 'Hyv\u00e4\u00e4 p\u00e4iv\u00e4\u00e4';\n" * 100
VERSION = "1.2.3"


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder of static files with two bundles as the widget's build leaves them."""
    folder = tmp_path / "static"
    (folder / "pages").mkdir(parents=True)
    for version, script in ((OLD_VERSION, OLD_SCRIPT), (VERSION, SCRIPT)):
        (folder / "widget" / version).mkdir(parents=True)
        (folder / "widget" / version / "widget.js").write_text(script, encoding="utf-8")
    (folder / "widget" / "version.json").write_text(json.dumps({"version": VERSION}), encoding="utf-8")
    return folder


@pytest.fixture
async def client(gateway: Gateway, static: Path) -> TestClient:
    """A client of a gateway with that bundle."""
    return await gateway(static=static)


@pytest.mark.parametrize(
    ("path", "caching"),
    [("/widget.js", "no-cache"), (f"/widget/{VERSION}/widget.js", "public, max-age=31536000, immutable")],
)
async def test_the_script_is_served_with_how_long_it_holds(client: TestClient, path: str, caching: str) -> None:
    async with client.get(path) as response:
        assert response.status == 200
        assert response.content_type == "text/javascript"
        assert response.charset == "utf-8"
        assert response.headers["Cache-Control"] == caching
        assert await response.text() == SCRIPT


async def test_a_script_that_has_not_changed_is_not_sent_again(client: TestClient, static: Path) -> None:
    async with client.get("/widget.js") as response:
        etag = response.headers["ETag"]
    async with client.get("/widget.js", headers={"If-None-Match": etag}) as response:
        assert response.status == 304
        assert await response.read() == b""
    (static / "widget" / VERSION / "widget.js").write_text("export {};", encoding="utf-8")
    async with client.get("/widget.js", headers={"If-None-Match": etag}) as response:
        assert response.status == 200
        assert await response.text() == "export {};"


async def test_a_version_that_a_page_has_fixed_is_served_after_the_next_release(client: TestClient) -> None:
    async with client.get(f"/widget/{OLD_VERSION}/widget.js") as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert await response.text() == OLD_SCRIPT


async def test_the_script_is_sent_compressed(client: TestClient) -> None:
    async with client.get("/widget.js", headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in ", ".join(response.headers.getall("Vary"))
        assert await response.text() == SCRIPT


async def test_the_version_tells_where_the_script_is_and_its_integrity(client: TestClient) -> None:
    async with client.get("/widget/version.json") as response:
        assert response.headers["Cache-Control"] == "no-cache"
        version = await response.json()
    assert version["version"] == VERSION
    async with client.get(version["script"]) as response:
        digest = hashlib.sha384(await response.read()).digest()
    assert version["integrity"] == f"sha384-{base64.b64encode(digest).decode()}"


@pytest.mark.parametrize("version", ["1.2.4", "latest", "1.2.3%2f..", "1.2.3 "])
async def test_an_unknown_version_is_not_found(client: TestClient, version: str) -> None:
    async with client.get(f"/widget/{version}/widget.js") as response:
        assert response.status == 404
        await assert_problem(response)


@pytest.mark.parametrize("missing", [f"{VERSION}/widget.js", "version.json"])
@pytest.mark.parametrize("path", ["/widget.js", "/widget/9.9.9/widget.js", "/widget/version.json"])
async def test_a_script_that_was_never_built_is_said_to_be_missing(
    client: TestClient, static: Path, missing: str, path: str
) -> None:
    (static / "widget" / missing).unlink()
    async with client.get(path) as response:
        assert response.status == 404
        problem = await assert_problem(response)
    assert Path(missing).name in problem["hint"]
    assert str(static) not in json.dumps(problem)


@pytest.mark.parametrize("path", [f"/static/widget/{VERSION}/widget.js", f"/static/..%2fwidget/{VERSION}/widget.js"])
async def test_there_is_no_way_to_the_script_past_the_allowed_origins(client: TestClient, path: str) -> None:
    async with client.get(path) as response:
        assert response.status == 404
    # Not as a plain script either, which asks for no permission.
    async with client.get("/widget.js") as response:
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
