"""Two Rasa workers, as RASA_WORKERS=2 starts them: one that is killed loses nothing and doubles nothing."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from devtools.service import Conversation, Service, running_service, text_of

pytestmark = pytest.mark.service

CONVERSATIONS = 8
TURNS_DURING = 6


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The assistant with two workers."""
    folder = tmp_path_factory.mktemp("var")
    with running_service(folder, now="2026-11-28T12:00:00+02:00", RASA_WORKERS="2") as running:
        wait_for_all(running)
        yield running


def worker(service: Service, number: int) -> int:
    """Return the process of a Rasa worker; they are counted from 0, in the order of their ports."""
    port = re.compile(r"bot\.rasa_server run --interface 127\.0\.0\.1 --port (\d+) ")
    found = [(int(match[1]), pid) for pid, line in service.processes().items() if (match := port.search(line))]
    return sorted(found)[number][1]


def states(service: Service) -> dict[str, str]:
    """Return how each Rasa worker is, by its name."""
    parts: dict[str, str] = service.request("GET", "/readyz").body["parts"]
    return {name: state for name, state in parts.items() if name.startswith("rasa")}


def wait_for_all(service: Service) -> None:
    """Wait until every worker answers."""
    deadline = time.monotonic() + 180
    while set(states(service).values()) != {"ok"}:
        assert time.monotonic() < deadline, f"not there: {states(service)}"
        time.sleep(0.2)


def test_the_gateway_knows_both(service: Service) -> None:
    assert len(states(service)) == 2


@pytest.mark.parametrize("number", [0, 1])
def test_a_killed_worker_is_started_again_and_no_message_is_lost_or_doubled(service: Service, number: int) -> None:
    conversations = [Conversation(service) for _ in range(CONVERSATIONS)]
    for conversation in conversations:
        conversation.say("Which group therapies does Kela arrange?")

    def go_on(conversation: Conversation) -> None:
        for _ in range(TURNS_DURING):
            answer = conversation.say("say that again please")
            assert answer["topic"] == "meta.repeat"
            assert "Until then these seven were arranged" in text_of(answer), "the state came along"

    with ThreadPoolExecutor(CONVERSATIONS) as pool:
        going_on = [pool.submit(go_on, conversation) for conversation in conversations]
        os.kill(worker(service, number), signal.SIGKILL)
        for each in going_on:
            each.result()

    wait_for_all(service)
    assert f"rasa-{number + 1} ended with code -9" in (service.folder / "launcher.log").read_text()
    with closing(sqlite3.connect(f"file:{service.folder / 'gateway.sqlite'}?mode=ro", uri=True)) as database:
        answered = dict(database.execute("SELECT id, version FROM conversations"))
    assert [answered[conversation.id] for conversation in conversations] == [1 + TURNS_DURING] * CONVERSATIONS
