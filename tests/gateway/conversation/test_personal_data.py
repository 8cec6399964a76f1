"""Personal data reaches neither Rasa nor the log nor the disk; what is not personal stays readable."""

from __future__ import annotations

import json
import logging
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from devtools.fake_rasa import FakeRasa, answer

# Made up: identity codes of the 900 series are given to nobody.
PERSONAL = [
    pytest.param(
        "Tunnukseni on 131052-9308. Saanko kuntoutusta?", ["131052", "9308"], "personal_identity_code", id="hetu"
    ),
    pytest.param(
        "hetu 010594y9032 saanko terapiaa", ["010594", "9032"], "personal_identity_code", id="lower case hetu"
    ),
    pytest.param("hetu 010594 Y 9032, saanko?", ["010594", "9032"], "personal_identity_code", id="spaced hetu"),
    pytest.param("Soita 040 123 4567, milloin terapia alkaa?", ["123 4567", "040 123"], "phone_number", id="phone"),
    pytest.param("write to matti.meikalainen@example.com please", ["meikalainen"], "email_address", id="e-mail"),
    pytest.param("IBAN FI21 1234 5600 0007 85 onko oikein", ["1234 5600", "0007 85"], "iban", id="account number"),
    pytest.param("Asun Mannerheimintie 12 A 3, kuka korvaa?", ["Mannerheimintie 12"], "street_address", id="address"),
]


@pytest.mark.parametrize("path", ["/api/v1/messages", "/widget/messages"])
@pytest.mark.parametrize(("text", "secrets", "kind"), PERSONAL)
async def test_personal_data_is_removed_before_anything_else(
    client: TestClient,
    rasa: FakeRasa,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    path: str,
    text: str,
    secrets: list[str],
    kind: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    rasa.reply = lambda asked: answer(f"Kirjoitit: {asked.message}")
    async with client.post(path, json={"text": text, "message_id": str(uuid.uuid4())}) as response:
        assert response.status == 200
        body = await response.json()
    assert body["redacted"] == [kind]
    assert rasa.contexts[0].redacted == (kind,)
    assert f"[{kind}]" in rasa.texts[0]
    # Only what the gateway itself puts out: its log, its answer, its request to Rasa, its files.
    log = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    seen = log + json.dumps(body) + repr(rasa.received) + _files(tmp_path)
    for secret in secrets:
        assert secret not in seen


def _files(folder: Path) -> str:
    return "".join(file.read_bytes().decode("latin-1") for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    "text",
    [
        "Paljonko on SV 67 ja KU 104?",
        "Soitanko 020 692 205 vai 112?",
        "Onko vatu.kuntoutus@kela.fi oikea osoite?",
        "Matka on 120 km ja maksaa 100 000 e vai 25,50 €?",
        "Päätös alkoi 1.1.2026 ja päättyy 31.12.2026 klo 9-15",
    ],
)
async def test_what_is_not_personal_reaches_rasa_unchanged(client: TestClient, rasa: FakeRasa, text: str) -> None:
    async with client.post("/api/v1/messages", json={"text": text}) as response:
        assert (await response.json())["redacted"] == []
    assert rasa.texts == [text]


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ({"text": "131052-9308 " + "x" * 5000}, 422),
        ({"text": "131052-9308", "conversation_id": "never-was"}, 404),
        ({"text": "131052-9308", "payload": "131052-9308"}, 422),
        ({"payload": "131052-9308"}, 422),
        ({"text": "131052-9308", "hetu": "131052-9308"}, 422),
        ({"text": "ok", "language": "131052-9308"}, 422),
    ],
    ids=["too long", "no conversation", "text and payload", "as payload", "in a field of its own", "as language"],
)
async def test_an_error_does_not_repeat_or_log_personal_data(
    client: TestClient, caplog: pytest.LogCaptureFixture, message: dict[str, Any], status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    async with client.post("/api/v1/messages", json=message) as response:
        assert response.status == status
        shown = await response.text()
    log = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    assert "9308" not in shown + log


async def test_the_text_itself_is_not_kept(client: TestClient, tmp_path: Path) -> None:
    async with client.post("/api/v1/messages", json={"text": "Paljonko taksimatka maksaa?"}) as response:
        assert response.status == 200
    assert "taksimatka" not in _files(tmp_path)


async def test_two_identity_codes_make_the_same_message(client: TestClient, rasa: FakeRasa) -> None:
    # A digest of the code itself could be turned back, so the codes may not tell two messages apart.
    for code in ("131052-9308", "010594Y9032"):
        async with client.post("/api/v1/messages", json={"text": f"hetu {code}", "message_id": "m-1"}) as response:
            assert response.status == 200
    assert len(rasa.received) == 1


# --- Feedback, the one thing that is kept in a person's own words


async def kept_feedback(
    folder: Path, client: TestClient, rasa: FakeRasa, topic: str, text: str
) -> list[tuple[str, ...]]:
    """Return what is kept of a message that was understood as `topic`."""
    rasa.reply = answer(topic=topic)
    async with client.post("/api/v1/messages", json={"text": text}) as response:
        assert response.status == 200
    with closing(sqlite3.connect(folder / "gateway.sqlite", isolation_level=None)) as database:
        return list(database.execute("SELECT channel, language, text FROM feedback"))


async def test_feedback_is_kept_without_personal_data(client: TestClient, rasa: FakeRasa, tmp_path: Path) -> None:
    kept = await kept_feedback(tmp_path, client, rasa, "meta.feedback", text="Palaute: hyvä! Soita 040 123 4567")
    assert kept == [("partner", "fi", "Palaute: hyvä! Soita [phone_number]")]


async def test_feedback_passes_the_stricter_guard(client: TestClient, rasa: FakeRasa, tmp_path: Path) -> None:
    kept = await kept_feedback(tmp_path, client, rasa, "meta.feedback", text="Suvi neuvoi hyvin, kiitos Liisalle")
    assert kept == [("partner", "fi", "[name] neuvoi hyvin, kiitos [name]")]


async def test_nothing_else_is_kept(client: TestClient, rasa: FakeRasa, tmp_path: Path) -> None:
    assert await kept_feedback(tmp_path, client, rasa, "travel.taxi", text="Paljonko taksi maksaa?") == []


async def test_what_may_not_be_feedback_is_not_kept(client: TestClient, rasa: FakeRasa, tmp_path: Path) -> None:
    rasa.reply = answer(topic="meta.feedback", confidence=0.6)
    async with client.post("/api/v1/messages", json={"text": "se lappujuttu oli vähän sellainen"}) as response:
        assert response.status == 200
    with closing(sqlite3.connect(tmp_path / "gateway.sqlite", isolation_level=None)) as database:
        assert list(database.execute("SELECT text FROM feedback")) == []
