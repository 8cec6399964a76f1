"""Sparse features of a message: TF-IDF of character n-grams and of lemmas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Tuple, Type

import numpy as np
import numpy.typing as npt
import rasa.shared.utils.io
import scipy.sparse
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from bot.encoder.weights import Floats
from bot.nlu.learned.component import Featurizing, Learner
from bot.nlu.learned.text import folded, question_part
from bot.nlu.learned.typo_augmenter import COPY


@dataclass(frozen=True)
class _Reader:
    """Reads one kind of n-grams as scikit-learn's TfidfVectorizer does.

    Attributes:
        ngrams: returns the n-grams of a text.
        vocabulary: each n-gram that is kept, and its place among those of its kind.
        idf: inverse document frequency of each.
        weight: factor of this kind's features.
        start: place of this kind's first n-gram among those of all kinds.
    """

    ngrams: Callable[[str], List[str]]
    vocabulary: Mapping[str, int]
    idf: Floats
    weight: float
    start: int

    def read(self, text: str) -> Tuple[npt.NDArray[np.int32], Floats]:
        """Return the places of a text's n-grams in order, and their features, of length `weight` together."""
        known = (self.vocabulary.get(ngram) for ngram in self.ngrams(text))
        counts = Counter(place for place in known if place is not None)
        places = np.array(sorted(counts), dtype=np.int32)
        values = (np.log(np.array([counts[place] for place in places], dtype=np.float32)) + 1) * self.idf[places]
        length = np.sqrt(values @ values)
        return places + self.start, values * (self.weight / length) if length else values


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True)
class NgramFeaturizer(Featurizing, Learner, SparseFeaturizer):
    """Sets one sparse sentence feature: L2-normalised TF-IDF of folded characters beside that of lemmas."""

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Lemmas come from a tokenizer."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings, beside those of Rasa's sparse featurizers.

        character_ngrams, lemma_ngrams: shortest and longest n-gram.
        min_df: number of examples that an n-gram must occur in to be kept.
        most_characters, most_lemmas: the most n-grams that are kept, of characters and of lemmas; what
            more and longer ones would bring is in docs/adr/0021.
        lemma_weight: factor of the lemmas' features beside those of the characters.
        """
        return {
            **SparseFeaturizer.get_default_config(),
            "character_ngrams": [2, 4],
            "lemma_ngrams": [1, 1],
            "min_df": 2,
            "most_characters": 10000,
            "most_lemmas": 6000,
            "lemma_weight": 0.7,
        }

    def __init__(self, config: Dict[str, Any], name: str) -> None:
        """Prepare untrained vectorizers."""
        super().__init__(name, config)
        options = {
            "sublinear_tf": True,
            "min_df": config["min_df"],
            "dtype": np.float32,
        }
        self._readers: Dict[str, _Reader] = {}
        self._width = 0
        self._vectorizers = {
            "characters": TfidfVectorizer(
                analyzer="char_wb",
                lowercase=False,
                ngram_range=tuple(config["character_ngrams"]),
                max_features=config["most_characters"],
                **options,
            ),
            "lemmas": TfidfVectorizer(
                tokenizer=str.split,
                token_pattern=None,
                lowercase=False,
                ngram_range=tuple(config["lemma_ngrams"]),
                max_features=config["most_lemmas"],
                **options,
            ),
        }

    @classmethod
    def _made(cls, config: Dict[str, Any], name: str) -> NgramFeaturizer:
        return cls(config, name)

    @staticmethod
    def _texts(messages: List[Message]) -> Dict[str, List[str]]:
        return {
            "characters": [folded(question_part(message.get(TEXT) or "")) for message in messages],
            "lemmas": [
                " ".join(folded(token.lemma) for token in message.get(TEXT_TOKENS) or []) for message in messages
            ],
        }

    def _learn(self, training_data: TrainingData) -> None:
        """Learn the n-grams and their weights.

        Only originals are learned from: an n-gram of a mistyped copy is noise, or counts its original's twice.
        """
        texts = self._texts([example for example in training_data.intent_examples if not example.get(COPY)])
        for kind, vectorizer in self._vectorizers.items():
            vectorizer.fit(texts[kind])
        self._prepare()

    def _prepare(self) -> None:
        """Make what each message needs of the vectorizers.

        Their own `transform` is made for many texts at once: for one, its checks take most of the time.
        """
        start = 0
        self._readers = {}
        for kind, weight in (("characters", 1.0), ("lemmas", self._config["lemma_weight"])):
            vectorizer = self._vectorizers[kind]
            idf = vectorizer.idf_.astype(np.float32)
            self._readers[kind] = _Reader(vectorizer.build_analyzer(), vectorizer.vocabulary_, idf, weight, start)
            start += len(idf)
        self._width = start

    def _features(self, texts: Iterable[str]) -> scipy.sparse.csr_matrix:
        """Return the features of one text, given as its characters and its lemmas; shape (1, n-grams)."""
        parts = [reader.read(text) for reader, text in zip(self._readers.values(), texts, strict=True)]
        places = np.concatenate([places for places, _ in parts])
        values = np.concatenate([values for _, values in parts])
        length = np.sqrt(values @ values)
        if length:
            values /= length
        return self._row(places, values)

    def _row(self, places: npt.NDArray[np.int32], values: Floats) -> scipy.sparse.csr_matrix:
        ends = np.array([0, len(places)], dtype=np.int32)
        return scipy.sparse.csr_matrix((values, places, ends), shape=(1, self._width))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to each training example: all at once, which takes a third of the time."""
        texts = self._texts(training_data.training_examples)
        parts = [
            vectorizer.transform(texts[kind]) * reader.weight
            for (kind, vectorizer), reader in zip(self._vectorizers.items(), self._readers.values(), strict=True)
        ]
        together = normalize(scipy.sparse.hstack(parts).tocsr())
        for example, first, last in zip(
            training_data.training_examples, together.indptr[:-1], together.indptr[1:], strict=True
        ):
            features = self._row(together.indices[first:last], together.data[first:last])
            example.add_features(Features(features, FEATURE_TYPE_SENTENCE, TEXT, self._config["alias"]))
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the features to each message."""
        texts = self._texts(messages)
        for message, of_message in zip(messages, zip(texts["characters"], texts["lemmas"], strict=True), strict=True):
            features = self._features(of_message)
            message.add_features(Features(features, FEATURE_TYPE_SENTENCE, TEXT, self._config["alias"]))
        return messages

    def _write(self, folder: Path) -> None:
        for kind, vectorizer in self._vectorizers.items():
            vocabulary = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / f"{kind}.json", vocabulary)
            np.save(folder / f"{kind}.npy", vectorizer.idf_)

    def _read(self, folder: Path) -> None:
        for kind, vectorizer in self._vectorizers.items():
            vocabulary = rasa.shared.utils.io.read_json_file(folder / f"{kind}.json")
            vectorizer.vocabulary_ = {ngram: index for index, ngram in enumerate(vocabulary)}
            vectorizer.idf_ = np.load(folder / f"{kind}.npy")
        self._prepare()
