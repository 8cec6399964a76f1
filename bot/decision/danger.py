"""Words of danger to life, which are answered with 112 whatever else a message says.

They are a net under the classifier, and need no model: every language with a file data/words/<code>/danger.yml is
understood, whether or not the assistant speaks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from bot.data_files import load_record
from bot.languages.patterns import NOTHING, either

WORDS = Path(__file__).resolve().parents[2] / "data" / "words"


@dataclass(frozen=True)
class Sequence:
    """Phrases in an order.

    Attributes:
        phrases: the choices of phrases for each place.
        within: the most characters between one place and the next; one number less than places.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    phrases: tuple[tuple[str, ...], ...]
    within: tuple[int, ...]

    @property
    def pattern(self) -> str:
        """The regular expression of the sequence, without its outer word boundaries."""
        gaps = [*(rf"\b.{{0,{most}}}\b" for most in self.within), ""]
        return "".join(either(words) + gap for words, gap in zip(self.phrases, gaps, strict=True))


@dataclass(frozen=True)
class _Lists:
    """The lists of danger.yml, which says what each is for."""

    phrases: tuple[str, ...]
    sequences: tuple[Sequence, ...]
    sudden: tuple[str, ...]
    sudden_signs: tuple[Sequence, ...]


@dataclass(frozen=True)
class Danger:
    """Patterns of danger: one that tells of it by itself, and signs that do where they came suddenly."""

    told: re.Pattern[str]
    sudden: re.Pattern[str]
    sign: re.Pattern[str]


def is_danger(text: str) -> bool:
    """Whether a text has words of danger to life, in any language that has a file of them."""
    return _has_danger(text, _danger(_files(WORDS)))


def danger_languages(text: str) -> tuple[str, ...]:
    """Return the codes of the languages whose own words of danger a text has; none where only a mixture tells of it."""
    return tuple(file.parent.name for file in _files(WORDS) if _has_danger(text, _danger((file,))))


def _has_danger(text: str, danger: Danger) -> bool:
    if danger.told.search(text):
        return True
    return danger.sudden.search(text) is not None and danger.sign.search(text) is not None


@lru_cache(maxsize=4)
def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("*/danger.yml")))


@lru_cache(maxsize=16)
def _danger(files: tuple[Path, ...]) -> Danger:
    lists = [load_record(file, _Lists) for file in files]
    phrases = [phrase for each in lists for phrase in each.phrases]
    sequences = [sequence.pattern for each in lists for sequence in each.sequences]
    signs = [sequence.pattern for each in lists for sequence in each.sudden_signs]
    return Danger(
        told=_words([either(phrases), *sequences]),
        sudden=_words([either(word for each in lists for word in each.sudden)]),
        sign=_words(signs or [NOTHING], re.DOTALL),
    )


def _words(patterns: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE | flags)
