"""What every competitor does: learn from examples, come back from a folder, rank the labels of a text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from benchmarks.comparison.data import Example

RANKED = 10  # labels in a ranking, as Rasa gives


class Answer(NamedTuple):
    """The label a text is answered with, None where the model refuses, and the labels with confidences, best first."""

    label: str | None
    ranking: list[tuple[str, float]]


class Model(Protocol):
    """A competitor's model; made with the settings that its entry in `competitors` holds."""

    def train(self, examples: Sequence[Example], folder: Path) -> None:
        """Learn from the examples and write the model into an empty folder."""

    def load(self, folder: Path) -> None:
        """Read what `train` wrote."""

    def rank(self, text: str) -> Answer:
        """Answer one text."""
