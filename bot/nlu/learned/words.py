"""The words of each language that take part in training: data/words/<code>/learned.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Dict

from bot import languages
from bot.data_files import load_record

WORDS = Path(__file__).resolve().parents[3] / "data" / "words"


@dataclass(frozen=True)
class LearnedWords:
    """The lists of learned.yml, which says what each is for."""

    conjunctions: tuple[str, ...]
    telling: tuple[str, ...]
    borrowed: tuple[str, ...]


@lru_cache(maxsize=1)
def learned_words() -> Dict[str, LearnedWords]:
    """Return the words by language code, of every language that has the file, spoken by the assistant or not.

    Raises:
        DataError: a file breaks its schema.
    """
    return {file.parent.name: load_record(file, LearnedWords) for file in sorted(WORDS.glob("*/learned.yml"))}


@lru_cache(maxsize=1)
def conjunction() -> re.Pattern[str]:
    """Return a pattern of what stands between two clauses, in the languages that the assistant speaks."""
    spoken = [learned_words()[code] for code in languages.codes()]
    words = "|".join(re.escape(word) for each in spoken for word in each.conjunctions)
    return re.compile(rf"[.,;:!?\n]+|\s(?:{words})\s")


@lru_cache(maxsize=1)
def borrowed() -> re.Pattern[str]:
    """Return a pattern of words that tell a language only where nothing else does."""
    words = [word for each in learned_words().values() for word in each.borrowed]
    return re.compile("|".join(re.escape(word).replace(r"\*", r"\S*") for word in words) or r"(?!)", re.IGNORECASE)
