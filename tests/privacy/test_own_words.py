"""Neither what the bot says nor what it was trained on is personal data to the guard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.privacy import clean, redact

ROOT = Path(__file__).resolve().parents[2]
LEARNT = sorted(ROOT.glob("data/nlu/*/*.yml"))
SAID = sorted(ROOT.glob("locales/*/*.yml"))


def _sentences(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _sentences(value)
    elif isinstance(node, list):
        for value in node:
            yield from _sentences(value)
    else:
        yield from str(node).splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("file", LEARNT, ids=[str(file.relative_to(ROOT)) for file in LEARNT])
def test_examples_lose_nothing_but_names(file: Path) -> None:
    # Some hold names of people; how few removals there are is measured in tests/evaluation/test_privacy.py.
    for sentence in _sentences(yaml.safe_load(file.read_text(encoding="utf-8"))):
        assert set(redact(clean(sentence)).kinds) <= {"name"}


@pytest.mark.parametrize("file", SAID, ids=[str(file.relative_to(ROOT)) for file in SAID])
def test_answers_are_kept(file: Path) -> None:
    for sentence in _sentences(yaml.safe_load(file.read_text(encoding="utf-8"))):
        assert redact(sentence).text == sentence
        assert redact(clean(sentence)).findings == ()
