"""One turn of a conversation, the same for every channel: guard, understand, answer, remember."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
from dataclasses import dataclass
from typing import Any, Dict, List

from bot.gateway.conversations import Conversation, ConversationStore
from bot.gateway.errors import Problem
from bot.gateway.rasa_client import RasaClient, RasaUnavailable
from bot.gateway.schemas import MAX_TEXT, MessageRequest
from bot.i18n import LANGUAGES, words
from bot.privacy import Redaction, clean, redact

logger = logging.getLogger(__name__)

FEEDBACK = "meta.feedback"
# Nothing but feedback is kept in a person's own words, so it must surely be feedback.
FEEDBACK_CONFIDENCE = 0.8
# Rasa takes a text that begins with "/" as a command; from a person it is only text.
_COMMAND_PREFIX = re.compile(r"^[\s/]+")


@dataclass(frozen=True)
class Sender:
    """Who sends a message: the channel, and the client whose conversations are kept apart from others'."""

    channel: str
    client: str

    @property
    def owner(self) -> str:
        """The owner of this sender's conversations."""
        return f"{self.channel}:{self.client}"


class Turns:
    """Takes messages of any channel and returns answers in the shape of docs/api.md."""

    def __init__(self, store: ConversationStore, rasa: RasaClient) -> None:
        """Use a store for conversations and a client for Rasa."""
        self._store = store
        self._rasa = rasa

    async def take(self, sender: Sender, message: MessageRequest) -> Dict[str, Any]:
        """Answer `message`; a message id that was answered before gets the same answer again.

        Raises:
            Problem: 404 unknown or expired conversation, 409 message id used for another message, 422 nothing or too
                much to read or a button that was not offered, 503 a part of the service is down.
        """
        message_id = message.message_id or secrets.token_urlsafe(12)
        async with self._store.one_at_a_time(f"{sender.owner}/{message_id}"):
            guarded = redact(clean((message.text or "")[: MAX_TEXT + 1]))
            digest = _digest(message, guarded.text)
            answered = self._store.answered(sender.owner, message_id)
            if answered is not None:
                if answered[0] != digest:
                    raise Problem(
                        409,
                        "This message_id was already used for another message.",
                        "message_id",
                        "Give every message an id of its own; repeat one only with the same content.",
                    )
                return answered[1]
            conversation = self._conversation(sender, message)
            async with self._store.one_at_a_time(conversation.id):
                response = await self._answer(sender, message, message_id, conversation, guarded)
            self._store.remember(sender.owner, message_id, digest, response)
            return response

    def _conversation(self, sender: Sender, message: MessageRequest) -> Conversation:
        if message.conversation_id is None:
            return self._store.new(sender.owner)
        conversation = self._store.find(message.conversation_id, sender.owner)
        if conversation is None:
            raise Problem(
                404,
                _sentence("expired", message.language),
                "conversation_id",
                "Unknown or expired. Send null to start a new conversation.",
            )
        return conversation

    async def _answer(
        self, sender: Sender, message: MessageRequest, message_id: str, conversation: Conversation, guarded: Redaction
    ) -> Dict[str, Any]:
        language = conversation.language or message.language
        redacted = list(guarded.kinds)
        text = _readable(message, guarded.text, conversation, language)
        metadata = {
            "channel": sender.channel,
            "language_hint": message.language,
            "language_prior": conversation.language,
            "in_flow": conversation.in_flow,
            "last_topic": conversation.last_topic,
            "redacted": redacted,
        }
        try:
            messages = await self._rasa.send(conversation.id, text, metadata)
            envelope = _envelope(messages)
        except RasaUnavailable as error:
            logger.warning("Rasa gave no answer: %s", error)
            raise Problem(
                503,
                _sentence("unavailable", language),
                mend="Send the same message again with the same message_id.",
                headers={"Retry-After": "5"},
            ) from None
        replies = envelope["replies"]
        conversation.language = envelope["language"]
        conversation.in_flow = bool(envelope["flow"] and envelope["flow"]["step"])
        conversation.last_topic = envelope["last_topic"]
        conversation.offer([button["payload"] for reply in replies for button in reply["buttons"]])
        self._store.save(conversation)
        sure = envelope["confidence"] >= FEEDBACK_CONFIDENCE
        if envelope["topic"] == FEEDBACK and sure and message.text is not None:
            self._store.keep_feedback(sender.channel, envelope["language"], guarded.text)
        logger.info("answered channel=%s topic=%s language=%s", sender.channel, envelope["topic"], envelope["language"])
        return {
            "conversation_id": conversation.id,
            "message_id": message_id,
            "language": envelope["language"],
            "topic": envelope["topic"],
            "confidence": envelope["confidence"],
            "replies": replies,
            "sources": envelope["sources"],
            "redacted": redacted,
            "flow": envelope["flow"],
        }


def _envelope(messages: List[Dict[str, Any]]) -> Dict[str, Any]:
    """Return what the action that answered has sent; a plain text of Rasa's is none of ours."""
    for entry in messages:
        if "custom" in entry:
            envelope: Dict[str, Any] = entry["custom"]
            return envelope
    raise RasaUnavailable("the answer has no envelope")


def _sentence(key: str, language: str | None, **values: Any) -> str:
    """Return a sentence on an error: in the person's language, in all of ours while it is not known."""
    languages = (language,) if language else LANGUAGES
    return " ".join(words(f"common.errors.{key}", code, **values) for code in languages)


def _readable(message: MessageRequest, guarded_text: str, conversation: Conversation, language: str | None) -> str:
    """Return what Rasa may read of the message."""
    if (message.text is None) == (message.payload is None):
        raise Problem(
            422,
            _sentence("empty", language),
            "text",
            "Send either text or payload, and null or nothing for the other.",
        )
    if message.payload is not None:
        if message.payload not in conversation.offered:
            raise Problem(
                422,
                _sentence("not_offered", language),
                "payload",
                "Send back, unchanged, the payload of a button that this conversation has offered.",
            )
        return message.payload
    if not guarded_text:
        raise Problem(422, _sentence("empty", language), "text", "Send at least one character to read.")
    if len(message.text or "") > MAX_TEXT:
        raise Problem(
            422,
            _sentence("too_long", language, limit=MAX_TEXT),
            "text",
            f"{len(message.text or '')} characters are too many: send at most {MAX_TEXT}.",
        )
    return _COMMAND_PREFIX.sub("", guarded_text) or "?"


def _digest(message: MessageRequest, guarded_text: str) -> str:
    # Of the guarded text: a digest of a personal identity code could be turned back by trying them all.
    content = "\0".join(str(part) for part in (message.conversation_id, guarded_text, message.payload))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
