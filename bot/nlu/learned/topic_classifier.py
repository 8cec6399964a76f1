"""Ranks the topics a message may be about."""

from __future__ import annotations

from typing import Any, Dict, List, Text, Type

import numpy as np
import rasa.shared.utils.io
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.special import softmax

from bot.nlu.learned.softmax_regression import Weights, fitted
from bot.nlu.learned.text import is_payload
from bot.nlu.learned.typo_augmenter import COPY

RANKING_LENGTH = 10


def dense_features(message: Message) -> Dict[Text, np.ndarray]:
    """Return a message's dense sentence features, shape (1, width) each, by their featurizer's alias."""
    return {
        feature.origin: feature.features.astype(np.float32, copy=False)
        for feature in message.features
        if feature.is_dense() and feature.type == FEATURE_TYPE_SENTENCE and feature.attribute == TEXT
    }


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Multinomial logistic regression over the sparse and each dense sentence feature, each scaled to length one.

    Labels are retrieval intents, `kind/topic`. Rasa's own LogisticRegressionClassifier puts both features side by
    side unscaled, so that the n-grams' counts drown the vector, and it knows only the kind.
    Sets `intent` and `intent_ranking` of full names, highest confidence first.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Features come from featurizers."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return how the model is fitted, and the temperature of the confidences.

        `C` is the inverse strength of the regularisation, `iterations` the most that are made, `copy_weight` what a
        mistyped copy counts beside its original. Confidences are softmax(scores / temperature). The temperature is the
        one that makes them true on examples held out; see docs/evaluation/README.md.
        """
        return {"C": 5.0, "iterations": 120, "copy_weight": 0.25, "temperature": 0.8}

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Prepare an untrained classifier."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._labels: List[Text] = []
        self._means: Dict[Text, np.ndarray] = {}
        self._weights = Weights(*(np.zeros(shape, dtype=np.float32) for shape in ((0, 0), (0, 0), 0)))

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Create an untrained component."""
        return cls(config, model_storage, resource)

    def _sparse(self, messages: List[Message]) -> scipy.sparse.csr_matrix:
        rows = [message.get_sparse_features(TEXT)[1].features for message in messages]
        together = rows[0] if len(rows) == 1 else scipy.sparse.vstack(rows, format="csr")
        # One type all along: a product of two would copy the whole weight matrix for every message.
        return together.astype(np.float32, copy=False)

    def _dense(self, messages: List[Message]) -> Dict[Text, np.ndarray]:
        """Return the messages' dense sentence features as they come, by their featurizer's alias."""
        return {name: np.vstack([dense_features(message)[name] for message in messages]) for name in self._means}

    def _scaled(self, dense: Dict[Text, np.ndarray]) -> np.ndarray:
        """Return all dense features side by side, each centred and of length one.

        Vectors of one kind share a large common direction; without it they tell topics apart better.
        """
        parts = []
        for name, mean in self._means.items():
            centred = dense[name] - mean
            length = np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), np.finfo(np.float32).tiny)
            parts.append(centred / length)
        return np.hstack(parts)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit one model on the examples of all languages."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        labels = [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples]
        self._means = dict.fromkeys(dense_features(examples[0]), np.zeros(0, dtype=np.float32))
        sparse, dense = self._sparse(examples), self._dense(examples)
        self._means = {name: vectors.mean(axis=0) for name, vectors in dense.items()}
        names, numbers = np.unique(labels, return_inverse=True)
        self._labels = names.tolist()
        counts = np.where([example.get(COPY, False) for example in examples], self._config["copy_weight"], 1.0)
        self._weights = fitted(
            sparse, self._scaled(dense), numbers, counts, self._config["C"], self._config["iterations"]
        )
        self._persist()
        return self._resource

    def _confidences(self, messages: List[Message]) -> np.ndarray:
        scores = self._weights.scores(self._sparse(messages), self._scaled(self._dense(messages)))
        return softmax(scores / self._config["temperature"], axis=1)

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

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / "labels.json", self._labels)
            np.savez(folder / "weights.npz", **self._weights._asdict())
            np.savez(folder / "means.npz", **self._means)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Load a trained component."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._labels = rasa.shared.utils.io.read_json_file(folder / "labels.json")
            with np.load(folder / "weights.npz") as weights:
                component._weights = Weights(**weights)
            with np.load(folder / "means.npz") as means:
                component._means = dict(means)
        return component
