"""Who may call what: every partner route needs a key, every caller has a limit, every route is described."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator

from bot import directory
from bot.gateway.api.partners import digest, load_partners
from bot.gateway.limits import OverLimit, RateLimit
from bot.languages import codes
from devtools.description import Description
from devtools.fake_rasa import FakeRasa
from tests.gateway.conftest import KEY, Gateway
from tests.support.problems import assert_problem

MESSAGE = {"text": "Paljonko taksimatka maksaa?"}
# What needs no key: the pages, the widget with limits of its own, the description, and what says how the service is.
OPEN = {
    "/",
    "/demo",
    "/demo/{name}",
    "/healthz",
    "/openapi.json",
    "/plain",
    "/readyz",
    "/static/{name}",
    "/widget.js",
    "/widget/conversations/{id}",
    "/widget/feedback",
    "/widget/messages",
    "/widget/status",
    "/widget/version.json",
    "/widget/{version}/widget.js",
}
# What answers with something else than JSON, so that the description leaves it out.
UNDESCRIBED = {
    "/",
    "/demo",
    "/demo/{name}",
    "/openapi.json",
    "/plain",
    "/static/{name}",
    "/widget.js",
    "/widget/{version}/widget.js",
}


def routes(client: TestClient) -> list[tuple[str, str]]:
    """Return the method and path of every registered route."""
    app = client.app
    assert isinstance(app, web.Application)
    return [
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    ]


async def test_every_route_is_open_on_purpose_or_needs_a_key(client: TestClient) -> None:
    guarded = {path for _, path in routes(client)} - OPEN
    assert guarded, "no route needs a key"
    assert all(path.startswith("/api/v1/") for path in guarded)
    assert "/api/v1/messages" in guarded


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Bearer {KEY}x"},
        {"Authorization": f"Bearer {KEY.upper()}"},
        {"Authorization": f"Basic {KEY}"},
        {"Authorization": KEY},
        {"Authorization": "Bearer \udcff\udcfe"},
        {"X-Api-Key": KEY},
    ],
    ids=[
        "no header",
        "an empty one",
        "no key",
        "a blank key",
        "a wrong key",
        "a longer key",
        "other case",
        "another scheme",
        "no scheme",
        "no text",
        "another header",
    ],
)
async def test_no_partner_route_answers_without_a_valid_key(
    gateway: Gateway, rasa: FakeRasa, headers: dict[str, str]
) -> None:
    client = await gateway()
    del client.session.headers["Authorization"]
    for method, path in routes(client):
        if path in OPEN:
            continue
        url = re.sub(r"\{\w+\}", "travel.taxi", path)
        async with client.request(method, url, headers=headers, json=MESSAGE if method == "POST" else None) as response:
            assert response.status == 401, f"{method} {path}"
            assert response.headers["WWW-Authenticate"].startswith("Bearer")
            problem = await assert_problem(response)
            assert problem["errors"][0]["field"] == "Authorization"
    assert rasa.received == []


async def test_the_scheme_is_read_in_any_case(client: TestClient) -> None:
    async with client.get("/api/v1/topics", headers={"Authorization": f"bearer {KEY}"}) as response:
        assert response.status == 200


# --- Limits


async def test_the_development_key_has_no_limit(client: TestClient) -> None:
    for _ in range(700):
        async with client.get("/api/v1/topics") as response:
            assert response.status == 200


def hashed(key: str) -> str:
    """Return a key's hash as the file of partners has it."""
    return f"sha256:{digest(key)}"


@pytest.fixture
def partners_file(tmp_path: Path) -> Path:
    """An operator's file with one partner that may send three messages a minute."""
    path = tmp_path / "partners.yml"
    path.write_text(f"association:\n  key_sha256: {hashed('their-key')}\n  per_minute: 3\n", encoding="utf-8")
    return path


async def test_a_partner_over_its_limit_is_told_when_to_come_back(gateway: Gateway, partners_file: Path) -> None:
    client = await gateway(partner_keys_file=partners_file)
    headers = {"Authorization": "Bearer their-key"}
    for _ in range(3):
        async with client.post("/api/v1/messages", json=MESSAGE, headers=headers) as response:
            assert response.status == 200
    async with client.post("/api/v1/messages", json=MESSAGE, headers=headers) as response:
        assert response.status == 429
        assert 1 <= int(response.headers["Retry-After"]) <= 20
        await assert_problem(response)
    async with client.post("/api/v1/messages", json=MESSAGE) as response:
        assert response.status == 200, "another partner has a limit of its own"


async def test_partners_do_not_see_each_others_conversations(gateway: Gateway, partners_file: Path) -> None:
    client = await gateway(partner_keys_file=partners_file)
    async with client.post("/api/v1/messages", json={**MESSAGE, "message_id": "m-1"}) as response:
        ours = await response.json()
    headers = {"Authorization": "Bearer their-key"}
    theirs = {**MESSAGE, "conversation_id": ours["conversation_id"]}
    async with client.post("/api/v1/messages", json=theirs, headers=headers) as response:
        assert response.status == 404
    async with client.post("/api/v1/messages", json={**MESSAGE, "message_id": "m-1"}, headers=headers) as response:
        body = await response.json()
    assert body["conversation_id"] != ours["conversation_id"], "a message id is its partner's own"


GOOD = hashed("a key")
OTHER = hashed("another key")
# As `openssl rand -hex 32` makes one: it looks like a hash.
KEY_IN_HEX = "5e" * 32


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("one: {per_minute: 5}", "'one.key_sha256' is missing: add it", id="no key"),
        pytest.param(
            f"one: {{key_sha256: {GOOD}, key: secret}}",
            "'one.key' is not known: use one of key_sha256",
            id="a field",
        ),
        pytest.param(f"one: {{key_sha256: {GOOD}, per_hour: 5}}", "'one.per_hour' is not known", id="a misspelt field"),
        pytest.param(f"one: {{key_sha256: {hashed('')}}}", "'one.key_sha256'.*SHA-256 of nothing", id="no key's hash"),
        pytest.param(f"one: {{key_sha256: {hashed(chr(10))}}}", "SHA-256 of nothing", id="an empty line's hash"),
        pytest.param(f"one: {{key_sha256: {hashed('').upper()}}}", "SHA-256 of nothing", id="the same in capitals"),
        pytest.param(f"one: {{key_sha256: {hashed('abc')}}}", "or of an example: make a key", id="an example's hash"),
        pytest.param(f"one: {{key_sha256: {GOOD[:63]}}}", "'one.key_sha256'.*64 digits", id="a short hash"),
        pytest.param(f"one: {{key_sha256: {GOOD}0}}", "'one.key_sha256'.*64 digits", id="a long hash"),
        pytest.param("one: {key_sha256: ''}", "'one.key_sha256'.*64 digits", id="an empty hash"),
        pytest.param(f"one: {{key_sha256: {GOOD[7:]}}}", "write sha256: and", id="a bare hash"),
        pytest.param(f"one: {{key_sha256: {KEY_IN_HEX}}}", "If this is the key itself", id="a key of hex digits"),
        pytest.param("one: {key_sha256: }", "'one.key_sha256'.*valid string", id="no hash"),
        pytest.param("one: {key_sha256: 12345}", "'one.key_sha256'.*valid string", id="a number"),
        pytest.param(
            "one: {key_sha256: w2Yk-plain_key_of_somebody_43_characters_xyz}", "If this is the key itself", id="the key"
        ),
        *(
            pytest.param(f"one: {{key_sha256: {GOOD}, per_minute: {value}}}", f"'one.per_minute'.*{says}", id=value)
            for value, says in [
                ("0", "greater than or equal to 1"),
                ("-5", "greater than or equal to 1"),
                ("many", "valid integer"),
                ("'600'", "valid integer"),
                ("1.5", "valid integer"),
                (".inf", "valid integer"),
                ("yes", "valid integer"),
                ("", "valid integer"),
            ]
        ),
        pytest.param(
            f"one: {{key_sha256: {GOOD}}}\none: {{key_sha256: {OTHER}}}",
            "'one' is given twice: remove one",
            id="twice",
        ),
        pytest.param(
            f"one: {{key_sha256: {GOOD}}}\ntwo: {{key_sha256: {GOOD.upper()}}}",
            "'two.key_sha256' is the key of 'one' too: give each partner its own",
            id="one key for two",
        ),
        pytest.param(
            f"development: {{key_sha256: {GOOD}}}",
            "'development' cannot be a partner's name.*Choose",
            id="the reserved",
        ),
        pytest.param(
            f"' Development ': {{key_sha256: {GOOD}}}", "cannot be a partner's name", id="nearly the reserved"
        ),
        pytest.param(f"' ': {{key_sha256: {GOOD}}}", "cannot be a partner's name", id="a blank name"),
        pytest.param(f"one: {GOOD}", "'one' must be a mapping", id="a hash alone"),
        pytest.param("[one, two]", "must be a mapping", id="a list"),
        pytest.param("", "must be a mapping", id="an empty file"),
        pytest.param("one: {", "partners.yml", id="no YAML"),
    ],
)
def test_a_wrong_partners_file_is_refused_with_partner_field_and_fix(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "partners.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"(?s)partners\.yml.*{says}") as caught:
        load_partners(None, path)
    for key in ("plain_key_of_somebody", KEY_IN_HEX):
        assert key not in str(caught.value), "a key must not stand in a log"


def test_a_partners_key_that_is_the_development_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a-key\n", encoding="utf-8")
    (tmp_path / "partners.yml").write_text(f"one: {{key_sha256: {hashed('a-key')}}}", encoding="utf-8")
    with pytest.raises(ValueError, match="is the key of 'development' too"):
        load_partners(tmp_path / "key", tmp_path / "partners.yml")


@pytest.mark.parametrize("content", ["", "\n", " \t\n", "two words\n", "ä"])
def test_a_file_that_holds_no_key_opens_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "dev-partner-key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"dev-partner-key: holds no key.*remove the file, and `make run` makes a new"):
        load_partners(path, None)


def test_a_limit_refills_evenly() -> None:
    seconds = [0.0]
    limit = RateLimit(60, clock=lambda: seconds[0])
    for _ in range(60):
        limit.count("a")
    with pytest.raises(OverLimit):
        limit.count("a")
    limit.count("b")
    seconds[0] += 1.0
    limit.count("a")
    with pytest.raises(OverLimit) as caught:
        limit.count("a")
    assert caught.value.seconds == 1


def test_a_refused_message_costs_nothing() -> None:
    seconds = [0.0]
    limit = RateLimit(1, clock=lambda: seconds[0])
    limit.count("a")
    for _ in range(59):
        seconds[0] += 1.0
        with pytest.raises(OverLimit):
            limit.count("a")
    seconds[0] += 1.5
    limit.count("a")


# --- Errors, headers, description


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/messages", 405),
        ("DELETE", "/api/v1/topics", 405),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("GET", "/static/nothing.js", 404),
        ("GET", "/static/", 404),
        ("GET", "/static/../settings.py", 404),
        ("GET", "/static/%2e%2e/settings.py", 404),
        ("POST", "/healthz", 405),
    ],
)
async def test_a_wrong_address_is_a_problem_too(client: TestClient, method: str, path: str, status: int) -> None:
    async with client.request(method, path) as response:
        assert response.status == status
        await assert_problem(response)
        if status == 405:
            assert response.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/plain",
        "/demo/",
        "/static/pages.css",
        "/widget.js",
        "/healthz",
        "/openapi.json",
        "/api/v1/topics",
        "/nothing",
    ],
)
async def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    async with client.get(path) as response:
        policy = response.headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy)
        assert "unsafe" not in " ".join(policy)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"


async def test_the_description_lists_every_route_that_answers_in_json(client: TestClient) -> None:
    async with client.get("/openapi.json") as response:
        assert response.status == 200
        description = await response.json()
    described = {(method.upper(), path) for path, operations in description["paths"].items() for method in operations}
    assert described == {(method, path) for method, path in routes(client) if path not in UNDESCRIBED}


async def test_the_description_holds_together(client: TestClient) -> None:
    async with client.get("/openapi.json") as response:
        description = await response.json()
    assert description["openapi"] == "3.1.0"
    assert description["info"]["version"]
    names = set(description["components"]["schemas"])
    for reference in _references(description):
        assert reference.removeprefix("#/components/schemas/") in names
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    tags = {tag["name"] for tag in description["tags"]}
    identifiers = []
    for path, operations in description["paths"].items():
        placeholders = set(re.findall(r"\{(\w+)\}", path))
        for operation in operations.values():
            assert operation["summary"]
            assert set(operation["tags"]) <= tags
            assert {"200", "204"} & set(operation["responses"])
            in_path = {entry["name"] for entry in operation.get("parameters", []) if entry["in"] == "path"}
            assert in_path == placeholders
            open_route = operation["security"] == []
            assert open_route == (path in OPEN)
            identifiers.append(operation["operationId"])
    assert len(identifiers) == len(set(identifiers))


async def test_the_description_of_a_partners_path_tells_what_its_key_can_cost(client: TestClient) -> None:
    async with client.get("/openapi.json") as response:
        description = await response.json()
    for path, operations in description["paths"].items():
        for operation in operations.values():
            assert ("401" in operation["responses"]) == path.startswith("/api/")
            assert ("403" in operation["responses"]) == path.startswith("/widget/")


async def test_parameters_are_described_with_their_values(client: TestClient) -> None:
    async with client.get("/openapi.json") as response:
        paths = (await response.json())["paths"]
    parameters = {entry["name"]: entry["schema"] for entry in paths["/api/v1/contacts"]["get"]["parameters"]}
    assert parameters["language"] == {"type": "string", "enum": list(codes()), "default": codes()[0]}
    assert parameters["district"] == {"type": "string", "enum": list(directory.districts())}
    assert parameters["municipality"] == {"type": "string"}


async def test_an_answer_has_the_members_that_the_description_gives(client: TestClient) -> None:
    async with client.get("/openapi.json") as response:
        schemas = (await response.json())["components"]["schemas"]
    async with client.post("/api/v1/messages", json=MESSAGE) as response:
        body = await response.json()
    assert set(body) == set(schemas["MessageResponse"]["properties"])
    assert set(body["replies"][0]) | {"role"} == set(schemas["PartnerReply"]["properties"])
    assert set(schemas["MessageRequest"]["properties"]) == {
        "conversation_id",
        "message_id",
        "text",
        "payload",
        "language",
        "audience",
        "topic_hint",
    }


# An answer that is right, and what makes it wrong.
HEALTH = ("GET", "/healthz", 200, "application/json", b'{"status": "ok"}')


@pytest.mark.parametrize(
    ("index", "wrong", "complaint"),
    [
        pytest.param(2, 418, "no such status", id="another status"),
        pytest.param(3, "text/html", "text/html in place of", id="another kind of body"),
        pytest.param(4, b'{"status": "fine"}', "'ok' was expected", id="another value"),
        pytest.param(4, b"{}", "'status' is a required property", id="a member is missing"),
        pytest.param(4, b'{"status": "ok", "since": 1}', "'since' was unexpected", id="a member too many"),
    ],
)
def test_an_answer_that_is_not_as_described_is_noticed(index: int, wrong: Any, complaint: str) -> None:
    Description.own().check(*HEALTH)
    answer: list[Any] = [*HEALTH]
    answer[index] = wrong
    with pytest.raises(AssertionError, match=complaint):
        Description.own().check(*answer)


def test_a_problem_of_an_unknown_path_has_the_shape_of_one() -> None:
    with pytest.raises(AssertionError, match="'detail' is a required property"):
        Description.own().check("GET", "/nothing", 404, "application/problem+json", b'{"type": "about:blank"}')


def test_the_description_is_printed_without_a_server() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "bot.gateway", "--describe"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert json.loads(printed) == Description.own().document


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [reference for value in node.values() for reference in _references(value)]
    if isinstance(node, list):
        return [reference for value in node for reference in _references(value)]
    return []


# --- Health


async def test_alive_says_so_without_the_parts(gateway: Gateway, unused_tcp_port: int) -> None:
    client = await gateway(rasa_urls=[f"http://127.0.0.1:{unused_tcp_port}"])
    async with client.get("/healthz") as response:
        assert response.status == 200


async def test_ready_when_every_part_answers(client: TestClient) -> None:
    async with client.get("/readyz") as response:
        assert response.status == 200
        body = await response.json()
    assert set(body["parts"]) == {"rasa 1", "actions", "database"}
    assert set(body["parts"].values()) == {"ok"}


async def test_not_ready_names_the_part_that_does_not_answer(
    gateway: Gateway, rasa: FakeRasa, unused_tcp_port: int
) -> None:
    dead = f"http://127.0.0.1:{unused_tcp_port}"
    broken: list[tuple[str, dict[str, Any]]] = [("rasa 1", {"rasa_urls": [dead]}), ("actions", {"action_url": dead})]
    for part, changes in broken:
        client = await gateway(**changes)
        async with client.get("/readyz") as response:
            assert response.status == 503
            parts = (await response.json())["parts"]
        assert [name for name, state in parts.items() if state != "ok"] == [part]


async def test_not_ready_while_a_part_answers_with_an_error(client: TestClient, rasa: FakeRasa) -> None:
    rasa.status = 500
    async with client.get("/readyz") as response:
        assert response.status == 503
