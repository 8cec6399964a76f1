"""What the chat widget offers to begin with and asks on a person's behalf is understood, in both languages alike."""

from __future__ import annotations

import pytest

from bot.languages import codes
from bot.wording.i18n import keys, words
from devtools.service import Conversation, Service

pytestmark = pytest.mark.service

STARTERS = [key for key in keys("fi") if key.startswith("widget.starters.")]


@pytest.mark.parametrize("key", STARTERS)
def test_a_starter_is_understood_the_same_in_every_language(service: Service, key: str) -> None:
    answers = [Conversation(service, language=language).say(words(key, language)) for language in codes()]
    assert [answer["language"] for answer in answers] == list(codes())
    (topic,) = {answer["topic"] for answer in answers}
    assert topic != "meta.fallback"


@pytest.mark.parametrize("language", codes())
def test_switching_the_widgets_language_switches_the_conversations(service: Service, language: str) -> None:
    before = next(other for other in codes() if other != language)
    conversation = Conversation(service, language=before)
    conversation.say(words("widget.starters.public.third", before))
    answer = conversation.say(words("widget.menu.language_request", language))
    assert (answer["topic"], answer["language"]) == ("meta.language", language)
