"""What a topic is about, for questions that follow up on its answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot import languages


@dataclass(frozen=True)
class Subject:
    """An entry of data/words/<code>/subjects.yml: what a topic, or a group of topics, is about in a few words."""

    id: str
    words: str


def subject_words(topic_id: str, language: str) -> str | None:
    """Return what a topic is about in a language, None where neither the topic nor its group has words for it."""
    if language not in languages.codes():
        return None
    subjects = languages.entries(language, "subjects", Subject)
    name = topic_id
    while name and name not in subjects:
        name = name.rpartition(".")[0]
    return subjects[name].words if name else None
