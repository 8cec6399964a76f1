"""The component reads the conversation's language and the caller's hint, and sets the message's language."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.contract import ConversationState, IdentifiedLanguage, MessageContext
from bot.nlu.learned.language_identifier import LanguageIdentifier
from bot.nlu.learned.messages import LANGUAGE, METADATA


def _language_of(text: str, spoken: str | None = None, hint: str | None = None) -> IdentifiedLanguage:
    context = MessageContext(state=ConversationState(language=spoken), language_hint=hint)
    message = Message({TEXT: text, METADATA: context.model_dump(mode="json")})
    LanguageIdentifier(LanguageIdentifier.get_default_config()).process([message])
    assert message.as_dict(only_output_properties=True)[LANGUAGE] == message.get(LANGUAGE)
    return IdentifiedLanguage.model_validate(message.get(LANGUAGE))


def test_the_component_sets_code_confidence_and_support() -> None:
    language = _language_of("Paljonko taksimatka maksaa?")
    assert (language.code, language.supported) == ("fi", True)
    assert language.confidence == pytest.approx(1.0, abs=0.02)
    assert not _language_of("Får jag ersättning för resan?").supported


@pytest.mark.parametrize(
    ("spoken", "hint", "language"),
    [
        pytest.param(None, None, "fi", id="nothing known"),
        pytest.param(None, "en", "en", id="a hint"),
        pytest.param("en", None, "en", id="the conversation's language"),
        pytest.param("fi", "en", "fi", id="the conversation outweighs the hint"),
    ],
)
def test_the_component_reads_what_the_gateway_knows(spoken: str | None, hint: str | None, language: str) -> None:
    assert _language_of("ok", spoken, hint).code == language


def test_a_message_without_context_begins_a_conversation() -> None:
    message = Message({TEXT: "ok"})
    LanguageIdentifier(LanguageIdentifier.get_default_config()).process([message])
    assert message.get(LANGUAGE)["code"] == "fi"


def test_metadata_of_another_kind_is_refused() -> None:
    message = Message({TEXT: "ok", METADATA: {"language_prior": "en"}})
    with pytest.raises(ValidationError, match="language_prior"):
        LanguageIdentifier(LanguageIdentifier.get_default_config()).process([message])


def test_a_hint_does_not_hide_what_is_written() -> None:
    assert _language_of("Paljonko taksimatka maksaa?", hint="en").code == "fi"


def test_a_buttons_payload_keeps_the_conversations_language() -> None:
    assert _language_of('/flow{"topic": "check.eligibility"}', "fi").code == "fi"
    assert _language_of('/answer{"topic": "therapy.overview"}', "en").code == "en"
