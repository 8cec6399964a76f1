"""The core says what it cannot do in its own terms, and two that answer in one conversation do not undo each other."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.contract import Button, ConversationState, Envelope, MessageContext, Reply
from bot.gateway import conversation
from bot.gateway.conversation import errors
from bot.gateway.conversation.model import MAX_COMMENT, MAX_TEXT, IncomingMessage, IncomingRating, Sender
from bot.gateway.conversation.queue import Caller
from bot.gateway.conversation.rasa_client import RasaUnavailable
from bot.gateway.conversation.service import ATTEMPTS, ConversationService
from bot.gateway.conversation.store.protocol import StoreUnavailable
from bot.gateway.conversation.store.sql import SqlStore
from bot.gateway.conversation.store.tables import answers, conversations, outcomes, ratings
from devtools.fake_rasa import answer
from tests.gateway.conversation.conftest import Stores, rows

SENDER = Sender("widget", "page")
# What the core may import of this repository.
KNOWN = ("bot.gateway.conversation", "bot.contract", "bot.privacy", "bot.retention", "bot.private_files")


@dataclass
class Rasa:
    """Stands in for the client of Rasa: counts a conversation's messages in its state.

    Attributes:
        meanwhile: what happens while an answer is on its way, for the first of the coming messages and so on.
        down: whether there are no answers.
    """

    asked: list[MessageContext] = field(default_factory=list)
    meanwhile: list[Any] = field(default_factory=list)
    down: bool = False

    async def ask(self, conversation_id: str, text: str, context: MessageContext, caller: Caller) -> Envelope:
        """Answer, after what happens meanwhile."""
        self.asked.append(context)
        if self.meanwhile:
            await self.meanwhile.pop(0)()
        if self.down:
            raise RasaUnavailable("ClientConnectorError")
        return answer(state=ConversationState(language="en", misses=context.state.misses + 1))


@pytest.fixture
def rasa() -> Rasa:
    return Rasa()


@pytest.fixture
async def service(store: SqlStore, rasa: Rasa) -> ConversationService:
    return ConversationService(store, rasa)  # type: ignore[arg-type]


@pytest.fixture
async def other(stores: Stores, rasa: Rasa) -> ConversationService:
    """The service of another gateway on the same database."""
    return ConversationService(await stores.open(), rasa)  # type: ignore[arg-type]


async def begun(service: ConversationService) -> IncomingMessage:
    """Return the next message of a conversation whose language is English."""
    first = await service.take(SENDER, IncomingMessage(text="hei", message_id="m-1"))
    return IncomingMessage(text="ok", message_id="m-2", conversation_id=first.conversation_id)


# --- What the core says


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"conversation_id": "never-was", "language": "fi"}, errors.UnknownConversation("fi")),
        ({"message_id": "m-1", "language": "fi"}, errors.MessageIdReused("fi")),
        ({"text": None}, errors.NotEitherTextOrPayload("en")),
        ({"payload": "/a"}, errors.NotEitherTextOrPayload("en")),
        ({"text": " \u200b "}, errors.NothingToRead("en")),
        ({"text": "x" * (MAX_TEXT + 5)}, errors.TooLong("en", "text", MAX_TEXT, MAX_TEXT + 5)),
        ({"text": None, "payload": "/forged"}, errors.NotOffered("en")),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_a_message_that_cannot_be_answered_is_refused_in_the_conversations_language(
    service: ConversationService, changes: dict[str, Any], error: errors.ConversationError
) -> None:
    message = replace(await begun(service), **changes)
    with pytest.raises(type(error)) as raised:
        await service.take(SENDER, message)
    assert raised.value == error


async def test_while_rasa_is_down_the_core_says_when_to_try_again(service: ConversationService, rasa: Rasa) -> None:
    message = await begun(service)
    rasa.down = True
    with pytest.raises(errors.Unavailable) as raised:
        await service.take(SENDER, message)
    assert raised.value.language == "en"
    assert raised.value.retry_after > 0


@pytest.mark.parametrize("fails", ["recall", "save"])
async def test_a_message_that_the_store_does_not_take_can_be_sent_again(
    service: ConversationService, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    message = await begun(service)

    async def fail(*_: Any) -> None:
        raise StoreUnavailable("SQLITE_FULL")

    with monkeypatch.context() as patched:
        patched.setattr(SqlStore, fails, fail)
        with pytest.raises(errors.Unavailable):
            await service.take(SENDER, message)
    assert (await service.take(SENDER, message)).message_id == "m-2"


@pytest.mark.parametrize("call", ["answered", "knows", "erase", "rate"])
async def test_every_call_says_that_the_store_does_not_work(
    service: ConversationService, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    async def fail(*_: Any) -> None:
        raise StoreUnavailable("SQLITE_FULL")

    for method in ("answered", "find", "rate", "forget"):
        monkeypatch.setattr(SqlStore, method, fail)
    with pytest.raises(errors.Unavailable):
        await getattr(service, call)(SENDER, IncomingRating("c", "m", "up") if call == "rate" else "c")


def test_an_error_names_no_more_than_its_kind() -> None:
    assert str(errors.TooLong("fi", "text", 5, 6)) == "TooLong"
    assert str(errors.NotOffered("fi")) == "NotOffered"


def test_the_core_knows_nothing_of_channels_nor_of_what_is_behind_its_store_and_its_client() -> None:
    folder = Path(conversation.__file__).parent
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                package = name.partition(".")[0]
                where = (file.relative_to(folder).as_posix(), name)
                assert name.startswith(KNOWN) or package != "bot", where
                assert package not in ("sqlalchemy", "alembic") or folder / "store" in file.parents, where
                assert package != "aiohttp" or file.name == "rasa_client.py", where


# --- Ratings


async def test_a_rating_is_of_an_answer_of_its_conversation(service: ConversationService, store: SqlStore) -> None:
    message = await begun(service)
    for conversation_id, message_id in ((message.conversation_id, "never-was"), ("another", "m-1")):
        with pytest.raises(errors.UnknownAnswer):
            await service.rate(SENDER, IncomingRating(str(conversation_id), message_id, "up", language="fi"))
    kept = await service.rate(SENDER, IncomingRating(str(message.conversation_id), "m-1", "up", "Soita 040 123 4567"))
    assert (kept.topic, kept.redacted) == ("travel.copayment", ("phone_number",))
    assert [row[2:] for row in await rows(store, ratings)] == [
        ("widget", "fi", "travel.copayment", "up", "Soita [phone_number]")
    ]


async def test_a_comment_that_is_too_long_is_refused(service: ConversationService) -> None:
    with pytest.raises(errors.TooLong) as raised:
        await service.rate(SENDER, IncomingRating("c", "m", "up", "x" * (MAX_COMMENT + 1), "fi"))
    assert raised.value == errors.TooLong("fi", "comment", MAX_COMMENT, MAX_COMMENT + 1)


# --- Two gateways on one database


async def test_rasa_is_asked_again_with_what_another_gateway_has_made_of_the_conversation(
    service: ConversationService, other: ConversationService, rasa: Rasa, store: SqlStore
) -> None:
    message = await begun(service)
    rasa.meanwhile = [lambda: other.take(SENDER, replace(message, message_id="m-3"))]
    await service.take(SENDER, message)
    assert [context.state.misses for context in rasa.asked] == [0, 1, 1, 2]
    found = await store.find(str(message.conversation_id), SENDER.owner)
    assert found is not None
    assert found.state.misses == 3


async def test_a_conversation_that_another_gateway_erases_meanwhile_stays_erased(
    service: ConversationService, other: ConversationService, rasa: Rasa, store: SqlStore
) -> None:
    message = await begun(service)
    rasa.meanwhile = [lambda: other.erase(SENDER, str(message.conversation_id))]
    with pytest.raises(errors.UnknownConversation):
        await service.take(SENDER, message)
    assert [await rows(store, table) for table in (conversations, answers)] == [[], []]


async def test_who_never_gets_a_turn_is_told_to_try_again(
    service: ConversationService, other: ConversationService, rasa: Rasa
) -> None:
    message = await begun(service)

    async def overtake() -> None:
        rasa.meanwhile, waiting = [], rasa.meanwhile
        await other.take(SENDER, replace(message, message_id=f"m-{len(rasa.asked)}x"))
        rasa.meanwhile = waiting

    rasa.meanwhile = [overtake] * ATTEMPTS
    with pytest.raises(errors.Unavailable):
        await service.take(SENDER, message)
    assert (await service.take(SENDER, message)).message_id == "m-2"


class Unsure:
    """Stands in for a Rasa that is not sure, and puts a line on 112 above each answer."""

    async def ask(self, conversation_id: str, text: str, context: MessageContext, caller: Caller) -> Envelope:
        """Answer."""
        buttons = (
            Button(title="Taksi", payload="/taxi", role="alternative"),
            Button(title="Hae", payload="/claim"),
        )
        replies = (
            Reply(text="112", language="fi", role="alert"),
            Reply(text="Matkat", language="fi", buttons=buttons),
        )
        topic = "travel.taxi" if text == "/taxi" else "travel.who"
        return Envelope(replies=replies, topic=topic, language="fi", confidence=0.6, state=context.state)


@pytest.mark.parametrize(
    ("pressed", "counted"),
    [
        pytest.param({"payload": "/taxi"}, ("travel.taxi", "pressed_alternative"), id="what was meant"),
        pytest.param({"payload": "/claim"}, ("travel.who", "answered"), id="a next step"),
        pytest.param({"text": "taksi"}, ("travel.who", "answered"), id="new words"),
    ],
)
async def test_a_press_on_what_else_was_meant_is_counted_without_the_text(
    store: SqlStore, pressed: dict[str, Any], counted: tuple[str, str]
) -> None:
    service = ConversationService(store, Unsure())  # type: ignore[arg-type]
    first = await service.take(SENDER, IncomingMessage(text="hevoskastanja"))
    before = {tuple(row[1:5]): row[5] for row in await rows(store, outcomes)}
    assert before == {("widget", "fi", "travel.who", name): 1 for name in ("answered", "offered_alternative", "alert")}
    await service.take(SENDER, IncomingMessage(conversation_id=first.conversation_id, **pressed))
    after = {tuple(row[1:5]): row[5] for row in await rows(store, outcomes)}
    key = ("widget", "fi", *counted)
    assert after[key] == before.get(key, 0) + 1
    assert "hevoskastanja" not in str(await rows(store, outcomes))
