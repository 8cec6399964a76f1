"""The cases that the understanding is measured on, and how they reach it: cases/<language>/<set>.yml."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from bot.contract import ConversationState, MessageContext
from bot.data_files import DataError, load_record
from bot.knowledge import topics
from bot.languages import codes
from bot.nlu.learned.text import REDACTION_MARK
from bot.privacy import clean, redact

AnyCase = TypeVar("AnyCase", "Case", "MessageCase")

CASES = Path(__file__).parent / "cases"
REAL_QUESTIONS = Path(__file__).parents[2] / "shared" / "data" / "real_questions.jsonl"
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

    def right(self, topic: str, also: Sequence[str]) -> bool:
        """Whether a topic and those of further questions are what was asked."""
        wanted = self.second or ("",)
        return topic in self.topics and (also[0] if also else "") in wanted


@dataclass(frozen=True)
class EmergencyCase:
    """A longer message, whether somebody in it needs help at once, and the part of the set it belongs to."""

    text: str
    language: str
    part: str
    emergency: bool


def held_out_questions(*languages: str) -> list[Case]:
    """Return the questions of the test set; a folder's name is their language where they give none."""
    return [case for language in languages for case in _cases("test_set", language, Case)]


def real_questions() -> list[Case]:
    """Return the messages modelled on what people asked in public that the catalogue has an answer or a guard for.

    They lie outside the project, and are for measuring only; none where they are not there.
    """
    if not REAL_QUESTIONS.exists():
        return []
    entries = [json.loads(line) for line in REAL_QUESTIONS.read_text(encoding="utf-8").splitlines()]
    known = [(entry, [topic for topic in entry["topics"] if topic in topics()]) for entry in entries]
    return [
        Case(entry["text"], fitting[0], entry["lang"], entry["register"], tuple(fitting[1:]))
        for entry, fitting in known
        if fitting
    ]


def message_cases(name: str, language: str) -> list[MessageCase]:
    """Return the cases of one of MESSAGE_SETS in a language."""
    return _cases(name, language, MessageCase)


def emergency_cases(language: str) -> list[EmergencyCase]:
    """Return the longer messages with an emergency, and those that only tell of hardship."""
    file = CASES / language / "emergencies.yml"
    if not file.exists():
        return []
    parts = load_record(file, _EmergencyFile)
    return [
        EmergencyCase(text, language, part, emergency)
        for part, messages in ((TUNED_ON, parts.tuned_on), (MEASURED_ON, parts.measured_on))
        for texts, emergency in ((messages.emergencies, True), (messages.no_emergencies, False))
        for text in texts
    ]


@dataclass(frozen=True)
class _EmergencyMessages:
    emergencies: tuple[str, ...]
    no_emergencies: tuple[str, ...]


@dataclass(frozen=True)
class _EmergencyFile:
    tuned_on: _EmergencyMessages
    measured_on: _EmergencyMessages


def _cases(name: str, language: str, kind: type[AnyCase]) -> list[AnyCase]:
    """Return the cases of a file; none where the language has no such file yet.

    Raises:
        DataError: the file is no list of cases.
    """
    file = CASES / language / f"{name}.yml"
    entries = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
    if not isinstance(entries, list):
        raise DataError(f"{file}: must be a list of cases")
    known = [field.name for field in fields(kind)]
    return [
        _case(file, number, {"language": language, **entry}, kind, known) for number, entry in enumerate(entries, 1)
    ]


def _case(file: Path, number: int, entry: dict[str, Any], kind: type[AnyCase], known: Sequence[str]) -> AnyCase:
    for key in entry:
        if key not in known:
            raise DataError(f"{file}: case {number}: '{key}' is not known: use one of {', '.join(known)}")
    try:
        return TypeAdapter(kind).validate_python(entry)
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"{file}: case {number}: '{first['loc'][0]}': {first['msg']}") from error


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
