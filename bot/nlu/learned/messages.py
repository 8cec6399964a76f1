"""What the components read and write beside a message's text, as the models of bot/contract.py."""

from __future__ import annotations

from rasa.shared.nlu.training_data.message import Message

from bot import languages
from bot.contract import IdentifiedLanguage, MessageContext, UnderstoodTopic

# Attributes of Rasa's messages. Rasa itself sets the first, from the channel.
METADATA, LANGUAGE, TOPIC = "metadata", "language", "topic"


def context(message: Message) -> MessageContext:
    """Return what the gateway knows of the conversation.

    Raises:
        pydantic.ValidationError: the metadata is none of the gateway's.
    """
    return MessageContext.of(message.get(METADATA))


def language(message: Message) -> IdentifiedLanguage:
    """Return the language that the LanguageIdentifier found; without one in the pipeline, the default language."""
    found = message.get(LANGUAGE)
    if found is None:
        return IdentifiedLanguage(code=languages.default(), confidence=0.5, supported=True)
    return IdentifiedLanguage.model_validate(found)


def set_language(message: Message, found: IdentifiedLanguage) -> None:
    """Set a message's language, which becomes a part of what Rasa answers."""
    message.set(LANGUAGE, found.model_dump(mode="json"), add_to_output=True)


def set_topic(message: Message, found: UnderstoodTopic) -> None:
    """Set a message's topic, which becomes a part of what Rasa answers."""
    message.set(TOPIC, found.model_dump(mode="json"), add_to_output=True)
