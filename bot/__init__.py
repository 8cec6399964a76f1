"""Kuntoutusneuvo: general advice on Kela rehabilitation in Finnish and English."""

__version__ = "0.1.0"
