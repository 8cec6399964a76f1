"""Messages as the gateway hands them to the pipeline, for tests of its components."""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import languages
from bot.contract import IdentifiedLanguage, MessageContext
from bot.nlu.learned.messages import METADATA, set_language


def received(text: str, language: str = "fi", data: dict[str, Any] | None = None, **context: Any) -> Message:
    """Return a message whose language was identified.

    Args:
        text: of the message.
        language: code of its language.
        data: attributes that earlier components have set.
        context: fields of its MessageContext.
    """
    message = Message({TEXT: text, METADATA: MessageContext(**context).model_dump(mode="json"), **(data or {})})
    set_language(message, IdentifiedLanguage(code=language, confidence=1.0, supported=language in languages.codes()))
    return message
