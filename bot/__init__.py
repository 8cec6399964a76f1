"""Kuntoutusneuvo: general advice on Kela rehabilitation in Finnish and English."""

__version__ = "0.1.0"

# How long anything of a conversation is kept; people are told so (meta.privacy).
RETENTION_DAYS = 1
