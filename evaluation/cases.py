"""The cases that the understanding is measured on, and how they reach it: cases/<language>/<set>.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.contract import ConversationState, MessageContext
from bot.knowledge import topics
from bot.languages import codes
from bot.nlu.learned.text import REDACTION_MARK
from bot.privacy import clean, redact

CASES = Path(__file__).parent / "cases"
SERVED = codes()
# The folder with messages in languages that the assistant does not speak; each names its own.
OTHER = "other"
ANSWERS = ("answer", "flow")
# The sets of messages in which a message's parts, or the topic answered before it, matter.
MESSAGE_SETS = ("plain", "follow_ups", "two_questions", "one_question", "long_messages", "untuned")
# The parts of the emergency cases: the weights were tuned on the first, earlier attempts had seen both.
TUNED_ON, MEASURED_ON = "tuned_on", "measured_on"
# The file of examples with a subject put before a follow-up: QuestionSplitter writes so, people do not.
FOLLOW_UPS = "follow_ups"


@dataclass(frozen=True)
class Case:
    """A question with the topic it should be answered with; a topic in `also` would answer it as well."""

    text: str
    topic: str
    language: str
    register: str = "standard"
    also: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the topic: answer, flow, guard or meta."""
        return topics()[self.topic].kind

    @property
    def in_scope(self) -> bool:
        """Whether the catalogue has an answer."""
        return self.kind in ANSWERS


@dataclass(frozen=True)
class MessageCase:
    """A message whose parts or whose conversation matter.

    Attributes:
        text: the message.
        topics: any of them answers it.
        language: its language.
        second: any of them answers a second question in it; "" is none.
        after: the topic answered before it.
    """

    text: str
    topics: tuple[str, ...]
    language: str
    second: tuple[str, ...] = ()
    after: str | None = None

    def right(self, topic: str, also: str | None) -> bool:
        """Whether a topic and that of a second question are what was asked."""
        return topic in self.topics and (also or "") in (self.second or ("",))


@dataclass(frozen=True)
class EmergencyCase:
    """A longer message, whether somebody in it needs help at once, and the part of the set it belongs to."""

    text: str
    language: str
    part: str
    emergency: bool


def load(name: str, language: str) -> Any:
    """Return what the file of a set holds in a language."""
    return yaml.safe_load((CASES / language / f"{name}.yml").read_text(encoding="utf-8"))


def held_out_questions(*languages: str) -> list[Case]:
    """Return the questions of the test set; a folder's name is their language where they give none."""
    return [
        Case(**{"language": language, **entry, "also": tuple(entry.get("also", ()))})
        for language in languages
        for entry in load("test_set", language)
    ]


def message_cases(name: str, language: str) -> list[MessageCase]:
    """Return the cases of one of MESSAGE_SETS in a language."""
    fields: list[dict[str, Any]] = [
        {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
        for entry in load(name, language)
    ]
    return [MessageCase(language=language, **each) for each in fields]


def emergency_cases(language: str) -> list[EmergencyCase]:
    """Return the longer messages with an emergency, and those that only tell of hardship."""
    parts = load("emergencies", language)
    return [
        EmergencyCase(text, language, part, emergency)
        for part in (TUNED_ON, MEASURED_ON)
        for key, emergency in (("emergencies", True), ("no_emergencies", False))
        for text in parts[part][key]
    ]


def as_received(text: str, after: str | None = None, language: str | None = None) -> tuple[str, MessageContext]:
    """Return what the understanding gets of a message: the guarded text, and the gateway's context.

    The cases hold the privacy guard's marks where people would have given personal data, so which kinds were removed
    is read from the marks.

    Args:
        text: the message.
        after: the topic answered before it; None for a conversation's first message.
        language: the conversation's language before it.
    """
    guarded = redact(clean(text)).text
    marks = tuple(mark.strip("[]") for mark in REDACTION_MARK.findall(guarded))
    return guarded, MessageContext(state=ConversationState(language=language, last_topic=after), redacted=marks)
