"""Recognises short replies, yes, no, don't know, back, skip, what is that, in every register of both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from bot.data_files import DataError
from bot.entities.folding import folded

ReplyAct = Literal["affirm", "deny", "unsure", "back", "skip", "stop", "restart", "change", "explain"]

REPLIES_FILE = Path(__file__).parent / "words" / "replies.yml"
LONGEST_REPLY = 8
LONGEST_CORRECTION = 12
# Acts that answer a question; the others command.
_ANSWERS = ("unsure", "deny", "affirm")
_GLUE, _COMMAND_GLUE, _UNKNOWN = "glue", "command_glue", "unknown"
_CLAUSE_END = re.compile(r"[,.;:!]| - | mutta | but ")
_INSIDE_WORD = re.compile(r"(?<=\w)['-](?=\w)")
_TOKEN = re.compile(r"[^\W_]+|\?{2,}|[👍👎❌✅💯🤷🤔]")
_DOUBLED = re.compile(r"([a-z?])\1+")

Words = tuple[str, ...]


@dataclass(frozen=True)
class _Phrases:
    """What replies are made of.

    Attributes:
        meanings: an act, or a sort of glue, by the words of a phrase.
        acts: from the strongest to the weakest.
        corrections: phrases that change an earlier answer wherever they stand.
        turns_elsewhere: words by which what follows a yes or no is more than an explanation.
        longest: how many words the longest phrase has.
    """

    meanings: dict[Words, str]
    acts: tuple[ReplyAct, ...]
    corrections: frozenset[Words]
    turns_elsewhere: frozenset[str]
    longest: int


def reply_act(text: str, language: str) -> ReplyAct | None:
    """Return what a short reply does, or None where the message is none.

    Args:
        text: the message.
        language: "fi" or "en"; words of both are understood, it only says that a Finnish "no" before others is "well".
    """
    words = _words(text)
    if not words or len(words) > LONGEST_CORRECTION:
        return None
    if _corrects(words):
        return "change"
    if len(words) > LONGEST_REPLY:
        return None
    return _act_of_all(words, language) or _act_of_a_clause(text, words, language)


def _corrects(words: Words) -> bool:
    phrases = _phrases()
    sizes = {len(phrase) for phrase in phrases.corrections}
    return any(
        words[start : start + size] in phrases.corrections for size in sizes for start in range(len(words) - size + 1)
    )


def _act_of_all(words: Words, language: str) -> ReplyAct | None:
    """Return the strongest act of the phrases, where these and glue cover all the words."""
    meanings = set(_meanings(words, language))
    acts = [act for act in _phrases().acts if act in meanings]
    if not acts or _UNKNOWN in meanings or (_COMMAND_GLUE in meanings and acts[0] in _ANSWERS):
        return None
    return acts[0]


def _act_of_a_clause(text: str, words: Words, language: str) -> ReplyAct | None:
    """Return what a statement does whose other clauses only explain: "yes, he does", "this is too personal, skip"."""
    first, *others = _CLAUSE_END.split(text.lower())
    if not others or "?" in text or not _phrases().turns_elsewhere.isdisjoint(words):
        return None
    act = _act_of_all(_words(first), language)
    if act in _ANSWERS:
        return act
    return _act_of_all(_words(others[-1]), language)


def _meanings(words: Words, language: str) -> Iterator[str]:
    """Yield the meaning of each longest phrase from left to right."""
    phrases = _phrases()
    start = 0
    while start < len(words):
        sizes = range(min(phrases.longest, len(words) - start), 0, -1)
        size = next((size for size in sizes if words[start : start + size] in phrases.meanings), 1)
        phrase = words[start : start + size]
        is_finnish_well = phrase == ("no",) and language == "fi" and start == 0 and len(words) > 1
        yield _GLUE if is_finnish_well else phrases.meanings.get(phrase, _UNKNOWN)
        start += size


def _words(text: str) -> Words:
    flat = _INSIDE_WORD.sub("", folded(text))
    return tuple(_DOUBLED.sub(r"\1", token) for token in _TOKEN.findall(flat))


@lru_cache(maxsize=1)
def _phrases() -> _Phrases:
    lists = yaml.safe_load(REPLIES_FILE.read_text(encoding="utf-8"))
    # Filled from the weakest meaning to the strongest, which keeps a phrase that several have.
    meanings = {phrase: sort for sort in (_COMMAND_GLUE, _GLUE) for phrase in _read(lists[sort])}
    for act in reversed(lists["acts"]):
        meanings.update(dict.fromkeys(_read(lists["acts"][act]), act))
    return _Phrases(
        meanings=meanings,
        acts=tuple(lists["acts"]),
        corrections=frozenset(_read(lists["corrections"])),
        turns_elsewhere=frozenset(word for phrase in _read(lists["turns_elsewhere"]) for word in phrase),
        longest=max(map(len, meanings)),
    )


def _read(phrases: list[str]) -> Iterator[Words]:
    for phrase in phrases:
        if not isinstance(phrase, str):
            raise DataError(f"{REPLIES_FILE}: {phrase!r} is a word to YAML: write it in quotes")
        yield _words(phrase)
