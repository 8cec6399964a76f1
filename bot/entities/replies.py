"""Recognises short replies, yes, no, don't know, back, skip, what is that, in every register of every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from bot import languages
from bot.entities.folding import folded_in_place
from bot.entities.words import folded_words
from bot.languages.patterns import either

# From the strongest to the weakest: "no, stop" stops.
ReplyAct = Literal["explain", "restart", "stop", "back", "skip", "change", "unsure", "deny", "affirm"]

_ACTS: tuple[ReplyAct, ...] = get_args(ReplyAct)
LONGEST_REPLY = 8
LONGEST_CORRECTION = 12
# Acts that answer a question; the others command.
_ANSWERS = ("unsure", "deny", "affirm")
_GLUE, _COMMAND_GLUE, _UNKNOWN = "glue", "command_glue", "unknown"
# Signs that mean the same in every language.
_SIGNS: dict[str, ReplyAct] = {
    "???": "unsure",
    "🤷": "unsure",
    "🤔": "unsure",
    "👎": "deny",
    "❌": "deny",
    "👍": "affirm",
    "✅": "affirm",
    "💯": "affirm",
}
_INSIDE_WORD = re.compile(r"(?<=\w)['-](?=\w)")
_TOKEN = re.compile(r"[^\W_]+|\?{2,}|[👍👎❌✅💯🤷🤔]")
_DOUBLED = re.compile(r"([a-z?])\1+")

Words = tuple[str, ...]


@dataclass(frozen=True)
class ReplyWords:
    """A language's phrases of replies; what each list holds is said in data/words/fi/replies.yml."""

    explain: Words
    restart: Words
    stop: Words
    back: Words
    skip: Words
    change: Words
    unsure: Words
    deny: Words
    affirm: Words
    glue: Words
    command_glue: Words
    corrections: Words
    turns_elsewhere: Words
    opening_glue: Words
    contrasts: Words


@dataclass(frozen=True)
class _Phrases:
    """What replies are made of.

    Attributes:
        meanings: an act, or a sort of glue, by the words of a phrase.
        corrections: phrases that change an earlier answer wherever they stand.
        turns_elsewhere: words by which what follows a yes or no is more than an explanation.
        clause_end: what ends a clause.
        longest: how many words the longest phrase has.
    """

    meanings: dict[Words, str]
    corrections: frozenset[Words]
    turns_elsewhere: frozenset[str]
    clause_end: re.Pattern[str]
    longest: int


def reply_act(text: str, language: str) -> ReplyAct | None:
    """Return what a short reply does, or None where the message is none.

    Args:
        text: the message.
        language: its code; words of all languages are understood, it only says which words may introduce a reply.
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
    acts = [act for act in _ACTS if act in meanings]
    if not acts or _UNKNOWN in meanings or (_COMMAND_GLUE in meanings and acts[0] in _ANSWERS):
        return None
    return acts[0]


def _act_of_a_clause(text: str, words: Words, language: str) -> ReplyAct | None:
    """Return what a statement does whose other clauses only explain: "yes, he does", "this is too personal, skip"."""
    first, *others = _phrases().clause_end.split(text.lower())
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
        introduces = start == 0 and len(words) > 1 and phrase in _opening_glue(language)
        yield _GLUE if introduces else phrases.meanings.get(phrase, _UNKNOWN)
        start += size


def _words(text: str) -> Words:
    flat = _INSIDE_WORD.sub("", folded_in_place(text))
    return tuple(_DOUBLED.sub(r"\1", token) for token in _TOKEN.findall(flat))


@cache
def _phrases() -> _Phrases:
    words = folded_words("replies", ReplyWords)
    # Filled from the weakest meaning to the strongest, which keeps a phrase that several have.
    meanings = {phrase: sort for sort in (_COMMAND_GLUE, _GLUE) for phrase in map(_words, getattr(words, sort))}
    for act in reversed(_ACTS):
        meanings.update(dict.fromkeys(map(_words, getattr(words, act)), act))
        meanings.update((_words(sign), act) for sign, act_of_sign in _SIGNS.items() if act_of_sign == act)
    return _Phrases(
        meanings=meanings,
        corrections=frozenset(map(_words, words.corrections)),
        turns_elsewhere=frozenset(word for phrase in words.turns_elsewhere for word in _words(phrase)),
        clause_end=re.compile(rf"[,.;:!]| - | {either(words.contrasts)} "),
        longest=max(map(len, meanings), default=1),
    )


@cache
def _opening_glue(language: str) -> frozenset[Words]:
    """Return the phrases that only introduce what follows, in messages of one language."""
    if language not in languages.codes():
        return frozenset()
    return frozenset(map(_words, languages.words(language, "replies", ReplyWords).opening_glue))
