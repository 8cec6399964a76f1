"""Finds inflected names in running text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.directory.inflection import finnish_forms, folded_name

# A word; combining marks belong to it, since "ä" may also be written as an "a" and a mark.
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_SEPARATOR = re.compile(r"[\s:-]+")
_PLAIN_SEPARATOR = re.compile(r" +| ?- ?|:")
_CLITIC = re.compile(r"(kin|kaan|ko|han)$")
_MOST_WORDS = 3
# Shorter names are too close to other words for a double letter to be guessed (myrskyllä is not Myrskylä).
_SHORTEST_MISSPELT = 9


@dataclass(frozen=True)
class Name:
    """A name somewhere in a text: whose it is, which of the owner's names, in which case, and where."""

    owner: str
    name: str
    case: str
    start: int
    end: int


@dataclass(frozen=True)
class _Form:
    text: str
    owner: str
    name: str
    case: str


class NameIndex:
    """Knows every form of the names that were added.

    A form is recognised in any letter case, with its dots left out, with a space for a hyphen, with a clitic
    (Turussakin), and in long names with a double letter written once or a single one twice (Lapeenranta).
    """

    def __init__(self) -> None:
        self._forms: dict[str, _Form] = {}
        self._misspelt: dict[str, _Form] = {}

    def add_finnish(self, owner: str, name: str) -> None:
        """Add a Finnish name in all its forms."""
        for case, texts in finnish_forms(name).items():
            for text in texts:
                self._add(_Form(_key(text), owner, name, case))

    def add_foreign(self, owner: str, name: str) -> None:
        """Add a name of another language: as it is, and with the genitive's s."""
        self._add(_Form(_key(name), owner, name, "nominative"))
        self._add(_Form(_key(f"{name}s"), owner, name, "genitive"))

    def find(self, text: str) -> Iterator[Name]:
        """Yield the names in a text in their order, the longest at each place."""
        words = list(_WORD.finditer(text))
        first = 0
        while first < len(words):
            found = next(self._names_from(text, words[first : first + _MOST_WORDS]), None)
            if found:
                length, name = found
                yield name
                first += length
            else:
                first += 1

    def _add(self, form: _Form) -> None:
        self._forms.setdefault(form.text, form)
        if len(form.name) >= _SHORTEST_MISSPELT:
            self._misspelt.setdefault(_without_doubles(form.text), form)

    def _names_from(self, text: str, words: list[re.Match[str]]) -> Iterator[tuple[int, Name]]:
        """Yield the names that begin with the first word, with their number of words, the longest first."""
        start = words[0].start()
        for length in range(len(words), 0, -1):
            end = words[length - 1].end()
            separators = (text[left.end() : right.start()] for left, right in pairwise(words[:length]))
            if all(_PLAIN_SEPARATOR.fullmatch(separator) for separator in separators):
                form = self._form_of(text[start:end])
                if form:
                    yield length, Name(form.owner, form.name, form.case, start, end)

    def _form_of(self, written: str) -> _Form | None:
        key = _key(written)
        form = self._forms.get(key) or self._forms.get(_CLITIC.sub("", key)) or self._misspelling(key)
        return form if form and not _has_more_dots(written, form.name) else None

    def _misspelling(self, key: str) -> _Form | None:
        form = self._misspelt.get(_without_doubles(key))
        return form if form and abs(len(form.text) - len(key)) == 1 else None


def _key(text: str) -> str:
    return _SEPARATOR.sub(" ", folded_name(text))


def _without_doubles(text: str) -> str:
    return re.sub(r"(.)\1", r"\1", text)


def _has_more_dots(written: str, name: str) -> bool:
    """Return whether dots stand where the name has none: people leave them out, but lähden (I leave) is not Lahden."""
    letters = zip(_composed(written), _composed(name), strict=False)
    return any(folded_name(letter) != letter and folded_name(letter) == named for letter, named in letters)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())
