"""The ways a message can come in: one module a channel."""
