"""Kept vectors: found again by their text, by several processes, each text encoded once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.encoder.kept_vectors import ASKED_AT_ONCE, KeptVectors, encode_missing
from bot.encoder.weights import Floats


class Lengths:
    """Stands for the encoder: a text's vector is its length."""

    def __init__(self) -> None:
        """Note what is encoded."""
        self.encoded: list[str] = []

    def encode(self, texts: list[str]) -> Floats:
        """Return a row a text."""
        self.encoded += texts
        return np.array([[len(text)] for text in texts], np.float32)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "vectors.sqlite"


def missing(texts: list[str], kept: KeptVectors) -> list[str]:
    """Return what was encoded of texts."""
    encoder: Any = Lengths()
    assert encode_missing(texts, encoder, kept) == len(encoder.encoded)
    found: list[str] = encoder.encoded
    return found


def test_a_vector_is_found_as_it_was_kept_by_whoever_opens_the_file(file: Path) -> None:
    vector = np.array([0.1, -2.5e-7, 3], np.float32)
    KeptVectors(file).keep([("mitä kuntoutus maksaa", vector)])
    found = KeptVectors(file).of(["mitä kuntoutus maksaa", "muu"])
    assert list(found) == ["mitä kuntoutus maksaa"]
    np.testing.assert_array_equal(found["mitä kuntoutus maksaa"], vector)


def test_two_that_have_the_file_open_see_what_the_other_keeps(file: Path) -> None:
    one, other = KeptVectors(file), KeptVectors(file)
    one.keep([("a", np.ones(2, np.float32))])
    other.keep([("a", np.zeros(2, np.float32)), ("b", np.zeros(2, np.float32))])
    assert {text: vector.tolist() for text, vector in one.of(["a", "b"]).items()} == {"a": [1, 1], "b": [0, 0]}


def test_more_texts_than_one_statement_takes_are_found(file: Path) -> None:
    texts = [str(number) for number in range(2 * ASKED_AT_ONCE + 1)]
    kept = KeptVectors(file)
    assert missing(texts, kept) == texts
    assert len(kept.of(texts)) == len(texts)


def test_a_text_is_encoded_once(file: Path) -> None:
    assert missing(["a", "b", "a"], KeptVectors(file)) == ["a", "b"]
    assert missing(["b", "c", "a"], KeptVectors(file)) == ["c"]
