"""The words a person reads, by key and language; the only caller of python-i18n."""

from __future__ import annotations

import string
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Dict, Iterator, Mapping, Tuple

import i18n

from bot import languages
from bot.data_files import read_mapping

LOCALES = Path(__file__).resolve().parents[2] / "locales"


class MissingWords(KeyError):
    """A key or a placeholder's value is missing; names the key, the language and what to add."""


class _Text(string.Template):
    """Words with placeholders in python-i18n's style; unlike the library's own, their names may have dots."""

    delimiter = "%"
    braceidpattern = r"[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*"


_NO_VALUES: Mapping[str, Any] = {}


def _flatten(prefix: str, node: Any) -> Iterator[Tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _flatten(f"{prefix}.{key}", value)
    else:
        yield prefix, str(node)


@lru_cache(maxsize=1)
def _load() -> Dict[str, Tuple[str, ...]]:
    # python-i18n's own loader looks files up by name at the first use of a key and falls back to another language
    # where one is missing. Everything is loaded at once instead, and a missing key is an error.
    keys = {}
    for language in languages.codes():
        entries = [
            entry
            for file in sorted((LOCALES / language).glob("[!_]*.yml"))
            for entry in _flatten(file.stem, read_mapping(file))
        ]
        for key, value in entries:
            i18n.add_translation(key, value, locale=language)
        keys[language] = tuple(key for key, _ in entries)
    return keys


def keys(language: str) -> Tuple[str, ...]:
    """Return every key of `language`."""
    return _load()[language]


def words(key: str, language: str, values: Mapping[str, Any] = _NO_VALUES, **more: Any) -> str:
    """Return the words of `key` in `language` with its placeholders filled.

    Args:
        key: the key; its first part is the file.
        language: code of the language.
        values: what placeholders stand for.
        more: further placeholders, which go before `values`.

    Raises:
        MissingWords: the key does not exist in that language, or a placeholder got no value.
    """
    if key not in _known(language):
        raise MissingWords(f"{key} has no words in '{language}': add it to locales/{language}/{key.split('.')[0]}.yml")
    try:
        return _Text(i18n.translations.get(key, locale=language)).substitute(values, **more).strip()
    except (KeyError, ValueError) as error:
        raise MissingWords(f"{key} in '{language}' has a placeholder without a value: {error}") from error


def has(key: str, language: str) -> bool:
    """Whether `key` has words in `language`."""
    return key in _known(language)


@cache
def _known(language: str) -> frozenset[str]:
    return frozenset(keys(language))
