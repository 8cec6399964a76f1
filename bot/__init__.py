"""Kuntoutusneuvo: general advice on Kela rehabilitation in Finnish and English."""

__version__ = "0.1.0"

# How long anything of a conversation is kept, and what people say of the assistant; they are told so (meta.privacy).
RETENTION_DAYS = 1
FEEDBACK_DAYS = 90
