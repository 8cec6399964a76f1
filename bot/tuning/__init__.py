"""Fits the sentence encoder to the training examples (docs/adr/0010-tuned-encoder.md). Nothing served needs it."""
