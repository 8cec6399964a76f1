"""Where models and measurements are kept, so that what has not changed is neither trained nor asked again."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.comparison.competitors import Competitor
from benchmarks.comparison.data import Split
from devtools.paths import ROOT

STORE = ROOT / "var" / "benchmark"
LOCK = ROOT / "requirements" / "rasa.lock"


def digest(competitor: Competitor, split: Split, lock: str) -> str:
    """Return a digest of all that a trained model comes from: settings, code, versions of packages, and examples."""
    return _digest(
        competitor.implementation,
        dict(competitor.settings),
        [[file.name, code(file.read_text(encoding="utf-8"))] for file in competitor.sources()],
        pinned(lock, competitor.packages),
        split.train,
    )


def questions(split: Split) -> str:
    """Return a digest of what a trained model is asked."""
    return _digest([asdict(case) for case in split.test], split.outside)


def code(source: str) -> str:
    """Return what a Python source does, whatever its layout and comments."""
    return ast.dump(ast.parse(source))


def pinned(lock: str, packages: Iterable[str]) -> list[str]:
    """Return the versions of packages in a lock file.

    Raises:
        ValueError: a package is not in it.
    """
    versions = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.M))
    if missing := [package for package in packages if package not in versions]:
        raise ValueError(f"{', '.join(missing)}: not in the lock file")
    return [f"{package}=={versions[package]}" for package in packages]


def folder(competitor: Competitor, split: Split) -> Path:
    """Return the folder of a competitor's model and measurements on a split."""
    name = digest(competitor, split, LOCK.read_text(encoding="utf-8"))[:12]
    return STORE / split.name / competitor.id / name


def read(file: Path) -> dict[str, Any] | None:
    """Return a measurement, None where it was not made."""
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def write(file: Path, measurement: dict[str, Any]) -> None:
    """Write a measurement, all of it or nothing."""
    part = file.with_suffix(".part")
    part.write_text(json.dumps(measurement, ensure_ascii=False), encoding="utf-8")
    part.rename(file)


def _digest(*parts: object) -> str:
    return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
