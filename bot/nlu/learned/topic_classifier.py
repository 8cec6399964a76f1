"""Ranks the topics a message may be about."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Type

import numpy as np
import rasa.shared.utils.io
import scipy.sparse
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.special import softmax

from bot.nlu.learned.component import Learner
from bot.nlu.learned.softmax_regression import Floats, Weights, fitted
from bot.nlu.learned.text import is_payload
from bot.nlu.learned.typo_augmenter import COPY

RANKING_LENGTH = 10


def dense_features(message: Message) -> Dict[str, Floats]:
    """Return a message's dense sentence features, shape (1, width) each, by their featurizer's alias."""
    return {
        feature.origin: feature.features.astype(np.float32, copy=False)
        for feature in message.features
        if feature.is_dense() and feature.type == FEATURE_TYPE_SENTENCE and feature.attribute == TEXT
    }


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class TopicClassifier(Learner, IntentClassifier):
    """Multinomial logistic regression over the sparse and each dense sentence feature, each scaled to length one.

    Labels are retrieval intents, `kind/topic`. Rasa's own LogisticRegressionClassifier puts both features side by
    side unscaled, so that the n-grams' counts drown the vector, and it knows only the kind.
    Sets `intent` and `intent_ranking` of full names, highest confidence first.
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Features come from featurizers."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings.

        C: inverse strength of the regularisation.
        iterations: the most iterations of L-BFGS.
        copy_weight: weight of a mistyped copy in training, where its original has 1.
        temperature: the confidences are softmax(scores / temperature); chosen so that they are calibrated on held-out
            examples (docs/evaluation/README.md).
        """
        return {"C": 5.0, "iterations": 120, "copy_weight": 0.25, "temperature": 0.8}

    def __init__(self, config: Dict[str, Any]) -> None:
        """Prepare an untrained classifier."""
        self._config = {**self.get_default_config(), **config}
        self._labels: List[str] = []
        self._means: Dict[str, Floats] = {}
        self._weights = Weights(*(np.zeros(shape, dtype=np.float32) for shape in ((0, 0), (0, 0), 0)))

    @classmethod
    def _made(cls, config: Dict[str, Any], name: str) -> TopicClassifier:
        return cls(config)

    def _sparse(self, messages: List[Message]) -> scipy.sparse.csr_matrix:
        rows = [message.get_sparse_features(TEXT)[1].features for message in messages]
        together = rows[0] if len(rows) == 1 else scipy.sparse.vstack(rows, format="csr")
        # One type all along: a product of two would copy the whole weight matrix for every message.
        return together.astype(np.float32, copy=False)

    def _dense(self, messages: List[Message]) -> Dict[str, Floats]:
        """Return the messages' dense sentence features unscaled, by their featurizer's alias."""
        return {name: np.vstack([dense_features(message)[name] for message in messages]) for name in self._means}

    def _scaled(self, dense: Dict[str, Floats]) -> Floats:
        """Return all dense features side by side, each centred and of length one.

        Vectors of one kind share a large common direction; without it they tell topics apart better.
        """
        parts = []
        for name, mean in self._means.items():
            centred = dense[name] - mean
            length = np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), np.finfo(np.float32).tiny)
            parts.append(centred / length)
        return np.hstack(parts)

    def _learn(self, training_data: TrainingData) -> None:
        """Fit one model on the examples of all languages."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        labels = [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples]
        self._means = dict.fromkeys(dense_features(examples[0]), np.zeros(0, dtype=np.float32))
        sparse, dense = self._sparse(examples), self._dense(examples)
        self._means = {name: vectors.mean(axis=0) for name, vectors in dense.items()}
        names, numbers = np.unique(labels, return_inverse=True)
        self._labels = names.tolist()
        example_weights = np.where([example.get(COPY, False) for example in examples], self._config["copy_weight"], 1.0)
        self._weights = fitted(
            sparse, self._scaled(dense), numbers, example_weights, self._config["C"], self._config["iterations"]
        )

    def _confidences(self, messages: List[Message]) -> Floats:
        scores = self._weights.scores(self._sparse(messages), self._scaled(self._dense(messages)))
        confidences: Floats = softmax(scores / self._config["temperature"], axis=1)
        return confidences

    def process(self, messages: List[Message]) -> List[Message]:
        """Set each message's intent and ranking."""
        readable = [message for message in messages if not is_payload(message.get(TEXT) or "")]
        if not readable:
            return messages
        for message, confidences in zip(readable, self._confidences(readable), strict=True):
            best = np.argsort(-confidences)[:RANKING_LENGTH]
            ranking = [{"name": self._labels[index], "confidence": float(confidences[index])} for index in best]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _write(self, folder: Path) -> None:
        rasa.shared.utils.io.dump_obj_as_json_to_file(folder / "labels.json", self._labels)
        np.savez(folder / "weights.npz", **self._weights._asdict())
        np.savez(folder / "means.npz", **self._means)

    def _read(self, folder: Path) -> None:
        self._labels = rasa.shared.utils.io.read_json_file(folder / "labels.json")
        with np.load(folder / "weights.npz") as weights:
            self._weights = Weights(**weights)
        with np.load(folder / "means.npz") as means:
            self._means = dict(means)
