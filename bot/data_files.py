"""Reads the YAML data beside a package into frozen dataclasses, and refuses what does not fit them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

Record = TypeVar("Record")


class DataError(ValueError):
    """A data file breaks its schema; the message names the file, the key and the mend."""


class UniqueKeyLoader(yaml.SafeLoader):
    """Refuses a key that is given twice, of which YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Read a mapping, each of whose keys is given once."""
        merge = "tag:yaml.org,2002:merge"
        keys = [self.construct_object(key, deep=True) for key, _ in node.value if key.tag != merge]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise DataError(f"{self.name}: '{twice[0]}' is given twice: remove one")
        return super().construct_mapping(node, deep)


def load_records(path: Path, kind: type[Record]) -> dict[str, Record]:
    """Return the entries of a YAML mapping by their ids, in the file's order.

    Args:
        path: the file, a mapping from id to entry.
        kind: a dataclass whose field `id` is the entry's key and whose other fields are the entry's own keys.

    Raises:
        DataError: a key is unknown, missing or given twice, or a value has the wrong type.
    """
    return {key: _record(path, key, entry, kind, id=key) for key, entry in _read_mapping(path).items()}


def load_record(path: Path, kind: type[Record]) -> Record:
    """Return the one record that a YAML mapping is; raises as `load_records` does."""
    return _record(path, "", _read_mapping(path), kind)


def _read_mapping(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as stream:
        document = yaml.load(stream, Loader=UniqueKeyLoader)  # noqa: S506 (it is a SafeLoader)
    if not isinstance(document, dict):
        raise DataError(f"{path}: must be a mapping")
    return {str(key): value for key, value in document.items()}


def _record(path: Path, key: str, entry: Any, kind: type[Record], **given: str) -> Record:
    """Return `entry`, found under `key`, as a `kind`; the fields in `given` are no keys of the entry."""
    where = f"{path}: '{key}.%s'" if key else f"{path}: '%s'"
    if not isinstance(entry, dict):
        raise DataError(f"{path}: '{key}' must be a mapping of the fields of {kind.__name__}")
    names = [field.name for field in fields(kind) if field.name not in given]  # type: ignore[arg-type]
    for name in entry:
        if name not in names:
            raise DataError(f"{where % name} is not known: use one of {', '.join(names)}")
    for name in names:
        if name not in entry:
            raise DataError(f"{where % name} is missing: add it")
    try:
        return TypeAdapter(kind).validate_python({**given, **entry})
    except ValidationError as error:
        first = error.errors()[0]
        name = next((str(part) for part in first["loc"] if part in names), "")
        raise DataError(f"{where % name} has the wrong value: {first['msg']}") from error
