"""Reads the YAML data beside a package into frozen dataclasses, and refuses what does not fit them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

Record = TypeVar("Record")


class DataError(ValueError):
    """A data file breaks its schema; the message names the file, the key and the fix."""


class UniqueKeyLoader(yaml.CSafeLoader):
    """Refuses a key that is given twice, of which YAML would silently keep the last. libyaml reads ten times faster."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Read a mapping, each of whose keys is given once."""
        merge = "tag:yaml.org,2002:merge"
        keys = [self.construct_object(key, deep=True) for key, _ in node.value if key.tag != merge]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise DataError(f"{node.start_mark.name}: '{twice[0]}' is given twice: remove one")
        return super().construct_mapping(node, deep)


class Records(Mapping[str, Record]):
    """The entries of a data file by id, in the file's order; an unknown id is an error that names the known ones."""

    def __init__(self, path: Path, kind: type[Record], entries: Mapping[str, Record]) -> None:
        self._path = path
        self._kind = kind.__name__.lower()
        self._entries = dict(entries)

    def __getitem__(self, entry_id: str) -> Record:
        """Return an entry.

        Raises:
            KeyError: no entry has that id.
        """
        try:
            return self._entries[entry_id]
        except KeyError:
            known = f"use one of {', '.join(self._entries)}, or add it to {self._path.name}"
            raise KeyError(f"no {self._kind} '{entry_id}': {known}") from None

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def load_records(path: Path, kind: type[Record]) -> Records[Record]:
    """Return the entries of a YAML mapping by their ids.

    Args:
        path: the file, a mapping from id to entry.
        kind: a dataclass whose field `id` is the entry's key and whose other fields are the entry's own keys; a key
            whose field has a default may be left out.

    Raises:
        DataError: a key is unknown, missing or given twice, or a value has the wrong type.
    """
    reader = TypeAdapter(kind)
    entries = {key: _record(path, key, entry, kind, reader, id=key) for key, entry in read_mapping(path).items()}
    return Records(path, kind, entries)


def load_record(path: Path, kind: type[Record]) -> Record:
    """Return the one record that a YAML mapping is; raises as `load_records` does."""
    return _record(path, "", read_mapping(path), kind, TypeAdapter(kind))


def read_mapping(path: Path) -> dict[str, Any]:
    """Return a YAML mapping without a schema; raises DataError where it is none, or a key is given twice."""
    with path.open(encoding="utf-8") as stream:
        try:
            document = yaml.load(stream, Loader=UniqueKeyLoader)  # noqa: S506 (it is a SafeLoader)
        except yaml.YAMLError as error:
            raise DataError(f"{path}: {error}") from error
    if not isinstance(document, dict):
        raise DataError(f"{path}: must be a mapping")
    return {str(key): value for key, value in document.items()}


def _record(path: Path, key: str, entry: Any, kind: type[Record], reader: TypeAdapter[Record], **given: str) -> Record:
    """Return `entry`, found under `key`, as a `kind`; the fields in `given` are no keys of the entry."""
    where = f"{path}: '{key}.%s'" if key else f"{path}: '%s'"
    if not isinstance(entry, dict):
        raise DataError(f"{path}: '{key}' must be a mapping of the fields of {kind.__name__}")
    known = [field for field in fields(kind) if field.name not in given]  # type: ignore[arg-type]
    names = [field.name for field in known]
    for name in entry:
        if name not in names:
            raise DataError(f"{where % name} is not known: use one of {', '.join(names)}")
    for field in known:
        if field.name not in entry and field.default is MISSING and field.default_factory is MISSING:
            raise DataError(f"{where % field.name} is missing: add it")
    try:
        return reader.validate_python({**given, **entry})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"] if isinstance(part, (str, int)))
        said = first["msg"].removeprefix("Value error, ")
        # YAML reads on, off, yes and no as truth values.
        quote = " (a word of YAML's own: write it in quotes)" if isinstance(first["input"], bool) else ""
        raise DataError(f"{where % place} {_PROBLEMS.get(first['type'], _WRONG_VALUE) % said}{quote}") from error


_WRONG_VALUE = "has the wrong value: %s"
# Of entries within entries, which pydantic checks.
_PROBLEMS = {
    "missing": "is missing: add it%.0s",
    "unexpected_keyword_argument": "is not known: correct its spelling or remove it%.0s",
}
