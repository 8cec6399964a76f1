"""Recognises people's names by lists, by the words before them, and by capital letters.

A name that is no word goes wherever it stands. One that is a word as well (Toivo, Mark) needs a capital letter inside a
sentence, a word before it that announces a person, or another name beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from bot.data_files import load_record
from bot.privacy.names import Name, names
from bot.privacy.names.inflection import english_base, stems, stems_of_form

WORDS_FILE = Path(__file__).parents[1] / "names" / "words.yml"

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}{{1,40}}(?:['\u2019-]{_LETTER}{{1,30}}){{0,3}}['\u2019]?")
# What the guard has left in place of other data, should it read its own text again.
_MARK = re.compile(r"\[[a-z_]{1,40}\]")
# Between the parts of one name: a blank, or the dot of an initial or a title.
_BESIDE = re.compile(r"\.? ")
_NEW_SENTENCE = re.compile(r"[.!?:;]\s|[\n(\"]")
# A point ends a sentence, unless it belongs to an abbreviation ("Mr.", "t.").
_ANNOUNCES = re.compile(r"[:,]? |:|\n|\. ")
_LONGEST_ABBREVIATION = 4  # letters
_TITLE, _TOLD, _SAID, _PEOPLE = "title", "told", "said", "people"
# What may bear a person's name without being one.
_THING = re.compile(
    r"kuntoutusk|kuntoutusl|sairaala|kylpyla|terveysas|terveyske|saatio|liit|yhdisty|koulu|stadion|oireyh"
    r"|syndroom|taut|menetelm|asteik|hospital|cent(?:re|er)\b|foundation|school|syndrome|disease|method|scale"
)
_CLOSING = frozenset({"here", "tassa", "taalla", "tas"})
# Endings of last names that are in no list. Adjectives end so as well, so they need a capital inside a sentence.
_LAST_NAME = re.compile(r"[a-z]{3,20}[aeiouy](?:nen|sen|sella|selle|selta|sesta)", re.IGNORECASE)
_IN_A_PLACE = re.compile(r"(?:ssa|sta|lla|lta|han|hon|hin|aan|een|iin|oon|uun)$")
_LONGEST_NAME = 4  # words
_LONGEST_CUE = 3  # words
# From so many letters on, a text in capitals alone says nothing by them.
_FEW_LETTERS = 12
_MOSTLY = 0.7


@dataclass(frozen=True)
class NameWords:
    """The words of names/words.yml, several a line; in `told` and `said` a phrase ends at ";"."""

    never: tuple[str, ...]
    places: tuple[str, ...]
    titles: tuple[str, ...]
    told: tuple[str, ...]
    said: tuple[str, ...]
    people: tuple[str, ...]
    things: tuple[str, ...]


class _Inflected:
    """Words that are known in every case of Finnish, also as a part of a compound with a hyphen."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        """Index the words by their stems."""
        self._words = frozenset(" ".join(lines).split())
        self._stems = {stem for word in self._words for both in stems(word) for stem in both}

    def holds(self, form: str) -> bool:
        """Tell whether a folded form in lower case is a form of one of the words."""
        return any(self._holds(part) for part in form.split("-"))

    def _holds(self, form: str) -> bool:
        base = english_base(form) or form
        return base in self._words or any(stem in self._stems for stem, _ in stems_of_form(base))


@dataclass(frozen=True)
class _Words:
    never: _Inflected
    places: _Inflected
    titles: frozenset[str]
    told: frozenset[str]
    said: frozenset[str]
    people: frozenset[str]
    things: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    read = load_record(WORDS_FILE, NameWords)
    return _Words(
        _Inflected(read.never),
        _Inflected(read.places),
        frozenset(" ".join(read.titles).split()),
        _phrases(read.told),
        _phrases(read.said),
        frozenset(" ".join(read.people).split()),
        frozenset(" ".join(read.things).split()),
    )


def _phrases(lines: tuple[str, ...]) -> frozenset[str]:
    return frozenset(phrase.strip() for line in lines for phrase in line.split(";"))


@dataclass(frozen=True)
class _Token:
    """A word of the text, what it is as a name, and how it is written."""

    start: int
    end: int
    form: str
    name: Name | None
    capital: bool
    begins: bool

    # Looked up only for the few words that may be a name.
    @cached_property
    def never(self) -> bool:
        """Never a name, whatever stands around it."""
        return _words().never.holds(self.form)

    @cached_property
    def place(self) -> bool:
        """A place's name."""
        return _words().places.holds(self.form)

    @property
    def may_be_first(self) -> bool:
        """A first name of Finland, although it is a word as well."""
        return (
            self.name is not None and self.name.first and self.name.finnish and self.name.base and not self.name.common
        )

    @property
    def last(self) -> bool:
        """A last name in its base form."""
        return self.name is not None and self.name.last and self.name.base and not self.never

    @property
    def sure(self) -> bool:
        """A name and nothing else."""
        return self.name is not None and not self.never and not self.place and not self.name.word

    @property
    def unknown_capital(self) -> bool:
        """In no list, but written like a name."""
        return self.capital and self.name is None and not self.never and not self.place


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of names of people."""
    return _find(text, strict=False)


def find_any(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of names of people, and of what may be one: for texts that are kept."""
    return _find(text, strict=True)


def _find(text: str, strict: bool) -> Iterator[tuple[int, int]]:
    tokens = _tokens(text)
    place = 0
    while place < len(tokens):
        length = _length_at(tokens, place, text, strict)
        if length:
            yield tokens[place].start, tokens[place + length - 1].end
        place += length or 1


def _tokens(text: str) -> list[_Token]:
    says_nothing = _is_in_capitals(text)
    tokens: list[_Token] = []
    end = 0
    for match in _WORD.finditer(_MARK.sub(lambda mark: " " * len(mark[0]), text)):
        between = text[end : match.start()]
        begins = not tokens or bool(
            _NEW_SENTENCE.search(between + " " if between.endswith((".", "!", "?")) else between)
        )
        form = match[0].lower()
        tokens.append(
            _Token(
                match.start(),
                match.end(),
                form,
                names().find(form),
                match[0][0].isupper() and not says_nothing,
                begins,
            )
        )
        end = match.end()
    return tokens


def _is_in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= _FEW_LETTERS and sum(letter.isupper() for letter in letters) > _MOSTLY * len(letters)


def _length_at(tokens: list[_Token], place: int, text: str, strict: bool) -> int:
    """Return how many words from `place` on are one name, 0 where none begins."""
    token = tokens[place]
    cue = _cue(tokens, place, text)
    if not cue and token.name is None and not token.capital:
        return 0
    if not cue and _is_a_things(tokens, place, text):
        return 0
    if not _may_begin(token, cue, strict) and not _is_followed(tokens, place, text):
        return 0
    length = 1
    surely = strict or cue in (_TITLE, _TOLD, _SAID)
    while length < _LONGEST_NAME and place + length < len(tokens) and _continues(tokens, place + length, text, surely):
        length += 1
    return length


def _cue(tokens: list[_Token], place: int, text: str) -> str:
    """Return what the words before a place announce: _TITLE, _TOLD, _SAID, _PEOPLE or "" for no name."""
    words = _words()
    found = ""
    if not place:
        return found
    between = text[tokens[place - 1].end : tokens[place].start]
    last = tokens[place - 1]
    ends = "." in between and (len(last.form) > _LONGEST_ABBREVIATION or last.form in words.told)
    if ends or not _ANNOUNCES.fullmatch(between):
        return found
    for length in range(1, min(_LONGEST_CUE, place) + 1):
        phrase = " ".join(token.form for token in tokens[place - length : place])
        # "MS" is an illness.
        if phrase in words.titles and not text[last.start : last.end].isupper():
            found = _TITLE
        elif found == _TITLE:
            continue
        elif phrase in words.told and not (place > length and tokens[place - length - 1].form in words.things):
            found = _TOLD
        elif phrase in words.said and found != _TOLD:
            found = _SAID
        elif length == 1 and phrase in words.people and between == " ":
            found = _PEOPLE
    return found


def _is_a_things(tokens: list[_Token], place: int, text: str) -> bool:
    """Tell whether what follows shows a thing that bears a person's name: a hospital, an illness, a method."""
    if place + 1 >= len(tokens) or not _BESIDE.fullmatch(text[tokens[place].end : tokens[place + 1].start]):
        return False
    return bool(_THING.match(tokens[place + 1].form))


def _may_begin(token: _Token, cue: str, strict: bool) -> bool:
    name = token.name
    if token.never or token.place and cue not in (_TITLE, _TOLD) and _IN_A_PLACE.search(token.form):
        return False
    if cue in (_TITLE, _TOLD):
        is_name = name is not None and (not name.word or name.first or strict or cue == _TITLE)
        return is_name or token.capital and len(token.form) > 1
    if name is None:
        return _is_like_a_last_name(token, cue, strict)
    inside = token.capital and not token.begins
    if cue:
        return token.sure or inside or strict and token.may_be_first
    if token.place:
        return False
    if token.capital:
        return not name.word or inside and name.first or strict and token.may_be_first
    return token.sure and name.first and (name.finnish or name.base)


def _is_like_a_last_name(token: _Token, cue: str, strict: bool) -> bool:
    inside = token.capital and not token.begins and not token.place
    return inside and bool(_LAST_NAME.fullmatch(token.form)) and (bool(cue) or strict or token.form.endswith("nen"))


def _is_followed(tokens: list[_Token], place: int, text: str) -> bool:
    """Tell whether what follows makes a name sure: "Aamu Virtanen", "Rajesh Kumar", "Grace here"."""
    token = tokens[place]
    if token.never or not token.capital or place + 1 >= len(tokens):
        return False
    after = tokens[place + 1]
    if not _BESIDE.fullmatch(text[token.end : after.start]):
        return False
    if token.name is None:
        # A first name in no list. At the beginning of a sentence it could be any word.
        return (
            not token.place
            and not token.begins
            and len(token.form) > 1
            and after.sure
            and after.capital
            and not _announces(token)
        )
    if after.form in _CLOSING:
        return token.name.first and not token.name.common
    return token.name.first and token.name.base and after.capital and after.last


def _announces(token: _Token) -> bool:
    words = _words()
    return any(token.form in of for of in (words.people, words.titles, words.told, words.said))


def _continues(tokens: list[_Token], place: int, text: str, surely: bool) -> bool:
    """Tell whether the word at `place` belongs to the name before it."""
    token, before = tokens[place], tokens[place - 1]
    if not _BESIDE.fullmatch(text[before.end : token.start]) or token.never or token.begins:
        return False
    if token.place and _IN_A_PLACE.search(token.form):
        return False
    if token.name is not None:
        return token.capital or not token.name.word or surely and token.last
    if surely and token.form.endswith("nen"):
        return bool(_LAST_NAME.fullmatch(token.form))
    return token.unknown_capital and before.capital and not _IN_A_PLACE.search(token.form)
