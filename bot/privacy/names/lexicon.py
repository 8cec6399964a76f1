"""The names that the guard knows, and what is known of a form of one."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.privacy.folding import fold
from bot.privacy.names.inflection import english_base, stems, stems_of_form

NAMES_FILE = Path(__file__).parent / "names.csv"
ALSO_WORDS_FILE = Path(__file__).parent / "also_words.csv"
_SHORTEST_INFLECTED = 4
_SHORTEST = 3


@dataclass(frozen=True)
class Name:
    """What a form of a name may be.

    Attributes:
        first: a first name.
        last: a last name.
        finnish: borne by many in Finland; the others are names of other countries.
        word: the form is an everyday word, too (Toivo, Salo, Mark).
        common: the word is so common that only a title or the like before it makes it a name.
        base: the form is the name itself, not inflected.
    """

    first: bool
    last: bool
    finnish: bool
    word: bool
    common: bool
    base: bool


# What a name is, as bits: they are quicker to put together than objects.
_FIRST, _LAST, _FINNISH = 1, 2, 4
_BITS = {
    "first": _FIRST | _FINNISH,
    "last": _LAST | _FINNISH,
    "foreign first": _FIRST,
    "foreign last": _LAST,
}


class Names:
    """Finds the names that a form may stand for.

    Args:
        kinds: each name, as written, and its kinds: any of "first", "last", "foreign first" and "foreign last".
        also_words: folded forms that are everyday words, too, and whether each is a common one.
    """

    def __init__(self, kinds: Iterable[tuple[str, str]], also_words: Mapping[str, bool]) -> None:
        """Index the names by their stems."""
        self._bases: defaultdict[str, int] = defaultdict(int)
        self._weak: defaultdict[str, int] = defaultdict(int)
        self._strong: defaultdict[str, int] = defaultdict(int)
        self._also_words = also_words
        for name, kind in kinds:
            self._bases[fold(name).text.lower()] |= _BITS[kind]
        for base, bits in self._bases.items():
            for weak, strong in stems(base):
                self._weak[weak] |= bits
                self._strong[strong] |= bits

    def find(self, form: str) -> Name | None:
        """Return what a folded form in lower case may be, None where it is no name's.

        Each part of a double name ("anna-liisan") has to be a name.
        """
        parts = form.split("-")
        found = [self._find(part) for part in parts]
        if any(each is None for each in found):
            return None
        known = [each for each in found if each is not None]
        return Name(
            all(each.first for each in known),
            all(each.last for each in known),
            all(each.finnish for each in known),
            all(each.word for each in known),
            all(each.common for each in known),
            all(each.base for each in known),
        )

    def _find(self, form: str) -> Name | None:
        if len(form) < _SHORTEST:
            return None
        base = form
        bits = self._bases.get(form, 0)
        if not bits:
            base = english_base(form) or form
            bits = self._bases.get(base, 0) if base != form else self._inflected(form)
        if not bits:
            return None
        return Name(
            bool(bits & _FIRST),
            bool(bits & _LAST),
            bool(bits & _FINNISH),
            base in self._also_words,
            self._also_words.get(base, False),
            form in self._bases,
        )

    def _inflected(self, form: str) -> int:
        if len(form) < _SHORTEST_INFLECTED:
            return 0
        bits = 0
        for stem, strong in stems_of_form(form):
            if len(stem) >= _SHORTEST:
                bits |= (self._strong if strong else self._weak).get(stem, 0)
        return bits


@lru_cache(maxsize=1)
def names() -> Names:
    """Return the names of names.csv, with the words of also_words.csv."""
    return Names(
        ((row["name"], row["kind"]) for row in _rows(NAMES_FILE)),
        {row["word"]: row["common"] == "yes" for row in _rows(ALSO_WORDS_FILE)},
    )


def _rows(file: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a file whose comments begin with #."""
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
