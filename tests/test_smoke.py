"""Starts everything as a user does, asks twenty real questions a language, and disturbs it."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import time
import urllib.request
from contextlib import closing

import pytest

from bot.contract import ConversationState
from bot.wording.i18n import words
from devtools.service import Conversation, Service, text_of

pytestmark = pytest.mark.service

# Question, topics that answer it, what the answer must say. The facts are those of the sources.
FINNISH = [
    ("Kuka voi saada vaativaa lääkinnällistä kuntoutusta?", "rehab.intensive.criteria", ["65", "vuoden"]),
    ("Miten vaativaa lääkinnällistä kuntoutusta haetaan?", "rehab.intensive.apply", ["KU 104", "B-lausunto"]),
    ("Kuinka pitkäksi ajaksi terapia myönnetään?", "therapy.duration", ["kolme"]),
    ("Mitä yksilöterapioita Kela järjestää?", "therapy.individual_types", ["ratsastusterapia", "puheterapia"]),
    ("Montako asiakasta terapiaryhmässä on?", "therapy.group_size", ["2–4", "3–5"]),
    ("Voiko terapiaa saada koulussa tai päiväkodissa?", "therapy.location", ["koulussa", "päiväkodissa"]),
    ("Miten valitsen palveluntuottajan?", "provider.choose", ["ennen"]),
    ("Mistä löydän Kelan palveluntuottajat?", "provider.search", ["ryhmäterapiat päättyivät"]),
    ("Kela hylkäsi kuntoutuksen, kuka sen sitten järjestää?", "rehab.negative_decision", ["julkisen terveydenhuollon"]),
    ("Kenelle LAKU-perhekuntoutus on tarkoitettu?", "rehab.laku", ["15", "ADHD"]),
    ("Minkä ikäinen voi saada kuntoutusrahaa?", "allowance.overview", ["18", "67"]),
    ("Kuinka monta tuntia kuntoutuspäivän pitää kestää, jotta saa kuntoutusrahaa?", "allowance.day_length", ["4"]),
    ("Onko nuoren kuntoutusraha verotettavaa tuloa?", "allowance.youth_tax", ["verotettava"]),
    ("Mikä on taksimatkan omavastuu?", "travel.copayment", ["25 €", "300 €"]),
    ("Miten tilaan Kela-taksin?", "travel.taxi", ["tilausnumero"]),
    ("Mikä on viranomaislinjan puhelinnumero?", "partner.phone", ["020 692 235"]),
    ("Milloin yhteistyökumppanien chatti on auki?", "partner.chat_hours", ["9-15"]),
    ("Mihin otan yhteyttä, kun Extranet ei toimi?", "contact.systems", ["kuntoutus_jarjestelmat@kela.fi"]),
    ("Kenelle kuntoutuspsykoterapeutti ilmoittaa pätevyydestään?", "contact.psychotherapy", ["patevyydet@kela.fi"]),
    ("Mihin tulkki tilataan kuntoutukseen?", "contact.interpreting_order", ["vatu.kuntoutus@kela.fi"]),
]
ENGLISH = [
    ("Who can get intensive medical rehabilitation?", "rehab.intensive.criteria", ["65", "year"]),
    ("How do I apply for intensive medical rehabilitation?", "rehab.intensive.apply", ["KU 104", "statement B"]),
    ("How long is therapy granted for?", "therapy.duration", ["three years"]),
    ("What individual therapies does Kela offer?", "therapy.individual_types", ["equine", "speech"]),
    ("How many clients are there in a therapy group?", "therapy.group_size", ["2–4", "3–5"]),
    ("Can my child have therapy at school or in day care?", "therapy.location", ["school", "day care"]),
    ("How should I choose a service provider?", "provider.choose", ["before"]),
    ("Where can I search for service providers?", "provider.search", ["group therapies ended"]),
    ("Kela rejected the rehabilitation, who arranges it now?", "rehab.negative_decision", ["public health care"]),
    ("Who is LAKU family rehabilitation meant for?", "rehab.laku", ["15", "ADHD"]),
    ("At what age can you get rehabilitation allowance?", "allowance.overview", ["18", "67"]),
    ("How many hours must a rehabilitation day last to get the allowance?", "allowance.day_length", ["4"]),
    ("Do you pay tax on the young person's rehabilitation allowance?", "allowance.youth_tax", ["taxable"]),
    ("What is the copayment for a taxi trip?", "travel.copayment", ["€25", "€300"]),
    ("How do I order a Kela taxi?", "travel.taxi", ["number"]),
    ("What is the phone number of the authority line?", "partner.phone", ["020 692 235"]),
    ("What are the opening hours of the partner chat?", "partner.chat_hours", ["9-15"]),
    ("Whom do I contact when the Extranet does not work?", "contact.systems", ["kuntoutus_jarjestelmat@kela.fi"]),
    ("Where does a psychotherapist report qualifications?", "contact.psychotherapy", ["patevyydet@kela.fi"]),
    ("How do we order an interpreter for rehabilitation?", "contact.interpreting_order", ["vatu.kuntoutus@kela.fi"]),
]


@pytest.mark.parametrize(
    ("language", "question", "topic", "facts"),
    [("fi", *row) for row in FINNISH] + [("en", *row) for row in ENGLISH],
)
def test_a_real_question_gets_the_right_sourced_answer(
    service: Service, language: str, question: str, topic: str, facts: list[str]
) -> None:
    answer = Conversation(service).say(question)
    assert (answer["topic"], answer["language"]) == (topic, language)
    for fact in facts:
        assert fact.casefold() in text_of(answer).casefold(), text_of(answer)
    assert answer["sources"]
    for source in answer["sources"]:
        assert source["url"].startswith("https://")
        assert source["reviewed"]
        assert source["title"]


def test_twenty_questions_a_language() -> None:
    assert len(FINNISH) == len(ENGLISH) == 20
    assert [row[1] for row in FINNISH] == [row[1] for row in ENGLISH]


def test_the_page_and_the_description_are_served(service: Service) -> None:
    with urllib.request.urlopen(f"{service.url}/", timeout=10) as response:
        assert response.status == 200
        assert "Kuntoutusneuvo" in response.read().decode()
    assert service.request("GET", "/openapi.json").status == 200
    assert service.request("GET", "/healthz").status == 200


def test_the_pages_channel_answers_without_a_key(service: Service) -> None:
    response = service.request(
        "POST", "/widget/messages", {"text": "Who can get rehabilitation allowance?"}, key="none"
    )
    assert response.status == 200
    assert response.body["topic"] == "allowance.overview"


def test_without_a_key_nobody_is_answered(service: Service) -> None:
    assert service.request("POST", "/api/v1/messages", {"text": "Hei"}, key="wrong").status == 401


def test_every_part_listens_on_the_loopback_address_only(service: Service) -> None:
    for port in service.ports:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass
        # What listens on every address of the machine would answer at this one, too.
        with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", port), timeout=5):
            pass


def test_nothing_personal_is_in_the_logs_or_the_databases(service: Service) -> None:
    conversation = Conversation(service)
    conversation.say("Tunnukseni on 010594Y9032 ja asun Kuusikuja 7 A 3:ssa, saanko kuntoutusrahaa?")
    conversation.say("write to jane.doe@example.com or call 040 765 4321")
    conversation.say("Mitä tarkoittaa erikoinen sana hevoskastanja?")
    for file in service.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            for secret in (b"010594Y9032", b"Kuusikuja", b"jane.doe", b"765 4321", b"hevoskastanja"):
                assert secret not in content, f"{secret.decode()} is in {file.name}"


def test_an_erased_conversation_is_in_no_file(service: Service) -> None:
    answer = service.request("POST", "/widget/messages", {"text": "Laske mitä taksimatka maksaa"}).body
    assert answer["progress"]["number"] == 2, "a dialogue is under way"
    conversation = answer["conversation_id"]
    assert files_with(service, conversation) == {"gateway.sqlite"}
    assert service.request("DELETE", f"/widget/conversations/{conversation}").status == 204
    assert files_with(service, conversation) == set()
    assert service.request("GET", f"/widget/conversations/{conversation}").status == 404


def files_with(service: Service, text: str) -> set[str]:
    """Return the databases in whose files a text stands, their logs of changes included."""
    return {
        file.name.removesuffix("-wal")
        for file in service.folder.glob("*.sqlite*")
        if text.encode() in file.read_bytes()
    }


def test_the_one_database_holds_no_more_of_a_conversation_than_its_state(service: Service) -> None:
    Conversation(service).say("Mitä ryhmäterapioita Kela järjestää?")
    assert [file.name for file in service.folder.glob("*.sqlite")] == ["gateway.sqlite"]
    with closing(sqlite3.connect(f"file:{service.folder / 'gateway.sqlite'}?mode=ro", uri=True)) as database:
        states = [row[0] for row in database.execute("SELECT state FROM conversations")]
    assert states
    for state in states:
        ConversationState.model_validate_json(state)


@pytest.mark.parametrize(("part", "command"), [("actions", " -m rasa_sdk "), ("rasa", " -m bot.rasa_server ")])
def test_a_part_that_dies_is_said_started_again_and_nothing_is_answered_twice(
    service: Service, part: str, command: str
) -> None:
    conversation = Conversation(service)
    conversation.say("Which group therapies does Kela arrange?")
    (pid,) = [pid for pid, line in service.processes().items() if command in line]
    os.kill(pid, signal.SIGKILL)
    message = {"conversation_id": conversation.id, "message_id": f"after-{part}", "text": "say that again please"}
    down = service.request("POST", "/api/v1/messages", message)
    assert down.status == 503
    assert down.body["detail"] == words("common.errors.unavailable", "en")
    _wait_until(service.ready)
    answer = service.request("POST", "/api/v1/messages", message)
    assert answer.status == 200
    assert answer.body["topic"] == "meta.repeat"
    assert "Until then these seven were arranged" in text_of(answer.body), "the conversation went on where it was"
    assert service.request("POST", "/api/v1/messages", message).body == answer.body
    log = (service.folder / "launcher.log").read_text()
    assert f"{part} ended with code -9" in log
    assert f"Starting {part} again" in log


def _wait_until(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + 180
    while not condition():
        assert time.monotonic() < deadline, "it did not come back"
        time.sleep(0.2)
