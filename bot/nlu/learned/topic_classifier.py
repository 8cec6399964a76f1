"""Ranks the topics a message may be about."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Type

import numpy as np
import numpy.typing as npt
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
from bot.nlu.learned.held_out import unseen
from bot.nlu.learned.softmax_regression import DEFAULTS, Fitting, Floats, Weights, fitted, temperature
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
    The confidences are softmax(scores / temperature). The temperature is learnt as well, so that they are true of
    messages that nobody has seen: on the held-out examples, by weights learnt from the others.
    Sets `intent` and `intent_ranking` of full names, highest confidence first.
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Features come from featurizers."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings.

        c, epochs, rate, batch, seed: how the weights are fitted; Fitting describes each.
        copy_weight: weight of a mistyped copy in training, where its original has 1.
        """
        return {**DEFAULTS._asdict(), "copy_weight": 0.5}

    def __init__(self, config: Dict[str, Any]) -> None:
        """Prepare an untrained classifier."""
        self._config = {**self.get_default_config(), **config}
        self._temperature = 1.0
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
        scaled = self._scaled(dense)
        names, numbers = np.unique(labels, return_inverse=True)
        self._labels = names.tolist()
        example_weights = np.where([bool(example.get(COPY)) for example in examples], self._config["copy_weight"], 1.0)
        fitting = Fitting(*(self._config[name] for name in Fitting._fields))

        def learnt(rows: npt.NDArray[np.intp]) -> Weights:
            return fitted(sparse[rows], scaled[rows], numbers[rows], example_weights[rows], fitting, len(names))

        held_out = np.array([unseen(example.get(COPY) or example.get(TEXT)) for example in examples])
        parts = [np.arange(len(examples)), np.flatnonzero(~held_out)]
        with ThreadPoolExecutor(len(parts)) as pool:
            self._weights, without = pool.map(learnt, parts)
        # Copies are easier to tell than what people write: their originals are seen.
        told = np.flatnonzero(held_out & (example_weights == 1.0))
        self._temperature = temperature(without.scores(sparse[told], scaled[told]), numbers[told])

    def calibrate(self, messages: List[Message]) -> float:
        """Choose and return the temperature, on labelled messages with features that were not learnt from."""
        columns = {label: column for column, label in enumerate(self._labels)}
        known = [message for message in messages if message.get(INTENT_RESPONSE_KEY) in columns]
        labels = np.array([columns[message.get(INTENT_RESPONSE_KEY)] for message in known], dtype=np.intp)
        self._temperature = temperature(self._scores(known), labels)
        return self._temperature

    def _scores(self, messages: List[Message]) -> Floats:
        return self._weights.scores(self._sparse(messages), self._scaled(self._dense(messages)))

    def _confidences(self, messages: List[Message]) -> Floats:
        confidences: Floats = softmax(self._scores(messages) / self._temperature, axis=1)
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
        rasa.shared.utils.io.dump_obj_as_json_to_file(folder / "temperature.json", self._temperature)
        np.savez(folder / "weights.npz", **self._weights._asdict())
        np.savez(folder / "means.npz", **self._means)

    def _read(self, folder: Path) -> None:
        self._labels = rasa.shared.utils.io.read_json_file(folder / "labels.json")
        self._temperature = rasa.shared.utils.io.read_json_file(folder / "temperature.json")
        with np.load(folder / "weights.npz") as weights:
            self._weights = Weights(**weights)
        with np.load(folder / "means.npz") as means:
            self._means = dict(means)
