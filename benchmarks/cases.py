"""The test set's questions, and what became of them: a Case is asked, a Decision is what the assistant made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge import topics
from bot.nlu.text import REDACTION_MARK
from bot.nlu.topic_decider import FALLBACK, OUT_OF_SCOPE, _without_replies, split_label
from bot.privacy import clean, redact

ROOT = Path(__file__).parents[1]
TEST_SET = ROOT / "tests" / "evaluation"
SERVED = ("fi", "en")
ANSWERS = ("answer", "flow")


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
class Decision:
    """What the assistant decided about a case; `best` is the classifier's first choice, sure enough or not."""

    case: Case
    topic: str
    kind: str
    confidence: float
    candidates: tuple[str, ...]
    language: str
    supported: bool
    best: str
    best_confidence: float

    @property
    def right(self) -> bool:
        """Whether the topic is the case's, or as good."""
        return self._fits(self.topic)

    @property
    def best_right(self) -> bool:
        """Whether the classifier's first choice is the case's topic, or as good."""
        return self._fits(self.best)

    @property
    def answered(self) -> bool:
        """Whether the person gets an answer on a matter, rather than a safety reply, small talk or "not sure"."""
        return self.kind in ANSWERS

    @property
    def declined(self) -> bool:
        """Whether the person is told that this is not something the assistant knows."""
        return self.topic in (OUT_OF_SCOPE, FALLBACK)

    def _fits(self, topic: str) -> bool:
        return topic == self.case.topic or topic in self.case.also


def held_out(*names: str) -> list[Case]:
    """Return the cases of tests/evaluation/<name>.yml; a file's name is its cases' language where they give none."""
    return [
        Case(**{"language": name, **entry, "also": tuple(entry.get("also", ()))})
        for name in names
        for entry in yaml.safe_load((TEST_SET / f"{name}.yml").read_text(encoding="utf-8"))
    ]


def as_received(text: str) -> tuple[str, dict[str, Any]]:
    """Return what the understanding gets of a first message: the guarded text, and the gateway's metadata.

    The test set holds the privacy guard's marks where people would have given personal data, so which kinds were
    removed is read from the marks.
    """
    guarded = redact(clean(text)).text
    metadata = {
        "channel": "partner",
        "language_hint": None,
        "language_prior": None,
        "in_flow": False,
        "redacted": [mark.strip("[]") for mark in REDACTION_MARK.findall(guarded)],
    }
    return guarded, metadata


def decision(case: Case, parsed: Mapping[str, Any]) -> Decision:
    """Return the decision that a parsed message holds.

    The first choice is that of the ranking TopicDecider goes by, in which nothing answers a question: none was asked.
    """
    topic, language = parsed["topic"], parsed["language"]
    best = _without_replies(parsed["intent_ranking"])[0]
    return Decision(
        case=case,
        topic=topic["id"],
        kind=topic["kind"],
        confidence=topic["confidence"],
        candidates=tuple(topic["candidates"]),
        language=language["code"],
        supported=language["supported"],
        best=split_label(best["name"])[1],
        best_confidence=best["confidence"],
    )
