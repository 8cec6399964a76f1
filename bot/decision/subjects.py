"""What a topic is about, for questions that follow on its answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.data_files import load_records

SUBJECTS_FILE = Path(__file__).parent / "subjects.yml"


@dataclass(frozen=True)
class Subject:
    """An entry of subjects.yml: what a topic, or a group of topics, is about in each language's words."""

    id: str
    words: dict[str, str]


def subject_words(topic_id: str, language: str) -> str | None:
    """Return what a topic is about in a language's words, None where neither it nor its group has any."""
    name = topic_id
    while name and name not in _subjects():
        name = name.rpartition(".")[0]
    return _subjects()[name].words.get(language) if name else None


@lru_cache(maxsize=1)
def _subjects() -> dict[str, Subject]:
    return load_records(SUBJECTS_FILE, Subject)
