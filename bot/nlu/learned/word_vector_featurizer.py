"""Dense features of a message: the mean of its words' vectors, which know Finnish inflection and spelling."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Dict, List, Text, Type

import numpy as np
import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.vectors import Vectors

from bot.nlu.learned.text import REDACTION_MARK


def packaged_vectors(package: Text) -> Vectors:
    """Return the vectors of an installed spaCy pipeline, and nothing else of it.

    Raises:
        FileNotFoundError: the package is not installed, or holds no vectors.
    """
    spec = find_spec(package)
    folders = sorted(Path(spec.origin).parent.glob("*/vocab/vectors")) if spec and spec.origin else []
    if not folders:
        raise FileNotFoundError(f"{package} is not installed or has no vectors: run `make setup`")
    return Vectors().from_disk(folders[0].parent)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True)
class WordVectorFeaturizer(DenseFeaturizer, GraphComponent):
    """Sets one dense sentence feature of shape (1, 300).

    The vectors are made of those of a word's character sequences (floret), so there is one for every form and typing
    error. A word counts the less the commoner it is in the training examples: smoothing / (smoothing + its share),
    after Arora and others, "A simple but tough-to-beat baseline for sentence embeddings", 2017.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Words come from a tokenizer."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the feature's name, the package with the vectors, and the smoothing of the words' weights."""
        return {
            "alias": "word_vectors",
            "package": "spacy_fi_experimental_web_md",
            "smoothing": 1e-3,
        }

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, name: Text) -> None:
        """Load the vectors."""
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._vectors = packaged_vectors(config["package"])
        self._shares: Dict[Text, float] = {}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WordVectorFeaturizer:
        """Create an untrained component."""
        return cls(config, model_storage, resource, execution_context.node_name)

    @staticmethod
    def _words(message: Message) -> List[Text]:
        marks = [match.span() for match in REDACTION_MARK.finditer(message.get(TEXT) or "")]
        return [
            token.text.lower()
            for token in message.get(TEXT_TOKENS) or []
            if token.text.isalnum() and not any(start <= token.start < end for start, end in marks)
        ]

    def train(self, training_data: TrainingData) -> Resource:
        """Learn how common each word is."""
        counts = Counter(word for example in training_data.intent_examples for word in self._words(example))
        total = sum(counts.values())
        self._shares = {word: count / total for word, count in counts.items()}
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / "shares.json", self._shares)
        return self._resource

    def _vector(self, message: Message) -> np.ndarray:
        words = self._words(message)
        if not words:
            return np.zeros((1, self._vectors.shape[1]), dtype=np.float32)
        vectors = self._vectors.get_batch(words)
        lengths = np.maximum(np.linalg.norm(vectors, axis=1), np.finfo(np.float32).tiny)
        smoothing = self._config["smoothing"]
        weights = [smoothing / (smoothing + self._shares.get(word, 0.0)) for word in words]
        return ((weights / lengths) @ vectors).astype(np.float32)[None]

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vector to each message."""
        for message in messages:
            message.add_features(Features(self._vector(message), FEATURE_TYPE_SENTENCE, TEXT, self._config["alias"]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vector to each training example."""
        self.process(training_data.training_examples)
        return training_data

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WordVectorFeaturizer:
        """Load a trained component."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._shares = rasa.shared.utils.io.read_json_file(folder / "shares.json")
        return component

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept any package; a missing one is named when the component is created."""
