"""Dense features of a message: its multilingual-e5-small sentence vector."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoder import Encoder, KeptVectors, encode_missing
from bot.encoder.weights import Floats
from bot.nlu.learned.component import Created, Featurizing
from bot.nlu.learned.encoding_ahead import FOLDER
from bot.nlu.learned.text import encoded_text, is_payload


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class SentenceEncoder(Featurizing, DenseFeaturizer, Created):
    """Sets one dense sentence feature of shape (1, 384)."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings.

        alias: name of the feature.
        folder: where the encoder's ONNX graphs and the vectors of training examples are kept.
        adapter: file of changes to the encoder's weights (bot/tuning); None for the published weights.
        threads: number of texts that are encoded in parallel.
        cache_size: number of texts whose vectors are kept in memory.
        """
        return {
            "alias": "sentence_vector",
            "folder": FOLDER,
            "adapter": None,
            "threads": 2,
            "cache_size": 2048,
        }

    def __init__(self, config: Dict[str, Any], name: str) -> None:
        """Load the encoder."""
        super().__init__(name, config)
        adapter = config["adapter"]
        self._encoder = Encoder(Path(config["folder"]), config["threads"], Path(adapter) if adapter else None)
        self._cache: OrderedDict[str, Floats] = OrderedDict()

    @classmethod
    def _made(cls, config: Dict[str, Any], name: str) -> SentenceEncoder:
        return cls(config, name)

    def _encode(self, texts: List[str]) -> List[Floats]:
        """Return the texts' vectors; those that are not in the cache are encoded in parallel."""
        new = [text for text in dict.fromkeys(texts) if text not in self._cache]
        vectors = {text: self._cache[text] for text in texts if text in self._cache}
        vectors.update(zip(new, self._encoder.encode(new), strict=True))
        for text in texts:
            self._cache[text] = vectors[text]
            self._cache.move_to_end(text)
        while len(self._cache) > self._config["cache_size"]:
            self._cache.popitem(last=False)
        return [vectors[text] for text in texts]

    def _add(self, message: Message, vector: Floats) -> None:
        message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._config["alias"]))

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vector to each message."""
        readable = [message for message in messages if not is_payload(message.get(TEXT) or "")]
        vectors = self._encode([encoded_text(message.get(TEXT)) for message in readable])
        for message, vector in zip(readable, vectors, strict=True):
            self._add(message, vector)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vector to each training example; only those that no earlier training has kept are encoded."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        texts = [encoded_text(example.get(TEXT)) for example in examples]
        kept = KeptVectors(self._encoder.kept_in)
        # From the end: whoever encodes ahead (bot/nlu/learned/encoding_ahead.py) began at the beginning.
        encode_missing(texts[::-1], self._encoder, kept)
        vectors = kept.of(texts)
        for example, text in zip(examples, texts, strict=True):
            self._add(example, vectors[text])
        return training_data
