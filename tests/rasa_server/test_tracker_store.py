"""Rasa's memory of a conversation: its slots and loop, never its texts."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import RETENTION_DAYS
from bot.gateway.conversation import store as conversations
from bot.gateway.conversation.store import ConversationStore
from bot.rasa_server import tracker_store
from bot.rasa_server.senders import sender_of
from bot.rasa_server.tracker_store import SnapshotTrackerStore
from bot.run.training import ROOT


@pytest.fixture(scope="module")
def domain() -> Domain:
    """The assistant's own domain."""
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def store(domain: Domain, tmp_path: Path) -> SnapshotTrackerStore:
    """A store in a file."""
    return SnapshotTrackerStore(domain, path=str(tmp_path / "dialogue.sqlite"))


def conversation(store: SnapshotTrackerStore, sender: str, *events: Any) -> DialogueStateTracker:
    """Return a conversation in which a person wrote and the assistant answered."""
    tracker = DialogueStateTracker(sender, store.domain.slots)
    said = [UserUttered("Asun Kuusikuja 3:ssa", {"name": "answer"}), *events, BotUttered("Omavastuu on 25 €")]
    for event in [*said, ActionExecuted(ACTION_LISTEN_NAME)]:
        tracker.update(event, store.domain)
    return tracker


FLOW = {"id": "check.travel", "step": "price", "answers": {"means": "taxi", "km": None}}


async def test_slots_and_the_dialogue_under_way_come_back(store: SnapshotTrackerStore) -> None:
    await store.save(
        conversation(
            store,
            "a",
            SlotSet("last_topic", "travel.taxi"),
            SlotSet("misses", 1),
            SlotSet("flow", FLOW),
            ActiveLoop("action_flow"),
        )
    )
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert tracker.get_slot("last_topic") == "travel.taxi"
    assert tracker.get_slot("misses") == 1
    assert tracker.get_slot("flow") == FLOW
    assert tracker.active_loop_name == "action_flow"
    assert tracker.latest_action_name == ACTION_LISTEN_NAME


async def test_an_ended_dialogue_does_not_come_back(store: SnapshotTrackerStore) -> None:
    await store.save(conversation(store, "a", SlotSet("flow", FLOW), ActiveLoop("action_flow")))
    await store.save(conversation(store, "a", SlotSet("flow", None), ActiveLoop(None)))
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert tracker.get_slot("flow") is None
    assert tracker.active_loop_name is None


async def test_a_slot_with_its_first_value_is_not_kept(store: SnapshotTrackerStore) -> None:
    await store.save(conversation(store, "a"))
    (state,) = store._database.execute("SELECT state FROM snapshots").fetchone()
    assert json.loads(state)["slots"] == {}
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert tracker.get_slot("misses") == 0


async def test_no_text_that_anyone_wrote_is_stored(store: SnapshotTrackerStore, tmp_path: Path) -> None:
    await store.save(conversation(store, "a", SlotSet("last_topic", "travel.taxi")))
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"travel.taxi" in content
    assert b"Kuusikuja" not in content
    assert b"Omavastuu" not in content


async def test_an_unknown_conversation_is_none(store: SnapshotTrackerStore) -> None:
    assert await store.retrieve("nobody") is None


async def test_a_new_conversation_begins_empty(store: SnapshotTrackerStore) -> None:
    tracker = await store.get_or_create_tracker("new")
    assert tracker.get_slot("last_topic") is None


async def test_conversations_are_kept_apart(store: SnapshotTrackerStore) -> None:
    for sender, topic in (("a", "travel.taxi"), ("b", "rehab.laku")):
        await store.save(conversation(store, sender, SlotSet("last_topic", topic)))
    assert sorted(await store.keys()) == ["a", "b"]


async def test_a_conversation_outlives_the_process(domain: Domain, tmp_path: Path) -> None:
    path = str(tmp_path / "dialogue.sqlite")
    first = SnapshotTrackerStore(domain, path=path)
    await first.save(conversation(first, "a", SlotSet("last_topic", "travel.taxi")))
    tracker = await SnapshotTrackerStore(domain, path=path).retrieve("a")
    assert tracker is not None
    assert tracker.get_slot("last_topic") == "travel.taxi"


# --- Turns and workers


async def topics_at(store: SnapshotTrackerStore, *turns: int) -> list[Any]:
    """Return the last topic that each turn of conversation "a" would begin with, None where none was before."""
    trackers = [await store.retrieve(sender_of("a", turn)) for turn in turns]
    return [tracker and tracker.get_slot("last_topic") for tracker in trackers]


async def test_a_turn_begins_where_the_one_before_ended(store: SnapshotTrackerStore) -> None:
    assert await topics_at(store, 0) == [None]
    await store.save(conversation(store, sender_of("a", 0), SlotSet("last_topic", "travel.taxi")))
    await store.save(conversation(store, sender_of("a", 1), SlotSet("last_topic", "rehab.laku")))
    assert await topics_at(store, 2) == ["rehab.laku"]


async def test_a_turn_taken_again_begins_where_it_began(store: SnapshotTrackerStore) -> None:
    """Its answer got lost on the way: the person has not seen it, so the dialogue must not have moved on."""
    for turn, topic in enumerate(("travel.taxi", "rehab.laku")):
        await store.save(conversation(store, sender_of("a", turn), SlotSet("last_topic", topic)))
    for _ in range(3):
        assert await topics_at(store, 1) == ["travel.taxi"]
        await store.save(conversation(store, sender_of("a", 1), SlotSet("last_topic", "therapy.duration")))
    assert await topics_at(store, 2) == ["therapy.duration"]


async def test_a_first_turn_taken_again_begins_a_conversation(store: SnapshotTrackerStore) -> None:
    await store.save(conversation(store, sender_of("a", 0), SlotSet("last_topic", "travel.taxi")))
    assert await topics_at(store, 0) == [None]


async def test_the_state_before_is_forgotten_soon(store: SnapshotTrackerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialogue's answers are forgotten when it ends, so they must not stay in the state before its last turn."""
    await store.save(conversation(store, sender_of("a", 0), SlotSet("flow", FLOW), ActiveLoop("action_flow")))
    await store.save(conversation(store, sender_of("a", 1), SlotSet("last_topic", "check.travel")))
    later = time.time() + tracker_store.RETRY_SECONDS + 1
    monkeypatch.setattr(tracker_store.time, "time", lambda: later)
    store._purge()
    rows = store._database.execute("SELECT * FROM snapshots").fetchall()
    assert len(rows) == 1
    assert "taxi" not in str(rows)
    # A turn that is taken again so late goes on from where it ended, not from nothing.
    assert await topics_at(store, 1, 2) == ["check.travel", "check.travel"]


async def test_a_worker_that_comes_late_with_an_old_turn_changes_nothing(store: SnapshotTrackerStore) -> None:
    for turn in range(3):
        await store.save(conversation(store, sender_of("a", turn), SlotSet("last_topic", f"topic {turn}")))
    await store.save(conversation(store, sender_of("a", 1), SlotSet("last_topic", "late")))
    assert await topics_at(store, 3, 2) == ["topic 2", "topic 1"]


async def test_one_row_a_conversation(store: SnapshotTrackerStore) -> None:
    for turn in range(20):
        await store.save(conversation(store, sender_of("a", turn), SlotSet("last_topic", "travel.taxi")))
    assert list(await store.keys()) == ["a"]


# Takes every second turn of each conversation, handing over to the other process by the stored state alone.
WORKER = """
import asyncio, sys
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from bot.rasa_server.senders import sender_of
from bot.rasa_server.tracker_store import SnapshotTrackerStore

async def work(path, mine, turns):
    store = SnapshotTrackerStore(Domain.load("domain.yml"), path=path)
    print("ready", flush=True)
    sys.stdin.readline()
    for turn in range(mine, turns, 2):
        for conversation in map(str, range(8)):
            tracker = await store.retrieve(sender_of(conversation, turn))
            # A turn begins once the other process has stored the one before.
            while turn and (tracker is None or tracker.get_slot("misses") < turn):
                await asyncio.sleep(0.001)
                tracker = await store.retrieve(sender_of(conversation, turn))
            tracker = tracker or await store.get_or_create_tracker(sender_of(conversation, turn))
            tracker.update(SlotSet("misses", turn + 1), store.domain)
            await store.save(tracker)

asyncio.run(work(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
"""


async def test_two_processes_share_the_file_without_losing_a_turn(domain: Domain, tmp_path: Path) -> None:
    path, turns = str(tmp_path / "dialogue.sqlite"), 60
    workers = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", WORKER, path, str(mine), str(turns)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for mine in range(2)
    ]
    try:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        for worker in workers:
            worker.wait(60)
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    assert [worker.returncode for worker in workers] == [0, 0]
    store = SnapshotTrackerStore(domain, path=path)
    counts = [(await store.get_or_create_tracker(sender)).get_slot("misses") for sender in await store.keys()]
    assert counts == [turns] * 8


def test_a_store_waits_where_another_process_has_the_new_file_locked(domain: Domain, tmp_path: Path) -> None:
    path = str(tmp_path / "dialogue.sqlite")
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        released = Timer(0.3, other.execute, ["COMMIT"])
        released.start()
        store = SnapshotTrackerStore(domain, path=path)
        released.join()
    assert store._database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_a_file_of_version_0_1_0_is_emptied(domain: Domain, tmp_path: Path) -> None:
    path = str(tmp_path / "dialogue.sqlite")
    with closing(sqlite3.connect(path)) as old:
        old.execute("CREATE TABLE conversations (id TEXT PRIMARY KEY, state TEXT NOT NULL, updated REAL NOT NULL)")
    store = SnapshotTrackerStore(domain, path=path)
    assert [name for (name,) in store._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")] == [
        "snapshots"
    ]


# --- Old conversations


async def test_what_is_too_old_is_unknown_and_then_deleted(
    domain: Domain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr(tracker_store.time, "time", lambda: now[0])
    path = str(tmp_path / "dialogue.sqlite")
    store = SnapshotTrackerStore(domain, path=path, retention_days=2)
    await store.save(conversation(store, "a"))
    now[0] += 2 * tracker_store.SECONDS_PER_DAY - 1
    assert await store.retrieve("a") is not None
    now[0] += 2
    assert await store.retrieve("a") is None
    assert list(await SnapshotTrackerStore(domain, path=path, retention_days=2).keys()) == []


async def test_what_is_too_old_is_deleted_by_the_clock(domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracker_store, "PURGE_SECONDS", 0.01)
    store = SnapshotTrackerStore(domain)
    await store.save(conversation(store, "old"))
    await store.save(conversation(store, "new"))
    store._database.execute("UPDATE snapshots SET updated = 0 WHERE id = 'old'")
    for _ in range(100):
        await asyncio.sleep(0.01)
        if list(await store.keys()) == ["new"]:
            break
    assert list(await store.keys()) == ["new"]


async def test_what_is_erased_is_in_no_file(store: SnapshotTrackerStore, tmp_path: Path) -> None:
    for sender, topic in (("erased", "travel.taxi"), ("kept", "rehab.laku")):
        await store.save(conversation(store, sender, SlotSet("last_topic", topic)))
    await store.erase("erased")
    await store.erase("never-was")
    assert await store.retrieve("erased") is None
    assert await store.retrieve("kept") is not None
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"rehab.laku" in content
    assert b"travel.taxi" not in content
    assert b"erased" not in content


def test_conversations_are_kept_as_long_as_people_are_told() -> None:
    assert SnapshotTrackerStore(None)._retention == RETENTION_DAYS * tracker_store.SECONDS_PER_DAY
    assert ConversationStore()._retention == RETENTION_DAYS * conversations.SECONDS_PER_DAY
