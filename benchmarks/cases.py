"""The questions of the test set, and how they reach the understanding."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge import topics
from bot.nlu.learned.text import REDACTION_MARK
from bot.privacy import clean, redact

ROOT = Path(__file__).parents[1]
TEST_SET = ROOT / "tests" / "evaluation"
SERVED = ("fi", "en")
ANSWERS = ("answer", "flow")
# The file of examples with a subject in front of what follows on it: nobody writes so, QuestionSplitter does.
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
