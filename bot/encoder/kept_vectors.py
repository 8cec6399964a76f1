"""Keeps the vectors of training examples in a file, so that a text is encoded once, not with every training."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from bot.encoder.encoder import Encoder
from bot.encoder.weights import Floats

ASKED_AT_ONCE = 500  # below SQLite's limit of variables in a statement
ENCODED_AT_ONCE = 200
PATIENCE_S = 60.0  # how long one process waits for another that writes


class KeptVectors:
    """Vectors by text, in a SQLite file that several processes may read and write at the same time.

    Only texts of the training data belong in it: what people write is not kept.
    """

    def __init__(self, file: Path) -> None:
        """Open the file, made if it is missing. Vectors of another encoder belong in a file of another name."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        with closing(self._connection()) as connection, connection:
            connection.execute("PRAGMA page_size = 16384")  # room for ten vectors
            # Two processes write while training, and a file that is lost costs nothing but time.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (text TEXT PRIMARY KEY, vector BLOB NOT NULL)")

    def of(self, texts: Sequence[str]) -> dict[str, Floats]:
        """Return the vectors of those of the texts that are kept."""
        found: dict[str, Floats] = {}
        with closing(self._connection()) as connection:
            for start in range(0, len(texts), ASKED_AT_ONCE):
                asked = texts[start : start + ASKED_AT_ONCE]
                rows = connection.execute(
                    f"SELECT text, vector FROM vectors WHERE text IN ({','.join('?' * len(asked))})",  # noqa: S608
                    asked,
                )
                found.update({text: np.frombuffer(vector, np.float32) for text, vector in rows})
        return found

    def keep(self, vectors: Iterable[tuple[str, Floats]]) -> None:
        """Keep each text's vector; one that is kept already stays."""
        with closing(self._connection()) as connection, connection:
            connection.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?)",
                [(text, vector.astype(np.float32).tobytes()) for text, vector in vectors],
            )

    def _connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=PATIENCE_S)
        connection.execute("PRAGMA synchronous = OFF")
        return connection


def encode_missing(texts: Sequence[str], encoder: Encoder, kept: KeptVectors) -> int:
    """Encode those of the texts that are not kept, keep their vectors, and return how many these were.

    What is missing is looked up anew for each few texts: another process may be at work on the same ones.
    """
    encoded = 0
    distinct = list(dict.fromkeys(texts))
    for start in range(0, len(distinct), ENCODED_AT_ONCE):
        some = distinct[start : start + ENCODED_AT_ONCE]
        there = kept.of(some)
        missing = [text for text in some if text not in there]
        if missing:
            kept.keep(zip(missing, encoder.encode(missing), strict=True))
            encoded += len(missing)
    return encoded
