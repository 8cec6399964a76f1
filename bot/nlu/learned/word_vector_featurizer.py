"""Dense features of a message: the mean of its words' vectors, which know Finnish inflection and spelling."""

from __future__ import annotations

from collections import Counter, OrderedDict
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Dict, List, Type

import numpy as np
import rasa.shared.utils.io
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.vectors import Vectors

from bot.encoder.weights import Floats
from bot.nlu.learned.component import Featurizing, Learner
from bot.nlu.learned.text import REDACTION_MARK


def packaged_vectors(package: str) -> Vectors:
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
class WordVectorFeaturizer(Featurizing, Learner, DenseFeaturizer):
    """Sets one dense sentence feature of shape (1, 300).

    The vectors are made of those of a word's character sequences (floret), so there is one for every form and typing
    error. A word counts the less the commoner it is in the training examples: smoothing / (smoothing + its frequency),
    after Arora and others, "A simple but tough-to-beat baseline for sentence embeddings", 2017.
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Words come from a tokenizer."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings.

        alias: name of the feature.
        package: spaCy pipeline that the vectors are taken from.
        smoothing: constant of the words' weights, smoothing / (smoothing + frequency).
        cache_size: number of words whose vectors are kept in memory.
        """
        return {
            "alias": "word_vectors",
            "package": "spacy_fi_experimental_web_md",
            "smoothing": 1e-3,
            "cache_size": 8192,
        }

    def __init__(self, config: Dict[str, Any], name: str) -> None:
        """Load the vectors."""
        super().__init__(name, config)
        self._vectors = packaged_vectors(config["package"])
        self._frequencies: Dict[str, float] = {}
        self._cache: OrderedDict[str, Floats] = OrderedDict()

    @classmethod
    def _made(cls, config: Dict[str, Any], name: str) -> WordVectorFeaturizer:
        return cls(config, name)

    @staticmethod
    def _words(message: Message) -> List[str]:
        marks = [match.span() for match in REDACTION_MARK.finditer(message.get(TEXT) or "")]
        return [
            token.text.lower()
            for token in message.get(TEXT_TOKENS) or []
            if token.text.isalnum() and not any(start <= token.start < end for start, end in marks)
        ]

    def _learn(self, training_data: TrainingData) -> None:
        """Learn how common each word is."""
        counts = Counter(word for example in training_data.intent_examples for word in self._words(example))
        total = sum(counts.values())
        self._frequencies = {word: count / total for word, count in counts.items()}

    def _vector(self, message: Message) -> Floats:
        words = self._words(message)
        if not words:
            return np.zeros((1, self._vectors.shape[1]), dtype=np.float32)
        smoothing = self._config["smoothing"]
        weights = [smoothing / (smoothing + self._frequencies.get(word, 0.0)) for word in words]
        vector: Floats = np.array(weights, dtype=np.float32)[None] @ self._directions(words)
        return vector

    def _directions(self, words: List[str]) -> Floats:
        """Return the words' vectors, of length one each, shape (words, 300).

        A vector is put together from those of all the word's character sequences, so those of recent words are kept.
        """
        new = [word for word in dict.fromkeys(words) if word not in self._cache]
        if new:
            vectors = self._vectors.get_batch(new)
            lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float32).tiny)
            self._cache.update(zip(new, (vectors / lengths).astype(np.float32), strict=True))
        directions = np.stack([self._cache[word] for word in words])
        while len(self._cache) > self._config["cache_size"]:
            self._cache.popitem(last=False)
        return directions

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vector to each message."""
        for message in messages:
            message.add_features(Features(self._vector(message), FEATURE_TYPE_SENTENCE, TEXT, self._config["alias"]))
        return messages

    def _write(self, folder: Path) -> None:
        rasa.shared.utils.io.dump_obj_as_json_to_file(folder / "frequencies.json", self._frequencies)

    def _read(self, folder: Path) -> None:
        self._frequencies = rasa.shared.utils.io.read_json_file(folder / "frequencies.json")
