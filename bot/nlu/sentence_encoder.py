"""Dense features of a message: its multilingual-e5-small sentence vector."""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from pathlib import Path
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

from bot.encoder import Encoder
from bot.nlu.text import is_payload, question_part


def encoded_text(text: Text) -> Text:
    """Return a message's text as the encoder gets it."""
    return unicodedata.normalize("NFC", question_part(text)).lower()


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Sets one dense sentence feature of shape (1, 384)."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the feature's name and where graphs are kept; threads for training; how many vectors to keep.

        `adapter` is a file of changes to the encoder's weights (bot/tuning); None leaves them as they are.
        """
        return {
            "alias": "sentence_vector",
            "folder": "var/encoder",
            "adapter": None,
            "training_threads": 2,
            "cache_size": 2048,
        }

    def __init__(self, config: Dict[Text, Any], name: Text) -> None:
        """Load the encoder; one thread, since workers run side by side."""
        super().__init__(name, config)
        self._encoder = self._loaded(threads=1)
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

    def _loaded(self, threads: int) -> Encoder:
        adapter = self._config["adapter"]
        return Encoder(Path(self._config["folder"]), threads, Path(adapter) if adapter else None)

    def _encode(self, text: Text) -> np.ndarray:
        vector = self._cache.pop(text, None)
        if vector is None:
            vector = self._encoder.encode([text])[0]
            if len(self._cache) >= self._config["cache_size"]:
                self._cache.popitem(last=False)
        self._cache[text] = vector
        return vector

    def _add(self, message: Message, vector: np.ndarray) -> None:
        message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._config["alias"]))

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vector to each message."""
        for message in messages:
            if not is_payload(message.get(TEXT) or ""):
                self._add(message, self._encode(encoded_text(message.get(TEXT))))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vector to each training example, encoding several at a time."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        encoder = self._loaded(self._config["training_threads"])
        vectors = encoder.encode([encoded_text(example.get(TEXT)) for example in examples])
        for example, vector in zip(examples, vectors, strict=True):
            self._add(example, vector)
        return training_data

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept any folder and sizes."""
