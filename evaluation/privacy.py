"""Measures the privacy guard: names found by kind, what is removed from ordinary messages, and the time it takes.

`python -m evaluation.privacy` prints the tables, and each name that was missed and each removal, to be judged by eye.
`python -m evaluation.privacy blind` does so on the sentences of somebody who had not seen the recogniser.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.languages import codes
from bot.privacy import clean, redact
from devtools.report import table

ROOT = Path(__file__).parents[1]
SENTENCES = Path(__file__).parent / "names"
BLIND = SENTENCES / "blind"
LOOK_ALIKES = "look_alikes"
_NAME = re.compile("«([^»]*)»")
# An example of Rasa's training data: "- What does [a taxi](means) cost?"
_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the spans of the names in it."""

    text: str
    names: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, marked: str) -> Sentence:
        """Read a sentence whose names stand between « and »."""
        spans = [
            (match.start() - 2 * before, match.end() - 2 * before - 2)
            for before, match in enumerate(_NAME.finditer(marked))
        ]
        return cls(_NAME.sub(r"\1", marked), tuple(spans))

    def found(self, strict: bool) -> list[bool]:
        """Tell of each name whether all of it is removed."""
        places = {
            place
            for finding in redact(self.text, strict=strict).findings
            for place in range(finding.start, finding.end)
        }
        return [
            all(place in places or self.text[place].isspace() for place in range(start, end))
            for start, end in self.names
        ]


def sentences(language: str, folder: Path = SENTENCES) -> dict[str, list[Sentence]]:
    """Return the sentences of a language by the kind of name in them; the look-alikes hold none."""
    kinds = yaml.safe_load((folder / f"{language}.yml").read_text(encoding="utf-8"))
    return {kind: [Sentence.of(marked) for marked in marked_ones] for kind, marked_ones in kinds.items()}


def ordinary(language: str) -> dict[str, list[str]]:
    """Return messages that people really send: the evaluation cases and the training examples."""
    return {
        "evaluation/cases": list(_texts(ROOT.glob(f"evaluation/cases/{language}/*.yml"), "text")),
        "data/nlu": [
            _ANNOTATION.sub(r"\1", line.removeprefix("- "))
            for block in _texts(ROOT.glob(f"data/nlu/{language}/*.yml"), "examples")
            for line in block.splitlines()
        ],
    }


def _texts(files: Iterable[Path], key: str) -> Iterator[str]:
    for file in sorted(files):
        yield from _values(yaml.safe_load(file.read_text(encoding="utf-8")), key)


def _values(node: Any, key: str) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key and isinstance(value, str):
                yield value
            else:
                yield from _values(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _values(value, key)


def removals(messages: Iterable[str], strict: bool) -> list[str]:
    """Return the messages from which something is removed, with its marks."""
    redactions = [redact(clean(message), strict=strict) for message in messages]
    return [redaction.text for redaction in redactions if redaction.findings]


def main(folder: Path = SENTENCES) -> None:
    """Measure on the sentences of a folder, and print."""
    recall, removed, details = [], [], []
    for strict, guard in ((False, "every message"), (True, "what is kept")):
        for language in codes():
            groups = sentences(language, folder)
            look_alikes = [sentence.text for sentence in groups.pop(LOOK_ALIKES)]
            for kind, group in groups.items():
                found = [(each, ok) for sentence in group for each, ok in _by_name(sentence, strict)]
                recall.append((guard, language, kind, len(found), sum(ok for _, ok in found) / len(found)))
                details += [f"missed | {guard} | {language} | {name}" for name, ok in found if not ok]
            for name, messages in {"look-alikes": look_alikes, **ordinary(language)}.items():
                started = time.perf_counter()
                touched = removals(messages, strict)
                each_ms = 1000 * (time.perf_counter() - started) / len(messages)
                of_messages = f"{100 * len(touched) / len(messages):.2f} %"
                removed.append((guard, language, name, len(messages), len(touched), of_messages, f"{each_ms:.2f}"))
                details += [f"removed | {guard} | {language} | {name} | {text}" for text in touched]
    print(table(("guard", "language", "kind of name", "names", "found"), recall))
    print(table(("guard", "language", "messages of", "messages", "with a removal", "of all", "ms each"), removed))
    print("\n".join(details))


def _by_name(sentence: Sentence, strict: bool) -> Iterator[tuple[str, bool]]:
    for (start, end), ok in zip(sentence.names, sentence.found(strict), strict=True):
        yield f"{sentence.text[:start]}«{sentence.text[start:end]}»{sentence.text[end:]}", ok


if __name__ == "__main__":
    main(BLIND if sys.argv[1:] == ["blind"] else SENTENCES)
