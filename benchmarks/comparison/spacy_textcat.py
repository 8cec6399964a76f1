"""spaCy's text categoriser for exclusive labels: one model for both languages, on the blank multi-language pipeline."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.training import Example as Lesson
from spacy.training.batchers import minibatch_by_words
from thinc.api import compounding, fix_random_seed

from benchmarks.comparison.data import SEED, Example
from benchmarks.comparison.model import RANKED, Answer

COMPONENT = "textcat"


class TextCategoriser:
    """The architecture that spaCy sets up by default: a convolutional network beside a bag of words."""

    def __init__(self, epochs: int) -> None:
        """Keep how often to go through the examples."""
        self._epochs = epochs

    def train(self, examples: Sequence[Example], folder: Path) -> None:
        """Train with the batches and the dropout of spaCy's default training configuration."""
        fix_random_seed(SEED)
        labels = sorted({each.label for each in examples})
        pipeline = spacy.blank("xx")
        pipeline.add_pipe(COMPONENT)
        lessons = [
            Lesson.from_dict(
                pipeline.make_doc(each.text), {"cats": {label: float(label == each.label) for label in labels}}
            )
            for each in examples
        ]
        optimizer = pipeline.initialize(lambda: lessons)  # codespell:ignore initialize
        chance, sizes = random.Random(SEED), compounding(100.0, 1000.0, 1.001)
        for _ in range(self._epochs):
            chance.shuffle(lessons)
            for batch in minibatch_by_words(lessons, sizes):  # type: ignore[arg-type]  # as spaCy calls it
                pipeline.update(batch, sgd=optimizer, drop=0.1)
        with pipeline.use_params(optimizer.averages):
            pipeline.to_disk(folder)

    def load(self, folder: Path) -> None:
        """Load the pipeline."""
        self._pipeline = spacy.load(folder)

    def rank(self, text: str) -> Answer:
        """Rank the labels."""
        confidences = self._pipeline(text).cats
        best = sorted(confidences, key=lambda label: -confidences[label])[:RANKED]
        return Answer(best[0], [(label, confidences[label]) for label in best])
