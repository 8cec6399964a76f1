"""Finds the languages by their folders, and reads what the programs need to know of each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from bot.data_files import DataError, Records, load_record, load_records
from bot.languages.patterns import either

ROOT = Path(__file__).resolve().parents[2]
# Beside the texts of a language; no text itself.
DESCRIPTION = "_language.yml"
# Keys of the texts that are still those of another language, one a line; no release has such a file.
UNTRANSLATED = "_untranslated.txt"

Record = TypeVar("Record")
Loaded = TypeVar("Loaded")


class UnknownLanguage(LookupError):
    """No folder of locales/ describes this language."""


@dataclass(frozen=True)
class _Description:
    """The fields of locales/<code>/_language.yml; see `Language`."""

    order: int
    name: str
    switch: str
    names: tuple[str, ...]
    names_at_end: tuple[str, ...]
    babel: str
    spacy: str
    simplemma: str | None
    greedy_lemmas: bool
    lingua: str | None


@dataclass(frozen=True)
class Language(_Description):
    """One language.

    Attributes:
        order: its place among the languages; the first one is the default.
        name: its own name for itself, "suomi".
        switch: label of the button that switches to it, in the language itself: "Suomeksi".
        names: the words by which people name it, in any language. One that ends in "*" takes any ending.
        names_at_end: words that name it only as the last word of a message, because elsewhere they mean something else.
        babel: its CLDR locale, for formats of amounts and dates.
        spacy: id of the spaCy language whose tokenizer reads it; "xx" is spaCy's for any language.
        simplemma: id of simplemma's dictionary of lemmas; None where simplemma has none.
        greedy_lemmas: whether simplemma guesses at words that its dictionary lacks.
        lingua: ISO 639-1 code by which the detector lingua knows it; None where it does not.
        code: ISO 639-1 code, the name of its folders.
    """

    code: str

    @cached_property
    def named(self) -> re.Pattern[str]:
        """Matches the words that name the language in a message."""
        return re.compile(rf"\b{either(self.names)}\b|\b{either(self.names_at_end)}$", re.IGNORECASE)


class Languages:
    """The languages whose folders lie under one root.

    Args:
        root: the folder that holds locales/ and data/words/.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self._locales = root / "locales"
        self._words = root / "data" / "words"
        self._read: dict[tuple[Path, type[Any]], Any] = {}

    @cached_property
    def _languages(self) -> dict[str, Language]:
        described = [
            Language(code=path.parent.name, **vars(load_record(path, _Description)))
            for path in self._locales.glob(f"*/{DESCRIPTION}")
        ]
        return {language.code: language for language in sorted(described, key=lambda entry: (entry.order, entry.code))}

    def codes(self) -> tuple[str, ...]:
        """Return the codes of all languages, the default one first."""
        return tuple(self._languages)

    def get(self, code: str) -> Language:
        """Return a language.

        Raises:
            UnknownLanguage: it has no folder.
        """
        if code not in self._languages:
            raise UnknownLanguage(f"'{code}' is not a language spoken here: use one of {', '.join(self.codes())}")
        return self._languages[code]

    def words(self, code: str, name: str, kind: type[Record]) -> Record:
        """Return a language's word list data/words/<code>/<name>.yml as a `kind`, a dataclass of its keys.

        Raises:
            DataError: the file is missing or breaks its schema.
        """
        return self._load(self._words / self.get(code).code / f"{name}.yml", kind, load_record)

    def entries(self, code: str, name: str, kind: type[Record]) -> Records[Record]:
        """Return a word list that maps ids to entries; each is a `kind` whose field `id` is its key.

        Raises:
            DataError: the file is missing or breaks its schema.
        """
        return self._load(self._words / self.get(code).code / f"{name}.yml", kind, load_records)

    def merged(self, name: str, kind: type[Record]) -> Record:
        """Return the word lists called `name` of all languages in one `kind`: people mix languages.

        The fields of `kind` are tuples, or mappings of tuples, which are merged key by key.

        Raises:
            DataError: a language's file is missing or breaks its schema.
        """
        lists = [self.words(code, name, kind) for code in self.codes()]
        names = [field.name for field in fields(cast(Any, kind))]
        return kind(**{name: _merged([getattr(entry, name) for entry in lists]) for name in names})

    def _load(self, path: Path, kind: type[Record], load: Callable[[Path, type[Record]], Loaded]) -> Loaded:
        if (path, kind) not in self._read:
            if not path.is_file():
                raise DataError(f"{path}: is missing: add it, as another language has it")
            self._read[path, kind] = load(path, kind)
        read: Loaded = self._read[path, kind]
        return read


def _merged(parts: list[Any]) -> Any:
    if isinstance(parts[0], dict):
        keys = dict.fromkeys(key for part in parts for key in part)
        return {key: _merged([part.get(key, ()) for part in parts]) for key in keys}
    return tuple(word for part in parts for word in part)


@lru_cache(maxsize=1)
def _here() -> Languages:
    return Languages()


def codes() -> tuple[str, ...]:
    """Return the codes of the assistant's languages, the default one first."""
    return _here().codes()


def default() -> str:
    """Return the code of the language in which the assistant speaks where nothing tells it another."""
    return codes()[0]


def others(code: str) -> tuple[str, ...]:
    """Return the codes of the languages one may switch to from `code`."""
    return tuple(other for other in codes() if other != code)


def get(code: str) -> Language:
    """Return one of the assistant's languages.

    Raises:
        UnknownLanguage: the assistant does not speak it.
    """
    return _here().get(code)


def words(code: str, name: str, kind: type[Record]) -> Record:
    """Return the word list data/words/<code>/<name>.yml as a `kind`, a dataclass of its keys; read once."""
    return _here().words(code, name, kind)


def merged(name: str, kind: type[Record]) -> Record:
    """Return the word lists data/words/*/<name>.yml of all languages in one `kind`."""
    return _here().merged(name, kind)


def entries(code: str, name: str, kind: type[Record]) -> Records[Record]:
    """Return the entries of data/words/<code>/<name>.yml by their ids, each as a `kind`; read once."""
    return _here().entries(code, name, kind)
