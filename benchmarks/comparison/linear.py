"""Logistic regression on the two usual kinds of features, with nothing of Rasa around it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import Normalizer, StandardScaler

from benchmarks.comparison.data import Example
from benchmarks.comparison.model import RANKED, Answer
from bot.encoder import Encoder
from devtools.paths import ROOT


class Regression(ABC):
    """Logistic regression on features that a subclass finds."""

    def __init__(self, c: float) -> None:
        """Keep the inverse strength of regularisation."""
        self._c = c

    @abstractmethod
    def _pipeline(self, classifier: LogisticRegression) -> Pipeline:
        """Return the classifier behind what makes features of `_inputs`."""

    @abstractmethod
    def _inputs(self, texts: list[str]) -> Any:
        """Return what the pipeline takes for texts."""

    def train(self, examples: Sequence[Example], folder: Path) -> None:
        """Fit the features and the regression."""
        classifier = LogisticRegression(C=self._c, max_iter=1000)
        pipeline = self._pipeline(classifier)
        pipeline.fit(self._inputs([each.text for each in examples]), [each.label for each in examples])
        # In this order of columns SciPy does not copy all weights for every text.
        classifier.coef_ = np.asfortranarray(classifier.coef_)
        joblib.dump(pipeline, folder / "model.joblib")

    def load(self, folder: Path) -> None:
        """Read the fitted pipeline."""
        self._fitted: Pipeline = joblib.load(folder / "model.joblib")

    def rank(self, text: str) -> Answer:
        """Rank the labels."""
        confidences = self._fitted.predict_proba(self._inputs([text]))[0]
        best = np.argsort(-confidences)[:RANKED]
        ranking = [(str(self._fitted.classes_[index]), float(confidences[index])) for index in best]
        return Answer(ranking[0][0], ranking)


class NgramRegression(Regression):
    """On TF-IDF of character n-grams."""

    def _pipeline(self, classifier: LogisticRegression) -> Pipeline:
        return make_pipeline(TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True), classifier)

    def _inputs(self, texts: list[str]) -> list[str]:
        return texts


class EmbeddingRegression(Regression):
    """On the sentence vector, less the mean of all, at length one."""

    def __init__(self, c: float) -> None:
        """Load the encoder, one thread as in this pipeline."""
        super().__init__(c)
        self._encoder = Encoder(ROOT / "var" / "encoder", threads=1)

    def _pipeline(self, classifier: LogisticRegression) -> Pipeline:
        return make_pipeline(StandardScaler(with_std=False), Normalizer(), classifier)

    def _inputs(self, texts: list[str]) -> Any:
        return self._encoder.encode([text.lower() for text in texts])
