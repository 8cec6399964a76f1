"""The page with the widget, its files, and the demo site."""

from __future__ import annotations

from pathlib import Path
from typing import Dict

import pytest
from aiohttp.test_utils import TestClient

from bot.languages import codes
from bot.wording.i18n import words
from tests.gateway.conftest import Gateway
from tests.support.html_page import Page
from tests.support.problems import assert_problem

FILES: Dict[str, str] = {"index.html": "esittely", "fi.html": "sivu", "demo.css": "p {}", "logo.svg": "<svg/>"}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder of static files with a demo site."""
    for name in ("demo", "pages"):
        (tmp_path / "static" / name).mkdir(parents=True)
    for name, content in FILES.items():
        (tmp_path / "static" / "demo" / name).write_text(content, encoding="utf-8")
    (tmp_path / "static" / "secret.txt").write_text("secret", encoding="utf-8")
    return tmp_path / "static"


@pytest.mark.parametrize(
    ("query", "language"), [("", "fi"), ("?lang=fi", "fi"), ("?lang=en", "en"), ("?lang=sv", "fi")]
)
async def test_the_page_has_the_widget_and_a_way_without_it(client: TestClient, query: str, language: str) -> None:
    async with client.get(f"/{query}") as response:
        assert response.status == 200
        policy = response.headers["Content-Security-Policy"].split("; ")
        page = Page(await response.text())
    assert {"script-src 'self'", "connect-src 'self'", "style-src 'self'", "form-action 'self'"} <= set(policy)
    assert page.find("html")[0].attributes["lang"] == language
    widget = page.find("kuntoutusneuvo-chat")[0]
    assert widget.attributes == {"lang": language, "mode": "inline"}
    assert [script.attributes for script in page.find("script")] == [{"type": "module", "src": "/widget.js"}]
    assert page.find("script")[0].text == "", "the policy forbids scripts in the page"
    assert f"/plain?lang={language}" in [link.attributes["href"] for link in page.find("a")]
    assert words("pages.no_script", language) in page.find("noscript")[0].text
    for element in page.find("link"):
        async with client.get(element.attributes["href"]) as response:
            assert response.status == 200


@pytest.mark.parametrize("language", codes())
async def test_the_other_language_is_one_link_away(client: TestClient, language: str) -> None:
    other = next(code for code in codes() if code != language)
    async with client.get(f"/?lang={language}") as response:
        page = Page(await response.text())
    link = page.find("a", hreflang=other)[0]
    assert (link.language, link.attributes["href"]) == (other, f"?lang={other}")


@pytest.mark.parametrize(
    ("path", "name"),
    [("/demo/", "index.html"), ("/demo", "index.html"), ("/demo/fi.html", "fi.html"), ("/demo/logo.svg", "logo.svg")],
)
async def test_the_demo_site_is_served_where_it_is_on(gateway: Gateway, static: Path, path: str, name: str) -> None:
    client = await gateway(static=static, demo=True)
    async with client.get(path) as response:
        assert response.status == 200
        assert await response.text() == FILES[name]
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        assert str(response.url).endswith("/demo/" if name == "index.html" else name), "relative links work"


@pytest.mark.parametrize("path", ["/demo/", "/demo/fi.html"])
async def test_the_demo_site_is_off_by_itself(gateway: Gateway, static: Path, path: str) -> None:
    async with (await gateway(static=static)).get(path) as response:
        assert response.status == 404
        await assert_problem(response)


@pytest.mark.parametrize(
    "path",
    [
        "/demo/nothing.html",
        "/demo/../secret.txt",
        "/demo/%2e%2e/secret.txt",
        "/demo/..%2fsecret.txt",
        "/demo/.",
        "/demo/x/",
    ],
)
async def test_nothing_outside_the_demo_site_is_served(gateway: Gateway, static: Path, path: str) -> None:
    async with (await gateway(static=static, demo=True)).get(path) as response:
        assert "secret" not in await response.text()
        if response.status == 200:
            assert str(response.url).endswith("/demo/"), "an address that means the first page"
