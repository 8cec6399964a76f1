"""Ratings of answers: one an answer, with a guarded comment, and nothing that says whose or on what question."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any, Dict, List, Tuple

import pytest
from aiohttp.test_utils import TestClient

from bot.wording.i18n import words
from devtools.fake_rasa import FakeRasa, answer
from tests.gateway.conftest import Gateway
from tests.support.problems import assert_problem

QUESTION = "Paljonko hevoskastanja maksaa?"


async def answered(client: TestClient) -> Dict[str, Any]:
    """Return the answer to a question."""
    async with client.post("/widget/messages", json={"text": QUESTION, "message_id": str(uuid.uuid4())}) as response:
        body: Dict[str, Any] = await response.json()
        return body


async def rate(client: TestClient, to: Dict[str, Any], status: int = 200, **changes: Any) -> Dict[str, Any]:
    """Rate an answer and return what came back."""
    ids = {name: to[name] for name in ("conversation_id", "message_id")}
    body = {**ids, "rating": "up", "comment": None, "language": "fi", **changes}
    async with client.post("/widget/feedback", json=body) as response:
        assert response.status == status, await response.text()
        if status >= 400:
            return await assert_problem(response)
        stored: Dict[str, Any] = await response.json()
        return stored


def kept(folder: Path) -> List[Tuple[Any, ...]]:
    """Return the ratings in the database."""
    with closing(sqlite3.connect(folder / "gateway.sqlite", isolation_level=None)) as database:
        return list(database.execute("SELECT channel, language, topic, rating, comment FROM ratings ORDER BY id"))


async def test_a_rating_is_kept_with_what_it_is_about(client: TestClient, rasa: FakeRasa, tmp_path: Path) -> None:
    rasa.reply = answer(language="en", topic="travel.taxi")
    assert await rate(client, await answered(client), comment="Clear.") == {"stored": True, "redacted": []}
    assert kept(tmp_path) == [("widget", "en", "travel.taxi", "up", "Clear.")]


async def test_neither_the_question_nor_the_conversation_is_kept(client: TestClient, tmp_path: Path) -> None:
    to = await answered(client)
    await rate(client, to, comment="ok")
    with closing(sqlite3.connect(tmp_path / "gateway.sqlite", isolation_level=None)) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(ratings)")]
        (row,) = database.execute("SELECT * FROM ratings").fetchall()
    assert columns == ["id", "given", "channel", "language", "topic", "rating", "comment"]
    for secret in (to["conversation_id"], to["message_id"], "hevoskastanja"):
        assert secret not in str(row)


async def test_rating_again_replaces(client: TestClient, tmp_path: Path) -> None:
    to, other = await answered(client), await answered(client)
    await rate(client, to, comment="Hyvä")
    await rate(client, other)
    await rate(client, to, rating="down", comment="Ei sittenkään")
    assert kept(tmp_path) == [
        ("widget", "fi", "travel.copayment", "down", "Ei sittenkään"),
        ("widget", "fi", "travel.copayment", "up", None),
    ]


async def test_a_rating_outlives_the_erasure_of_its_conversation_and_no_longer_belongs_to_it(
    client: TestClient, tmp_path: Path
) -> None:
    to = await answered(client)
    await rate(client, to)
    async with client.delete(f"/widget/conversations/{to['conversation_id']}") as response:
        assert response.status == 204
    assert len(kept(tmp_path)) == 1
    assert (await rate(client, to, 404, rating="down"))["detail"] == words("common.errors.not_kept", "fi")
    assert kept(tmp_path)[0][3] == "up"


@pytest.mark.parametrize(
    ("comment", "stored", "kinds"),
    [
        ("Soita 040 123 4567, hetu 131052-9308", "Soita [phone_number], hetu [personal_identity_code]", None),
        ("a.b@example.com", "[email_address]", ["email_address"]),
        ("<script>alert(1)</script><b onclick=x>", "<script>alert(1)</script><b onclick=x>", []),
        ("hyvä\u200b\x00 \u202eneuvo\n\nja", "hyvä neuvo ja", []),
        ("'); DROP TABLE ratings; --", "'); DROP TABLE ratings; --", []),
        ("", None, []),
        ("  \n\t\u200b", None, []),
        (None, None, []),
        ("ä" * 500, "ä" * 500, []),
    ],
    ids=["personal", "an address", "markup", "invisible", "SQL", "empty", "blank", "none", "as long as it may be"],
)
async def test_a_comment_is_kept_as_text_without_personal_data(
    client: TestClient,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    comment: Any,
    stored: Any,
    kinds: Any,
) -> None:
    caplog.set_level("DEBUG")
    body = await rate(client, await answered(client), comment=comment)
    assert body["redacted"] == (["phone_number", "personal_identity_code"] if kinds is None else kinds)
    assert kept(tmp_path)[0][4] == stored
    log = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    assert "rated channel=widget topic=travel.copayment rating=up" in log
    if comment and comment.strip():
        assert comment not in log
    for secret in (b"9308", b"123 4567", b"a.b@"):
        assert secret not in b"".join(file.read_bytes() for file in tmp_path.glob("gateway.sqlite*"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rating": "sideways"}, "rating"),
        ({"rating": None}, "rating"),
        ({"rating": 1}, "rating"),
        ({"comment": 5}, "comment"),
        ({"comment": "x" * 501}, "comment"),
        ({"language": "sv"}, "language"),
        ({"conversation_id": None}, "conversation_id"),
        ({"message_id": None}, "message_id"),
        ({"message_id": "x" * 101}, "message_id"),
        ({"question": QUESTION}, "question"),
    ],
)
async def test_a_wrong_field_is_named(client: TestClient, tmp_path: Path, changes: Dict[str, Any], field: str) -> None:
    problem = await rate(client, await answered(client), 422, **changes)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert kept(tmp_path) == []


async def test_a_comment_too_long_is_said_in_words(client: TestClient) -> None:
    problem = await rate(client, await answered(client), 422, comment="x" * 501, language="en")
    assert problem["detail"] == words("common.errors.too_long", "en", limit=500)


@pytest.mark.parametrize("name", ["conversation_id", "message_id"])
async def test_only_an_answer_of_the_conversation_can_be_rated(client: TestClient, tmp_path: Path, name: str) -> None:
    await rate(client, await answered(client), 404, **{name: str(uuid.uuid4())})
    other = await answered(client)
    await rate(client, await answered(client), 404, **{name: other[name]})
    assert kept(tmp_path) == []


async def test_a_partners_answer_is_not_rated_here(client: TestClient) -> None:
    async with client.post("/api/v1/messages", json={"text": QUESTION}) as response:
        theirs = await response.json()
    await rate(client, theirs, 404)


async def test_an_answer_is_rated_after_a_restart(gateway: Gateway, tmp_path: Path) -> None:
    to = await answered(await gateway())
    client = await gateway()
    await rate(client, to)
    await rate(client, to, rating="down")
    assert [row[3] for row in kept(tmp_path)] == ["down"]
