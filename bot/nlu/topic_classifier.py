"""Ranks the topics a message may be about."""

from __future__ import annotations

from typing import Any, Dict, List, Text, Tuple, Type

import numpy as np
import rasa.shared.utils.io
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.svm import LinearSVC

from bot.nlu.text import is_payload

RANKING_LENGTH = 10


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """A linear support vector machine over the sparse and the dense sentence features, each scaled to length one.

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
        """Return the inverse regularisation strength, the n-grams' weight, and the temperature of the confidences.

        Confidences are softmax(margins / temperature). The temperature is the one that makes them true on examples
        held out in cross-validation; see docs/evaluation/README.md.
        """
        return {"C": 0.5, "sparse_weight": 1.0, "temperature": 0.2, "seed": 7}

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Prepare an untrained classifier."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._labels: List[Text] = []
        self._mean = np.zeros(0, dtype=np.float32)
        self._sparse_weights = np.zeros((0, 0), dtype=np.float32)
        self._dense_weights = np.zeros((0, 0), dtype=np.float32)
        self._intercept = np.zeros(0, dtype=np.float32)

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

    @staticmethod
    def _raw_features(messages: List[Message]) -> Tuple[scipy.sparse.csr_matrix, np.ndarray]:
        sparse = [message.get_sparse_features(TEXT)[1].features for message in messages]
        dense = [message.get_dense_features(TEXT)[1].features for message in messages]
        together = sparse[0] if len(sparse) == 1 else scipy.sparse.vstack(sparse, format="csr")
        # One type all along: a product of two would copy the whole weight matrix for every message.
        return together.astype(np.float32, copy=False), np.vstack(dense).astype(np.float32, copy=False)

    def _centred(self, dense: np.ndarray) -> np.ndarray:
        # Sentence vectors of one encoder share a large common direction; without it they tell topics apart better.
        centred = dense - self._mean
        return centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), np.finfo(np.float32).tiny)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit one model on the examples of all languages."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        labels = [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples]
        sparse, dense = self._raw_features(examples)
        self._mean = dense.mean(axis=0)
        features = scipy.sparse.hstack(
            [sparse * self._config["sparse_weight"], scipy.sparse.csr_matrix(self._centred(dense))]
        ).tocsr()
        model = LinearSVC(C=self._config["C"], random_state=self._config["seed"])
        model.fit(features, labels)
        self._labels = list(model.classes_)
        weights = model.coef_.astype(np.float32)
        self._sparse_weights = np.ascontiguousarray(weights[:, : sparse.shape[1]].T) * self._config["sparse_weight"]
        self._dense_weights = np.ascontiguousarray(weights[:, sparse.shape[1] :].T)
        self._intercept = model.intercept_.astype(np.float32)
        self._persist()
        return self._resource

    def _confidences(self, messages: List[Message]) -> np.ndarray:
        sparse, dense = self._raw_features(messages)
        scores = sparse @ self._sparse_weights + self._centred(dense) @ self._dense_weights + self._intercept
        scores /= self._config["temperature"]
        scores -= scores.max(axis=1, keepdims=True)
        exponentials = np.exp(scores)
        return exponentials / exponentials.sum(axis=1, keepdims=True)

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
            np.savez(
                folder / "weights.npz",
                mean=self._mean,
                sparse=self._sparse_weights,
                dense=self._dense_weights,
                intercept=self._intercept,
            )

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
                component._mean = weights["mean"]
                component._sparse_weights = weights["sparse"]
                component._dense_weights = weights["dense"]
                component._intercept = weights["intercept"]
        return component
