"""What a topic is about, for questions that follow on its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.data_files import DataError, load_records
from bot.entities.folding import folded
from bot.knowledge import topics
from bot.questions.cues import pattern

SUBJECTS_FILE = Path(__file__).parent / "subjects.yml"
ASPECTS_FILE = Path(__file__).parent / "aspects.yml"


@dataclass(frozen=True)
class Subject:
    """An entry of subjects.yml, which says what its fields are."""

    id: str
    words: dict[str, str]
    asked: dict[str, str]


def subject_words(topic_id: str, language: str) -> str | None:
    """Return what a topic is about in a language's words, None where there are none."""
    return next((entry.words.get(language) for entry in _entries(topic_id)), None)


def asked_topics(topic_id: str, text: str) -> frozenset[str]:
    """Return the topics that the aspects in `text` lead to after an answer on a topic, most specific entry first."""
    flat = folded(text)
    found: dict[str, str] = {}
    for entry in _entries(topic_id):
        for aspect, topic in entry.asked.items():
            if _aspects()[aspect].search(flat):
                found.setdefault(aspect, topic)
    return frozenset(found.values())


def _entries(topic_id: str) -> Iterator[Subject]:
    """Yield the entries that hold for a topic, its own before those of its group."""
    name = topic_id
    while name:
        if name in _subjects():
            yield _subjects()[name]
        name = name.rpartition(".")[0]


@lru_cache(maxsize=1)
def _subjects() -> dict[str, Subject]:
    """Return the subjects.

    Raises:
        DataError: an entry breaks the schema, or names an aspect or a topic that does not exist.
    """
    found = load_records(SUBJECTS_FILE, Subject)
    for entry in found.values():
        for aspect, topic in entry.asked.items():
            if aspect not in _aspects():
                raise DataError(f"{SUBJECTS_FILE}: '{entry.id}.asked' names '{aspect}': add it to {ASPECTS_FILE.name}")
            if topic not in topics():
                raise DataError(f"{SUBJECTS_FILE}: '{entry.id}.asked' names '{topic}', which is no topic: correct it")
    return found


@lru_cache(maxsize=1)
def _aspects() -> dict[str, re.Pattern[str]]:
    lists: dict[str, list[str]] = yaml.safe_load(ASPECTS_FILE.read_text(encoding="utf-8"))
    return {aspect: re.compile(rf"\b(?:{pattern(words)})\b") for aspect, words in lists.items()}
