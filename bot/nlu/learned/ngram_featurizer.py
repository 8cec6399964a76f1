"""Sparse features of a message: TF-IDF of character n-grams and of lemmas."""

from __future__ import annotations

from typing import Any, Dict, List, Text, Type

import numpy as np
import rasa.shared.utils.io
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from bot.nlu.learned.text import folded, question_part
from bot.nlu.learned.typo_augmenter import COPY


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True)
class NgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Sets one sparse sentence feature: L2-normalised TF-IDF of folded characters beside that of lemmas."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """Lemmas come from a tokenizer."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return n-gram ranges, how many examples an n-gram needs, how many are kept, the lemmas' weight."""
        return {
            **SparseFeaturizer.get_default_config(),
            "character_ngrams": [2, 5],
            "lemma_ngrams": [1, 2],
            "min_df": 2,
            "max_features": 30000,
            "lemma_weight": 0.7,
        }

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, name: Text) -> None:
        """Prepare untrained vectorizers."""
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        options = {
            "sublinear_tf": True,
            "min_df": config["min_df"],
            "max_features": config["max_features"],
            "dtype": np.float32,
        }
        self._vectorizers = {
            "characters": TfidfVectorizer(
                analyzer="char_wb", lowercase=False, ngram_range=tuple(config["character_ngrams"]), **options
            ),
            "lemmas": TfidfVectorizer(
                tokenizer=str.split,
                token_pattern=None,
                lowercase=False,
                ngram_range=tuple(config["lemma_ngrams"]),
                **options,
            ),
        }

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """Create an untrained component."""
        return cls(config, model_storage, resource, execution_context.node_name)

    @staticmethod
    def _texts(messages: List[Message]) -> Dict[Text, List[Text]]:
        return {
            "characters": [folded(question_part(message.get(TEXT) or "")) for message in messages],
            "lemmas": [
                " ".join(folded(token.lemma) for token in message.get(TEXT_TOKENS) or []) for message in messages
            ],
        }

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams and their weights.

        Mistyped copies have none to teach: theirs are rare by chance, and each one that a copy shares with its original
        would count as one of two examples.
        """
        texts = self._texts([example for example in training_data.intent_examples if not example.get(COPY)])
        for kind, vectorizer in self._vectorizers.items():
            vectorizer.fit(texts[kind])
        self._persist()
        return self._resource

    def _features(self, messages: List[Message]) -> scipy.sparse.csr_matrix:
        texts = self._texts(messages)
        characters = self._vectorizers["characters"].transform(texts["characters"])
        lemmas = self._vectorizers["lemmas"].transform(texts["lemmas"]) * self._config["lemma_weight"]
        return normalize(scipy.sparse.hstack([characters, lemmas]).tocsr())

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the features to each message."""
        if messages:
            features = self._features(messages)
            for row, message in enumerate(messages):
                message.add_features(Features(features[row], FEATURE_TYPE_SENTENCE, TEXT, self._config["alias"]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to each training example."""
        self.process(training_data.training_examples)
        return training_data

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            for kind, vectorizer in self._vectorizers.items():
                vocabulary = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
                rasa.shared.utils.io.dump_obj_as_json_to_file(folder / f"{kind}.json", vocabulary)
                np.save(folder / f"{kind}.npy", vectorizer.idf_)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        """Load a trained component."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            for kind, vectorizer in component._vectorizers.items():
                vocabulary = rasa.shared.utils.io.read_json_file(folder / f"{kind}.json")
                vectorizer.vocabulary_ = {ngram: index for index, ngram in enumerate(vocabulary)}
                vectorizer.idf_ = np.load(folder / f"{kind}.npy")
        return component

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept any ranges; scikit-learn checks them when it trains."""
