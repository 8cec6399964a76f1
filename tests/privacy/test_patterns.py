"""No message can make the guard slow: every repetition in its patterns is bounded, and nested ones stay small."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator

import pytest

from bot.privacy import recognisers, redact

# The standard library's parser of patterns has no public name; since Python 3.11 its old one warns.
regex_parser = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")

# The most characters that a piece of a pattern may take by repetitions inside each other.
LARGEST_NEST = 300

PATTERNS = [
    pytest.param(value, id=f"{module.name}.{name}")
    for module in pkgutil.iter_modules(recognisers.__path__)
    for name, value in vars(importlib.import_module(f"{recognisers.__name__}.{module.name}")).items()
    if isinstance(value, re.Pattern)
]


def _repetitions(pattern: object, times: int = 1) -> Iterator[int]:
    """Yield the product of the bounds of each repetition and of those around it."""
    if isinstance(pattern, (regex_parser.SubPattern, list, tuple)):
        items = list(pattern)
        if len(items) == 2 and items[0] in (regex_parser.MAX_REPEAT, regex_parser.MIN_REPEAT):
            _, highest, repeated = items[1]
            yield times * highest
            yield from _repetitions(repeated, times * highest)
        else:
            for item in items:
                yield from _repetitions(item, times)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_repetitions_are_bounded(pattern: re.Pattern[str]) -> None:
    assert max(_repetitions(regex_parser.parse(pattern.pattern, pattern.flags)), default=1) <= LARGEST_NEST


@pytest.mark.parametrize("pattern", [r"(?:a+)+", r"a*", r"(?:a{1,30}){1,30}", r"x|(?:ab?){2,}"])
def test_the_check_finds_what_it_is_for(pattern: str) -> None:
    assert max(_repetitions(regex_parser.parse(pattern))) > LARGEST_NEST


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1.", "0", "01-", "a", "a.", "a@", "a at ", "katu ", "katu", "A1 ", "FI21 "]
)
def test_long_repetitive_text_is_read_to_its_end(piece: str) -> None:
    assert redact(piece * (10_000 // len(piece)) + " ; hetu 010101A900R").text.endswith("hetu [personal_identity_code]")
