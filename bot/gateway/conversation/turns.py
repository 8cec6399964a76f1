"""One turn of a conversation, the same for every channel: guard, understand, answer, remember."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
from dataclasses import dataclass
from typing import Any, Dict, List

from bot.gateway.conversation.rasa_client import RasaClient, RasaUnavailable
from bot.gateway.conversation.store import Conversation, ConversationStore, Rating
from bot.gateway.errors import Problem, sentence
from bot.gateway.schemas import MAX_TEXT, MessageRequest
from bot.privacy import Redaction, clean, redact

logger = logging.getLogger(__name__)

FEEDBACK = "meta.feedback"
# Nothing but feedback is kept in a person's own words, so it must surely be feedback.
FEEDBACK_CONFIDENCE = 0.8
# Rasa takes a text that begins with "/" as a command; from a person it is only text.
_COMMAND_PREFIX = re.compile(r"^[\s/]+")


@dataclass(frozen=True)
class Sender:
    """Who sends a message: the channel, and the client whose conversations are kept apart from others'.

    `detailed` channels are told more: how far a guided dialogue has got, and the language of each text.
    """

    channel: str
    client: str
    detailed: bool = False

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
        async with self._store.one_at_a_time("message", sender.owner, message_id):
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
            async with self._store.one_at_a_time("conversation", message.conversation_id or message_id):
                # Looked up only now: while this message waited, the conversation may have been erased.
                conversation = self._conversation(sender, message)
                response = await self._answer(sender, message, message_id, conversation, guarded)
                self._store.remember(sender.owner, message_id, digest, response)
            return response

    def answered(self, sender: Sender, message_id: str) -> Dict[str, Any] | None:
        """Return the answer to a message, None where there is none or it is older than a day."""
        answered = self._store.answered(sender.owner, message_id)
        return answered[1] if answered else None

    def knows(self, sender: Sender, conversation_id: str) -> bool:
        """Whether a conversation can go on."""
        return self._store.find(conversation_id, sender.owner) is not None

    def rate(
        self, sender: Sender, conversation_id: str, message_id: str, rating: str, comment: str | None
    ) -> str | None:
        """Keep a rating of the answer to a message; return the answer's topic, None where there is no such answer.

        `comment` has passed the privacy guard.
        """
        answer = self.answered(sender, message_id)
        if answer is None or answer["conversation_id"] != conversation_id:
            return None
        topic: str = answer["topic"]
        self._store.rate(sender.owner, message_id, Rating(sender.channel, answer["language"], topic, rating, comment))
        return topic

    async def erase(self, sender: Sender, conversation_id: str, language: str | None = None) -> None:
        """Erase all that is kept of a conversation; one that is unknown or another client's stays as it is.

        Raises:
            Problem: 503 Rasa does not answer. The answers are erased then, and erasing again erases the rest.
        """
        async with self._store.one_at_a_time("conversation", conversation_id):
            conversation = self._store.find(conversation_id, sender.owner)
            if conversation is None:
                return
            self._store.forget_answers(conversation_id)
            try:
                await self._rasa.erase(conversation_id)
            except RasaUnavailable as error:
                logger.warning("Rasa erased nothing: %s", error)
                raise _unavailable(conversation.language or language, "Send the same request again.") from None
            self._store.forget(conversation_id)

    def _conversation(self, sender: Sender, message: MessageRequest) -> Conversation:
        if message.conversation_id is None:
            return self._store.new(sender.owner)
        conversation = self._store.find(message.conversation_id, sender.owner)
        if conversation is None:
            raise Problem(
                404,
                sentence("expired", message.language),
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
            messages = await self._rasa.send(conversation.id, conversation.turns, text, metadata)
            envelope = _envelope(messages)
        except RasaUnavailable as error:
            logger.warning("Rasa gave no answer: %s", error)
            raise _unavailable(language, "Send the same message again with the same message_id.") from None
        response: Dict[str, Any] = {
            "conversation_id": conversation.id,
            "message_id": message_id,
            "language": envelope["language"],
            "topic": envelope["topic"],
            "confidence": envelope["confidence"],
            "replies": [{"text": reply["text"], "buttons": reply["buttons"]} for reply in envelope["replies"]],
            "sources": envelope["sources"],
            "redacted": redacted,
            "flow": envelope["flow"],
        }
        if sender.detailed:
            _add_details(response, envelope)
        conversation.turns += 1
        conversation.language = envelope["language"]
        conversation.in_flow = bool(envelope["flow"] and envelope["flow"]["step"])
        conversation.last_topic = envelope["last_topic"]
        conversation.offer(_payloads(response))
        self._store.save(conversation)
        sure = envelope["confidence"] >= FEEDBACK_CONFIDENCE
        if envelope["topic"] == FEEDBACK and sure and message.text is not None:
            self._store.keep_feedback(sender.channel, envelope["language"], guarded.text)
        logger.info("answered channel=%s topic=%s language=%s", sender.channel, envelope["topic"], envelope["language"])
        return response


def _add_details(response: Dict[str, Any], envelope: Dict[str, Any]) -> None:
    for reply, sent in zip(response["replies"], envelope["replies"], strict=True):
        reply["language"] = sent.get("language") or envelope["language"]
    response["progress"] = envelope.get("progress")


def _payloads(response: Dict[str, Any]) -> List[str]:
    """Return the payload of everything that can be pressed in a response."""
    given = (response.get("progress") or {}).get("answers", [])
    buttons = [button for reply in response["replies"] for button in reply["buttons"]]
    return [offered["payload"] for offered in [*given, *buttons]]


def _envelope(messages: List[Dict[str, Any]]) -> Dict[str, Any]:
    """Return what the action that answered has sent; a plain text of Rasa's is none of ours."""
    for entry in messages:
        if "custom" in entry:
            envelope: Dict[str, Any] = entry["custom"]
            return envelope
    raise RasaUnavailable("the answer has no envelope")


def _unavailable(language: str | None, mend: str) -> Problem:
    return Problem(503, sentence("unavailable", language), mend=mend, headers={"Retry-After": "5"})


def _readable(message: MessageRequest, guarded_text: str, conversation: Conversation, language: str | None) -> str:
    """Return what Rasa may read of the message."""
    if (message.text is None) == (message.payload is None):
        raise Problem(
            422,
            sentence("empty", language),
            "text",
            "Send either text or payload, and null or nothing for the other.",
        )
    if message.payload is not None:
        if message.payload not in conversation.offered:
            raise Problem(
                422,
                sentence("not_offered", language),
                "payload",
                "Send back, unchanged, the payload of a button that this conversation has offered.",
            )
        return message.payload
    if not guarded_text:
        raise Problem(422, sentence("empty", language), "text", "Send at least one character to read.")
    if len(message.text or "") > MAX_TEXT:
        raise Problem(
            422,
            sentence("too_long", language, limit=MAX_TEXT),
            "text",
            f"{len(message.text or '')} characters are too many: send at most {MAX_TEXT}.",
        )
    return _COMMAND_PREFIX.sub("", guarded_text) or "?"


def _digest(message: MessageRequest, guarded_text: str) -> str:
    # Of the guarded text: a digest of a personal identity code could be turned back by trying them all.
    content = "\0".join(str(part) for part in (message.conversation_id, guarded_text, message.payload))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
