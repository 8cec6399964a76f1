"""The documentation is true: links, commands, settings and examples are those of the project as it is."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import knowledge
from bot.contract import OpenQuestion, Source
from bot.dialogue.discovery import flows
from bot.gateway.api.lookups import ChannelHours, Contact, Contacts, ListedTopic, TopicAnswer
from bot.gateway.api.messages import MessageResponse
from bot.gateway.api.rules import (
    AllowanceRequest,
    Assessment,
    CriterionResult,
    DatedParameter,
    EligibilityRequest,
    TravelReimbursement,
    TravelRequest,
)
from bot.gateway.app import create_app
from bot.gateway.schemas import MessageRequest
from bot.gateway.settings import PREFIX, Settings
from bot.languages import codes
from bot.privacy.recognisers import RECOGNISERS
from bot.run import launcher
from devtools.description import DescribedClient, Description
from scripts import licences

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Helsinki"))
KEY = "a-key-for-tests"

LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:`|^)make ([a-z-]+)", re.MULTILINE)
# A request as it goes over the wire, and what comes back.
EXAMPLE = re.compile(r"```http\n(GET|POST) (\S+)\n(?:\n(.*?)\n)?```\n\n```json\n(.*?)\n```", re.DOTALL)
CURL = re.compile(r"curl -s http://127\.0\.0\.1:8080(\S+) .*?-d '(.*?)'\n```\n\n```json\n(.*?)\n```", re.DOTALL)
# The end of a text that is shown shortened.
CUT = "…"


def read(path: Path) -> str:
    """Return a page."""
    return path.read_text(encoding="utf-8")


def page(path: Path) -> str:
    """Return a page's name for the test's id."""
    return str(path.relative_to(ROOT))


def prose(path: Path) -> str:
    """Return a page without its fenced blocks, where a "#" is a comment and a bracket no link."""
    return FENCE.sub("", read(path))


def anchors(path: Path) -> set[str]:
    """Return the anchors that a page's headings make."""
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(prose(path))}


# --- Links and commands


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    for link in LINK.findall(CODE.sub("", prose(path))):
        name, _, anchor = link.partition("#")
        target = (path.parent / unquote(name)).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_make_knows_every_command(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    assert set(COMMAND.findall(read(path))) - targets == set()


# A decision stays as it was written, with the names of its day.
@pytest.mark.parametrize("path", [path for path in PAGES if path.parent.name != "adr"], ids=page)
def test_files_that_are_named_exist(path: Path) -> None:
    named = [
        code for code in CODE.findall(prose(path)) if re.match(r"(?:bot|actions|tests|data|locales|scripts)/", code)
    ]
    made_up = re.compile(r"[<*…]|test_<")
    assert [code for code in named if not made_up.search(code) and not (ROOT / code).exists()] == []


@pytest.mark.parametrize("name", ["operations.md", "architecture.md"])
def test_processes_are_started_as_the_launcher_does(name: str) -> None:
    modules = [part.command[2] for part in launcher.parts({"gateway": 8080, "actions": 5055}, [5005])]
    assert [module for module in modules if f"python -m {module}" not in read(DOCS / name)] == []


# --- Settings


def row(name: str, default: Any, description: str | None) -> str:
    """Return a setting's row of the table in docs/operations.md."""
    shown = "none" if default is None else f"`{json.dumps(default) if isinstance(default, (list, bool)) else default}`"
    return f"| `{PREFIX}{name.upper()}` | {shown} | {description} |"


def test_every_setting_of_the_gateway_is_documented_as_it_is() -> None:
    rows = [row(name, field.default, field.description) for name, field in Settings.model_fields.items()]
    assert "\n".join(rows) in read(DOCS / "operations.md"), "put these rows into the table:\n" + "\n".join(rows)


def test_every_variable_that_the_code_reads_is_documented() -> None:
    python = [path for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py")]
    code = "".join(map(read, [*python, ROOT / "endpoints.yml"]))
    # KUNTOUTUSNEUVO_..., the launcher's ports, and ${...} in endpoints.yml.
    variables = set(re.findall(r"\"(KUNTOUTUSNEUVO_[A-Z_]*[A-Z]|(?:[A-Z]+_)?PORT)\"|\$\{([A-Z_]+)\}", code))
    names = {name for found in variables for name in found if name}
    documented = set(CODE.findall(read(DOCS / "operations.md")))
    assert names - documented == set()


def test_no_documented_setting_is_gone() -> None:
    prefix = PREFIX
    known = {f"{prefix}{name.upper()}" for name in Settings.model_fields} | {f"{prefix}VAR", f"{prefix}NOW"}
    named = {name for path in PAGES for name in re.findall(rf"{prefix}[A-Z_]*[A-Z]", read(path))}
    assert named - known == set()


# --- The partner API


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[TestClient]:
    """A gateway without Rasa: rules, look-ups and errors need none."""
    key_file = tmp_path / "key"
    key_file.write_text(KEY, encoding="ascii")
    app = create_app(Settings(dev_key_file=key_file, database=":memory:"), clock=lambda: NOW)
    async with DescribedClient(TestServer(app), headers={"Authorization": f"Bearer {KEY}"}) as client:
        yield client


def shows(documented: Any, actual: Any) -> bool:
    """Whether an example shows what is answered; its lists may leave entries out and its texts may be cut."""
    if isinstance(documented, dict) and isinstance(actual, dict):
        return documented.keys() == actual.keys() and all(shows(documented[key], actual[key]) for key in documented)
    if isinstance(documented, list) and isinstance(actual, list):
        left = iter(actual)
        return bool(documented) == bool(actual) and all(
            any(shows(entry, each) for each in left) for entry in documented
        )
    if isinstance(documented, str) and isinstance(actual, str) and documented.endswith(CUT):
        return actual.startswith(documented.removesuffix(CUT))
    return type(documented) is type(actual) and bool(documented == actual)


EXAMPLES = [found for name in ("api.md", "widget.md") for found in EXAMPLE.findall(read(DOCS / name))] + [
    ("POST", *found) for found in CURL.findall(read(ROOT / "README.md")) if "/rules/" in found[0]
]


@pytest.mark.parametrize(
    ("method", "path", "body", "answer"), EXAMPLES, ids=[" ".join(found[:2]) for found in EXAMPLES]
)
async def test_an_example_is_what_the_api_answers(
    client: TestClient, method: str, path: str, body: str, answer: str
) -> None:
    async with client.request(method, path, json=json.loads(body) if body else None) as response:
        actual = await response.json()
    assert shows(json.loads(answer), actual), json.dumps(actual, ensure_ascii=False, indent=2)


def test_the_examples_were_found() -> None:
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_json_examples_are_json(path: Path) -> None:
    for _, kind, text in FENCE.findall(read(path)):
        if kind == "json":
            json.loads(text)


def conversations() -> list[tuple[str, Any]]:
    """Return the examples that are a message or the answer to one, with the page's name."""
    found = []
    for path in PAGES:
        blocks = [json.loads(text) for _, kind, text in FENCE.findall(read(path)) if kind == "json"]
        blocks += [json.loads(body) for target, body, _ in CURL.findall(read(path)) if target == "/api/v1/messages"]
        # What has a kind is a topic, which has a text as well.
        talk = [block for block in blocks if {"text", "payload", "replies"} & block.keys() and "kind" not in block]
        found += [(page(path), block) for block in talk]
    return found


@pytest.mark.parametrize(("name", "block"), conversations())
def test_an_example_of_a_conversation_has_the_shape_of_one(name: str, block: dict[str, Any]) -> None:
    if "replies" not in block:
        MessageRequest(**block)
        return
    assert block.keys() == MessageResponse.model_fields.keys()
    MessageResponse.model_validate_json(json.dumps(block))
    assert block["language"] in codes()
    assert block["topic"] in knowledge.topics()
    assert set(block["redacted"]) <= set(RECOGNISERS)
    known = {source.url for source in knowledge.sources().values()}
    assert {source["url"] for source in block["sources"]} <= known
    for button in (button for reply in block["replies"] for button in reply["buttons"]):
        payload = re.fullmatch(r"/(\w+)(\{.*\})", button["payload"])
        assert payload is not None
        topic = json.loads(payload[2]).get("topic")
        assert topic is None or knowledge.topics()[topic].kind == payload[1]
    if block["flow"]:
        assert block["flow"]["step"] in steps(block["flow"]["id"])


def steps(flow_id: str) -> list[str]:
    """Return the names of a dialogue's steps as callers see them."""
    return list(dict.fromkeys(step.public or step.id for step in flows()[flow_id].steps))


def test_every_guided_dialogue_is_listed_with_its_steps() -> None:
    text = read(DOCS / "api.md")
    for flow_id in flows():
        listed = ", ".join(f"`{step}`" for step in steps(flow_id))
        assert f"| `{flow_id}` | {listed} |" in text


def test_every_path_is_described_and_no_other() -> None:
    described = set(Description.own().document["paths"])
    text = read(DOCS / "api.md") + read(DOCS / "widget.md")
    assert {path for path in described if path not in text} == set()
    named = {found for path in PAGES for found in re.findall(r"/api/v1/[a-z{}/-]*[a-z}]", read(path))}
    known = {path for path in described if path.startswith("/api/")} | {"/api/v1/rules"}
    assert {path for path in named if path not in known and not path.startswith("/api/v1/topics/")} == set()


@pytest.mark.parametrize(
    "schema",
    [
        MessageRequest,
        MessageResponse,
        OpenQuestion,
        Source,
        EligibilityRequest,
        AllowanceRequest,
        TravelRequest,
        Assessment,
        CriterionResult,
        DatedParameter,
        TravelReimbursement,
        ListedTopic,
        TopicAnswer,
        Contacts,
        Contact,
        ChannelHours,
    ],
)
def test_every_field_is_described(schema: Any) -> None:
    text = read(DOCS / "api.md")
    assert [name for name in schema.model_fields if f"`{name}`" not in text and f'"{name}"' not in text] == []


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_topics_that_are_named_exist(path: Path) -> None:
    groups = {topic.split(".")[0] for topic in knowledge.topics()}
    named = {
        code
        for code in CODE.findall(prose(path))
        if re.fullmatch(r"[a-z]+(\.[a-z_]+)+", code)
        and code.split(".")[0] in groups
        and not code.endswith((".py", ".yml"))
    }
    # The codes of alternatives in a result, and the example of a topic that does not exist yet.
    others = {"rehab.discretionary", "rehab.public_health_care", "travel.bicycle"}
    assert named - set(knowledge.topics()) - others == set()


# --- Figures and lists


def test_the_readme_counts_the_topics_right() -> None:
    assert re.findall(r"(\d+) topics", read(ROOT / "README.md")) == [str(len(knowledge.topics()))]


@pytest.mark.parametrize("name", ["privacy.md", "api.md"])
def test_every_kind_of_personal_data_is_listed(name: str) -> None:
    text = read(DOCS / name)
    assert [kind for kind in RECOGNISERS if kind not in text] == []


def test_every_decision_is_in_the_list_of_decisions() -> None:
    listed = read(DOCS / "adr" / "README.md")
    assert [file.name for file in sorted((DOCS / "adr").glob("0*.md")) if file.name not in listed] == []


def test_packages_that_are_not_permissive_are_named() -> None:
    text = read(DOCS / "licences.md")
    noted = [package for package in licences.packages() if package.verdict not in licences.FREE]
    assert [package for package in noted if f"`{package.name}`" not in text] == []
    assert licences.not_allowed(noted) == []
