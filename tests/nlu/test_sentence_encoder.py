"""The sentence vectors: one a text, kept for texts that come again, none for a pressed button."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learned import sentence_encoder
from bot.nlu.learned.sentence_encoder import SentenceEncoder


class StubEncoder:
    """Stands for the encoder's 70 MB: a vector of a text's length and first letter."""

    def __init__(self, folder: Path, threads: int, adapter: Path | None) -> None:
        """Count the texts that were really encoded."""
        self.encoded: list[str] = []
        self.kept_in = folder / "vectors.sqlite"

    def encode(self, texts: list[str]) -> np.ndarray:
        """Return a row a text."""
        self.encoded += texts
        return np.array([[len(text), ord(text[0]), 1.0] for text in texts], dtype=np.float32)


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """The configuration of a component with room for two texts and a stub for its encoder."""
    monkeypatch.setattr(sentence_encoder, "Encoder", StubEncoder)
    return {**SentenceEncoder.get_default_config(), "cache_size": 2, "folder": str(tmp_path / "encoder")}


@pytest.fixture
def component(config: dict[str, Any], graph: dict[str, Any]) -> SentenceEncoder:
    """A component made from it."""
    return SentenceEncoder.create(config, **graph)


def process(component: SentenceEncoder, *texts: str) -> list[Any]:
    """Return the sentence features of each text."""
    messages = [Message({TEXT: text}) for text in texts]
    component.process(messages)
    return [message.get_dense_features(TEXT)[1] for message in messages]


def encoded(component: SentenceEncoder) -> list[str]:
    """Return the texts that were really encoded."""
    stub: Any = component._encoder
    texts: list[str] = stub.encoded
    return texts


def test_each_text_has_one_row(component: SentenceEncoder) -> None:
    (features,) = process(component, "abc")
    assert features.features.shape == (1, 3)


def test_case_makes_no_difference(component: SentenceEncoder) -> None:
    one, other = process(component, "Kela", "kELA")
    assert np.array_equal(one.features, other.features)


def test_a_payload_has_no_vector(component: SentenceEncoder) -> None:
    assert process(component, '/meta{"topic": "meta.greet"}') == [None]
    assert encoded(component) == []


def test_recent_texts_are_encoded_once(component: SentenceEncoder) -> None:
    for text in ("a", "b", "a", "c", "a", "b"):
        process(component, text)
    assert encoded(component) == ["a", "b", "c", "b"]


def test_of_texts_together_only_new_ones_are_encoded(component: SentenceEncoder) -> None:
    process(component, "a")
    first, again, kept = process(component, "bb", "bb", "a")
    assert encoded(component) == ["a", "bb"]
    assert [each.features[0, 0] for each in (first, again, kept)] == [2, 2, 1]


def test_more_texts_than_are_kept_all_get_their_vector(component: SentenceEncoder) -> None:
    assert [each.features[0, 0] for each in process(component, "a", "bb", "ccc")] == [1, 2, 3]


def test_training_examples_get_the_same_vectors(component: SentenceEncoder) -> None:
    examples = [Message({TEXT: text}) for text in ("Moi", "Kela")]
    component.process_training_data(TrainingData(examples))
    for example, features in zip(examples, process(component, "Moi", "Kela"), strict=True):
        assert np.array_equal(example.get_dense_features(TEXT)[1].features, features.features)


def trained(component: SentenceEncoder, *texts: str) -> list[float]:
    """Return the first number of each training example's vector."""
    examples = [Message({TEXT: text}) for text in texts]
    component.process_training_data(TrainingData(examples))
    return [float(example.get_dense_features(TEXT)[1].features[0, 0]) for example in examples]


def test_a_later_training_encodes_only_the_example_that_changed(config: dict[str, Any], graph: dict[str, Any]) -> None:
    first, later = (SentenceEncoder.create(config, **graph) for _ in range(2))
    assert trained(first, "a", "bb", "ccc") == [1, 2, 3]
    assert trained(later, "a", "changed", "ccc") == [1, 7, 3]
    assert encoded(later) == ["changed"]


def test_a_training_that_was_interrupted_is_taken_up_where_it_ended(
    config: dict[str, Any], graph: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.encoder.kept_vectors.ENCODED_AT_ONCE", 2)
    interrupted, later = (SentenceEncoder.create(config, **graph) for _ in range(2))
    texts = ["a", "bb", "ccc", "dddd"]
    encode = interrupted._encoder.encode

    def once(some: list[str]) -> np.ndarray:
        if encoded(interrupted):
            raise KeyboardInterrupt
        return encode(some)

    monkeypatch.setattr(interrupted._encoder, "encode", once)
    with pytest.raises(KeyboardInterrupt):
        trained(interrupted, *texts)
    assert trained(later, *texts) == [1, 2, 3, 4]
    assert encoded(later) == ["bb", "a"]


def test_what_people_write_is_not_kept(component: SentenceEncoder, config: dict[str, Any]) -> None:
    process(component, "olen sairas")
    assert not Path(config["folder"]).exists()
