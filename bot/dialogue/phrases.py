"""The phrases by which guided dialogues read what a message does, as patterns made of each language's word lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Tuple

from bot import languages
from bot.languages.patterns import anywhere, either, whole

_Phrases = Tuple[str, ...]
# The denied words themselves: "50 euroa".
_DENIED_WORDS = r"\S+(?: \S+)?"


@dataclass(frozen=True)
class DialogueWords:
    """A language's phrases; what each list holds is said in data/words/fi/dialogue.yml."""

    question_words: _Phrases
    question_endings: _Phrases
    other_endings: _Phrases
    polar: _Phrases
    corrections: _Phrases
    corrections_at_start: _Phrases
    apologies: _Phrases
    denials: _Phrases
    contrasts: _Phrases
    denials_before_comma: _Phrases
    denials_at_end: _Phrases
    denials_of_numbers: _Phrases
    no_denial: _Phrases
    denials_of_rest: _Phrases
    retractions: _Phrases
    conjunctions: _Phrases
    not_todays_age: _Phrases
    unwanted_before: _Phrases
    unwanted_endings: _Phrases
    unwanted_verbs: _Phrases
    unwanted_after: _Phrases


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_WORDS = languages.merged("dialogue", DialogueWords)
_CONTRAST = whole(_WORDS.contrasts)
_DENIED = rf"(?!{either(_WORDS.no_denial)}){_DENIED_WORDS}"
_OTHER_ENDINGS = "".join(rf"(?<!{re.escape(ending)})" for ending in _WORDS.other_endings)

QUESTION = _any_of(
    r"\?\s*$",
    rf"^\W*{either(_WORDS.question_words)}",
    # The question ending of a first word: onko, saako, pitääkö; not viikko.
    rf"^\W*\w+{either(_WORDS.question_endings)}{_OTHER_ENDINGS}",
)
POLAR = anywhere(_WORDS.polar)
CORRECTION = _any_of(
    whole(_WORDS.corrections),
    # A command only where it begins: "ei, jotain muuta" is an answer.
    rf"^\W*{either(_WORDS.corrections_at_start)}",
    rf"{whole(_WORDS.denials)} \d\S*(?: \S+)?,? {_CONTRAST}",
    rf"{whole(_WORDS.denials_of_numbers)} \d",
)
APOLOGY = _any_of(rf"^\W*{either(_WORDS.apologies)}")
DENIED = _any_of(
    rf"{whole(_WORDS.denials)} {_DENIED},? {_CONTRAST}",
    rf"{whole(_WORDS.denials_before_comma)} {_DENIED},",
    rf"{whole(_WORDS.denials_at_end)} {_DENIED}\W*$",
    rf"{whole(_WORDS.denials_of_rest)} .*$",
    rf"{whole(_WORDS.retractions)} .*? {_CONTRAST}",
)
# A comma between digits is a decimal mark.
CLAUSE_END = _any_of(r"[;:!?\n]", r"[,.](?!\d)", whole(_WORDS.conjunctions))
NOT_TODAYS_AGE = anywhere(_WORDS.not_todays_age)

# What stands around the name of a language that a person does not want: "en puhu suomea", "my Finnish is bad".
_LANGUAGE_NAMES = either(name for code in languages.codes() for name in languages.get(code).names)
UNWANTED_BEFORE = _any_of(rf"{whole(_WORDS.unwanted_before)}(?: (?!{_LANGUAGE_NAMES})\w+){{0,2}} $")
UNWANTED_AFTER = _any_of(
    rf"{either(_WORDS.unwanted_endings)}? {whole(_WORDS.unwanted_verbs)} (?:\w+ )?{whole(_WORDS.unwanted_after)}"
)
