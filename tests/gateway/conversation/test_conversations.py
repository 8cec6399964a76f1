"""The gateway's memory of a conversation: what it keeps, for whom and how long."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot import FEEDBACK_DAYS
from bot.gateway.conversation import store as conversations
from bot.gateway.conversation.store import MAX_OFFERED, SECONDS_PER_DAY, ConversationStore


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    """A store in a file."""
    return ConversationStore(str(tmp_path / "gateway.sqlite"))


def test_ids_cannot_be_guessed() -> None:
    ids = {ConversationStore.new("partner:x").id for _ in range(1000)}
    assert len(ids) == 1000
    assert min(len(one) for one in ids) >= 24


def test_a_conversation_comes_back_as_it_was_saved(store: ConversationStore) -> None:
    conversation = store.new("partner:x")
    conversation.language = "en"
    conversation.offer(['/meta{"topic": "meta.greet"}', "/b"])
    store.save(conversation)
    assert store.find(conversation.id, "partner:x") == conversation


def test_a_conversation_is_its_owners(store: ConversationStore) -> None:
    conversation = store.new("partner:x")
    store.save(conversation)
    assert store.find(conversation.id, "partner:y") is None
    assert store.find(conversation.id, "widget:x") is None


def test_the_oldest_buttons_are_forgotten_first() -> None:
    conversation = ConversationStore.new("partner:x")
    conversation.offer(["/first", "/second"])
    conversation.offer([f"/{number}" for number in range(MAX_OFFERED - 2)])
    conversation.offer(["/first"])
    conversation.offer(["/new"])
    assert "/first" in conversation.offered
    assert "/second" not in conversation.offered
    assert len(conversation.offered) == MAX_OFFERED


def test_what_is_too_old_is_unknown_and_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr(conversations.time, "time", lambda: now[0])
    path = str(tmp_path / "gateway.sqlite")
    store = ConversationStore(path, retention_days=1.0)
    conversation = store.new("partner:x")
    store.save(conversation)
    store.remember("partner:x", "m-1", "digest", {"conversation_id": conversation.id})
    now[0] += conversations.SECONDS_PER_DAY - 1
    assert store.find(conversation.id, "partner:x")
    now[0] += 2
    assert store.find(conversation.id, "partner:x") is None
    assert store.answered("partner:x", "m-1") is None
    store.close()
    again = ConversationStore(path, retention_days=1.0)
    assert again._database.execute("SELECT count(*) FROM conversations").fetchone() == (0,)
    assert again._database.execute("SELECT count(*) FROM answers").fetchone() == (0,)


def test_an_answer_is_kept_for_its_message_id_and_owner(store: ConversationStore) -> None:
    response = {"conversation_id": "c", "replies": [{"text": "Hei ä", "buttons": []}]}
    store.remember("partner:x", "m-1", "digest", response)
    assert store.answered("partner:x", "m-1") == ("digest", {**response, "message_id": "m-1"})
    assert store.answered("partner:y", "m-1") is None
    assert store.answered("partner:x", "m-2") is None


def test_feedback_is_kept_for_its_own_time(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.keep_feedback("widget", "fi", "hyvä neuvoja")
    kept = "SELECT channel, language, text FROM feedback"
    for days, left in ((FEEDBACK_DAYS - 1, 1), (FEEDBACK_DAYS + 1, 0)):
        later = time.time() + days * SECONDS_PER_DAY
        with monkeypatch.context() as patch:
            patch.setattr("bot.gateway.conversation.store.time.time", lambda later=later: later)
            store.purge()
        assert len(store._database.execute(kept).fetchall()) == left


async def test_locks_are_dropped_when_nobody_waits(store: ConversationStore) -> None:
    async with store.one_at_a_time("a"):
        assert len(store._locks) == 1
    assert len(store._locks) == 0
