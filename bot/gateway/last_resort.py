"""What a person in danger gets while the assistant itself gives no answer: the written words with 112."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.contract import ConversationState, Envelope, Reply
from bot.decision.danger import danger_languages, is_danger
from bot.decision.labels import EMERGENCY
from bot.languages import codes
from bot.wording import answers


class EmergencyAnswers:
    """Answers words of danger without any part of the service but the written words.

    Args:
        clock: tells the time.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Use a clock."""
        self._clock = clock

    def __call__(self, text: str, language: str | None) -> Envelope | None:
        """Return the emergency answer to a text; None where it has no words of danger.

        Args:
            text: what the person wrote.
            language: code of the conversation's language, or else of the hint; None where neither is known.
        """
        if not is_danger(text):
            return None
        given = [
            answers.answer(EMERGENCY.topic, code, self._clock())
            for code in _languages(danger_languages(text), language)
        ]
        first = given[0]
        return Envelope(
            replies=tuple(Reply(text=answer.text, language=answer.language) for answer in given),
            topic=first.topic,
            language=first.language,
            confidence=1.0,
            sources=first.sources,
            state=ConversationState(language=first.language, last_topic=first.topic),
        )


def _languages(of_words: tuple[str, ...], language: str | None) -> list[str]:
    """Return the languages to answer in: those of the words and the known one; all where the words are in none."""
    known = [language] if language else []
    spoken = [code for code in codes() if code in of_words]
    if not spoken:
        # Whoever writes a language that is not spoken here may read any of those that are.
        return list(dict.fromkeys([*known, *codes()]))
    return known if language in spoken else [*spoken, *known]
