"""Prints the licence of every package in both environments, and marks those to look at beside EUPL-1.2.

Run it with `.venv/bin/python -m scripts.licences`. It reads what the packages say of themselves
(importlib.metadata). What a wheel carries inside without saying so, such as a compiled library or a data file, is not
seen here; docs/licences.md names what is known of that.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import Distribution, distributions

from devtools.paths import ROOT
from devtools.pythons import FOLDERS

# How freely a package may be passed on together with this project, and the words by which its metadata says so. The
# first that fits counts, so what asks most stands first. A choice ("MIT OR GPL") counts as its most restrictive part.
VERDICTS: Sequence[tuple[str, re.Pattern[str]]] = [
    ("AGPL", re.compile(r"affero|agpl", re.IGNORECASE)),
    ("LGPL", re.compile(r"lesser general|lgpl", re.IGNORECASE)),
    ("GPL", re.compile(r"general public|\bgpl", re.IGNORECASE)),
    ("MPL", re.compile(r"mozilla|\bmpl", re.IGNORECASE)),
    (
        "permissive",
        re.compile(r"\b(?:mit|bsd|apache|isc|psf|python software foundation|tcl|zlib|cc0|unlicense)\b", re.IGNORECASE),
    ),
]
UNKNOWN = "UNKNOWN"
# What needs no second look.
FREE = ("permissive",)
LONGEST = 48
# Programs that the checks start, and that no code of the project imports: their licence does not reach it.
SEPARATE_PROGRAMS = ("codespell", "yamllint")


@dataclass(frozen=True)
class Package:
    """An installed package, the licence it names, and the verdict on it."""

    name: str
    version: str
    licence: str
    verdict: str


def packages() -> list[Package]:
    """Return every package of both environments by name; of two versions the one of .venv-rasa."""
    found = {}
    folders = [folder for name in FOLDERS.values() for folder in (ROOT / name).glob("lib/python*/site-packages")]
    for distribution in (each for folder in folders for each in distributions(path=[str(folder)])):
        metadata: Message = distribution.metadata  # type: ignore[assignment]
        licence = named_licence(metadata) or licence_file(distribution)
        found[metadata["Name"].lower()] = Package(metadata["Name"], metadata["Version"], licence, verdict(licence))
    return [found[name] for name in sorted(found)]


def named_licence(metadata: Message) -> str:
    """Return the licence that a package names: its SPDX expression, else its classifiers, else its free text."""
    expression = metadata.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    names = [line.split("::")[-1].strip() for line in classifiers]
    text = str(metadata.get("License") or "").strip().splitlines()
    return "; ".join(name for name in names if name != "OSI Approved") or (text[0] if text else "")


def licence_file(distribution: Distribution) -> str:
    """Return the heading of the licence that a package carries without naming it in its metadata."""
    files = (file for file in distribution.files or [] if file.parent.name == "licenses")
    return next((file.read_text().strip().splitlines()[0] for file in files), "")


def verdict(licence: str) -> str:
    """Return what a licence's name amounts to."""
    return next((name for name, words in VERDICTS if words.search(licence)), UNKNOWN)


def lines(found: Iterable[Package]) -> list[str]:
    """Return the table, those to look at first, and a count of each verdict."""
    rows = sorted(found, key=lambda package: (package.verdict in FREE, package.verdict, package.name.lower()))
    table = [
        f"{_mark(row)} {row.verdict:<10}  {row.name} {row.version}: {row.licence[:LONGEST] or '-'}" for row in rows
    ]
    verdicts = [row.verdict for row in rows]
    counts = ", ".join(f"{verdicts.count(name)} {name}" for name in dict.fromkeys(verdicts))
    return [*table, "", f"{len(rows)} packages: {counts}"]


def _mark(package: Package) -> str:
    return " " if package.verdict in FREE else "!"


def not_allowed(found: Iterable[Package]) -> list[Package]:
    """Return the packages under GPL or AGPL, and those that name no licence, without the checks' own programs."""
    return [
        package
        for package in found
        if package.verdict in ("GPL", "AGPL", UNKNOWN) and package.name not in SEPARATE_PROGRAMS
    ]


def main() -> int:
    """Print the table; return 1 where a package's licence does not allow its use."""
    found = packages()
    sys.stdout.write("\n".join(lines(found)) + "\n")
    return int(bool(not_allowed(found)))


if __name__ == "__main__":
    sys.exit(main())
