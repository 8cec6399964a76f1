"""What every store promises, whatever database is behind it: what is kept, for whom, how long, and all or nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.contract import Button, ConversationState, DialogueState
from bot.gateway.conversation.model import Conversation, Offered
from bot.gateway.conversation.store.protocol import (
    AlreadyAnswered,
    Answered,
    ConversationChanged,
    Feedback,
    Outcome,
    Rating,
)
from bot.gateway.conversation.store.sql import SqlStore
from bot.gateway.conversation.store.tables import answers, conversations, feedback, outcomes, ratings
from bot.retention import CONVERSATION_DAYS, FEEDBACK_DAYS, SECONDS_PER_DAY
from tests.gateway.conversation.conftest import OWNER, Clock, Stores, begun, rows, turn

SAID = Feedback("widget", "fi", "hyvä neuvoja")
UP = Rating("widget", "fi", "travel.taxi", "up", None)
DOWN = replace(UP, rating="down")


async def test_a_conversation_comes_back_as_it_was_saved(store: SqlStore) -> None:
    dialogue = DialogueState(id="check.travel", answers={"price": 60, "means": None}, asked=("means", "price"))
    state = ConversationState(language="en", last_topic="travel.taxi", misses=1, dialogue=dialogue)
    offered = Offered(menu=(Button(title="Yes ä", payload="/a"),), earlier=("/b", "/ä"))
    conversation = Conversation("c-1", OWNER, state, offered)
    await store.save(turn(conversation))
    assert await store.find("c-1", OWNER) == replace(conversation, version=1)


async def test_a_conversation_is_its_owners(store: SqlStore) -> None:
    conversation = await begun(store)
    assert await store.find(conversation.id, "partner:y") is None
    assert await store.find(conversation.id, "widget:x") is None
    assert await store.find("never-was", OWNER) is None


async def test_an_answer_is_kept_for_its_message_id_and_owner(store: SqlStore) -> None:
    conversation = await begun(store)
    saved = turn(conversation)
    assert await store.answered(OWNER, "m-1") == Answered(saved.digest, saved.answer)
    assert await store.answered("partner:y", "m-1") is None
    assert await store.answered(OWNER, "m-2") is None


async def test_of_a_message_id_only_a_digest_is_kept(store: SqlStore) -> None:
    await store.save(turn(Conversation.new(OWNER), "hevoskastanja"))
    assert "hevoskastanja" not in str([await rows(store, table) for table in (conversations, answers)])


async def test_all_of_a_turn_is_there_when_the_store_is_opened_again(stores: Stores, store: SqlStore) -> None:
    await store.save(turn(Conversation("c-1", OWNER), feedback=SAID))
    await store.close()
    again = await stores.open()
    assert await again.find("c-1", OWNER)
    assert await again.answered(OWNER, "m-1")
    assert [row[2:] for row in await rows(again, feedback)] == [("widget", "fi", "hyvä neuvoja")]


# --- Two who answer at once


async def test_a_conversation_that_somebody_else_changed_is_not_overwritten(stores: Stores, store: SqlStore) -> None:
    read = await begun(store)
    other = await stores.open()
    await other.save(turn(replace(read, state=ConversationState(misses=1)), "m-2"))
    with pytest.raises(ConversationChanged):
        await store.save(turn(replace(read, state=ConversationState(misses=7)), "m-3", feedback=SAID))
    found = await store.find(read.id, OWNER)
    assert found is not None
    assert found.state.misses == 1
    assert await store.answered(OWNER, "m-3") is None, "nothing of the turn is kept"
    assert await rows(store, feedback) == []


async def test_a_conversation_that_was_erased_meanwhile_does_not_come_back(stores: Stores, store: SqlStore) -> None:
    read = await begun(store)
    await (await stores.open()).forget(read.id, OWNER)
    with pytest.raises(ConversationChanged):
        await store.save(turn(read, "m-2"))
    assert [await rows(store, table) for table in (conversations, answers)] == [[], []]


async def test_a_message_is_answered_once(stores: Stores, store: SqlStore) -> None:
    await store.save(turn(Conversation.new(OWNER), text="ensin"))
    with pytest.raises(AlreadyAnswered):
        await (await stores.open()).save(turn(Conversation.new(OWNER), text="toiseksi", feedback=SAID))
    kept = await store.answered(OWNER, "m-1")
    assert kept is not None
    assert kept.answer.replies[0].text == "ensin"
    assert len(await rows(store, conversations)) == 1
    assert await rows(store, feedback) == []


async def test_stores_that_open_an_empty_database_at_once_agree(stores: Stores) -> None:
    opened = await asyncio.gather(*(stores.open() for _ in range(4)))
    conversation = await begun(opened[0])
    assert all([await store.find(conversation.id, OWNER) for store in opened])


# --- How long


@pytest.mark.parametrize(("seconds", "known"), [(-1, True), (1, False)], ids=["a day less a second", "a day and one"])
async def test_a_day_later_conversation_and_answer_are_unknown(
    store: SqlStore, clock: Clock, seconds: int, known: bool
) -> None:
    conversation = await begun(store)
    clock.now += CONVERSATION_DAYS * SECONDS_PER_DAY + seconds
    assert (await store.find(conversation.id, OWNER) is not None) == known
    assert (await store.answered(OWNER, "m-1") is not None) == known
    assert await store.rate(OWNER, "m-1", UP) == known


async def test_each_message_keeps_a_conversation_for_another_day(store: SqlStore, clock: Clock) -> None:
    conversation = await begun(store)
    for number in range(3):
        clock.now += 0.9 * SECONDS_PER_DAY
        await store.save(turn(conversation, f"m-{number + 2}"))
        found = await store.find(conversation.id, OWNER)
        assert found is not None
        conversation = found


async def test_the_id_of_an_answer_that_is_too_old_can_be_used_before_it_is_purged(
    store: SqlStore, clock: Clock
) -> None:
    await begun(store)
    clock.now += CONVERSATION_DAYS * SECONDS_PER_DAY + 1
    await store.save(turn(Conversation.new(OWNER), text="uusi"))
    kept = await store.answered(OWNER, "m-1")
    assert kept is not None
    assert kept.answer.replies[0].text == "uusi"


async def test_opening_and_purging_erase_what_is_too_old(stores: Stores, store: SqlStore, clock: Clock) -> None:
    for again in (store.purge, stores.open):
        await begun(store)
        clock.now += CONVERSATION_DAYS * SECONDS_PER_DAY + 1
        await begun(store, "partner:y")
        await again()
        assert len(await rows(store, conversations)) == len(await rows(store, answers)) == 1
        clock.now += CONVERSATION_DAYS * SECONDS_PER_DAY + 1
        await store.purge()


async def test_feedback_and_ratings_are_kept_for_their_own_time(store: SqlStore, clock: Clock) -> None:
    await store.save(turn(Conversation.new(OWNER), feedback=SAID))
    await store.rate(OWNER, "m-1", UP)
    clock.now += (FEEDBACK_DAYS - 1) * SECONDS_PER_DAY
    await store.purge()
    assert [len(await rows(store, table)) for table in (feedback, ratings)] == [1, 1]
    clock.now += 2 * SECONDS_PER_DAY
    await store.purge()
    assert [await rows(store, table) for table in (feedback, ratings)] == [[], []]


# --- Ratings


async def test_a_rating_is_changed_in_place(store: SqlStore) -> None:
    await begun(store)
    for rating in (UP, replace(DOWN, comment="Vanha tieto."), DOWN):
        assert await store.rate(OWNER, "m-1", rating)
        assert [row[2:] for row in await rows(store, ratings)] == [
            (rating.channel, rating.language, rating.topic, rating.rating, rating.comment)
        ]


async def test_answers_are_rated_each_by_itself(store: SqlStore) -> None:
    conversation = await begun(store)
    await store.save(turn(conversation, "m-2"))
    for message, rating in (("m-1", UP), ("m-2", DOWN), ("m-1", DOWN)):
        await store.rate(OWNER, message, rating)
    assert [row[5] for row in await rows(store, ratings)] == ["down", "down"]


async def test_another_owners_answer_cannot_be_rated(store: SqlStore) -> None:
    await begun(store)
    assert not await store.rate("partner:y", "m-1", UP)
    assert not await store.rate(OWNER, "never-was", UP)
    assert await rows(store, ratings) == []


# --- Erasing


async def test_erasing_a_conversation_leaves_feedback_and_ratings_and_others(store: SqlStore) -> None:
    other = await begun(store, "partner:y")
    await store.save(turn(Conversation("c-1", OWNER), feedback=SAID))
    await store.rate(OWNER, "m-1", UP)
    for _ in range(2):
        await store.forget("c-1", OWNER)
        assert await store.find("c-1", OWNER) is None
        assert await store.answered(OWNER, "m-1") is None
    assert await store.find(other.id, "partner:y") == other
    assert [len(await rows(store, table)) for table in (feedback, ratings)] == [1, 1]


async def test_another_owner_cannot_erase(store: SqlStore) -> None:
    conversation = await begun(store)
    await store.forget(conversation.id, "partner:y")
    assert await store.find(conversation.id, OWNER) == conversation
    assert await store.answered(OWNER, "m-1")


# --- What cannot be read


@pytest.mark.parametrize("column", ["state", "offered"])
@pytest.mark.parametrize(
    "value", ["", "{", "[]", '{"secret": "hevoskastanja"}', '{"menu": 3, "misses": "hevoskastanja"}']
)
async def test_a_conversation_that_cannot_be_read_counts_as_expired(
    store: SqlStore, caplog: pytest.LogCaptureFixture, column: str, value: str
) -> None:
    conversation = await begun(store)
    await store.write(lambda connection: connection.execute(sa.update(conversations).values({column: value})))
    assert await store.find(conversation.id, OWNER) is None
    assert "cannot be read" in caplog.text
    assert "hevoskastanja" not in caplog.text


async def test_a_message_whose_answer_cannot_be_read_can_be_answered_again(store: SqlStore) -> None:
    conversation = await begun(store)
    await store.write(lambda connection: connection.execute(sa.update(answers).values(response="{}")))
    assert await store.answered(OWNER, "m-1") is None
    await store.save(turn(conversation, text="taas"))
    assert await store.answered(OWNER, "m-1")


# --- Locks


async def test_a_key_is_held_by_one_at_a_time_in_order_of_arrival(store: SqlStore) -> None:
    order: list[str] = []

    async def hold(name: str) -> None:
        async with store.lock("a"):
            order.append(f"{name} in")
            await asyncio.sleep(0.001)
            order.append(f"{name} out")

    await asyncio.gather(*(hold(name) for name in "xyz"))
    assert order == ["x in", "x out", "y in", "y out", "z in", "z out"]


async def test_another_key_is_not_waited_for(store: SqlStore) -> None:
    async with store.lock("a"), asyncio.timeout(1), store.lock("b"):
        pass


async def test_a_lock_is_let_go_after_an_error(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.lock("a"):
            raise ZeroDivisionError
    async with asyncio.timeout(1), store.lock("a"):
        pass


# --- What is counted


async def test_outcomes_are_counted_by_day_without_a_conversation(store: SqlStore, clock: Clock) -> None:
    chosen = Outcome("widget", "fi", "travel.taxi", "pressed_alternative")
    for number in range(3):
        made = replace(
            turn(Conversation.new(OWNER), f"m-{number}"), outcomes=(chosen, replace(chosen, outcome="alert"))
        )
        await store.save(made)
    counted = [(*row[1:4], row[4], row[5]) for row in await rows(store, outcomes)]
    assert sorted(counted) == [
        ("widget", "fi", "travel.taxi", "alert", 3),
        ("widget", "fi", "travel.taxi", "pressed_alternative", 3),
    ]
    clock.now += (FEEDBACK_DAYS + 1) * SECONDS_PER_DAY
    await store.purge()
    assert await rows(store, outcomes) == []
