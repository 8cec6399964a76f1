"""The word vectors: near for forms and misspellings of a word, common words count less, the same after loading."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import INTENT, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learned.topic_classifier import dense_features
from bot.nlu.learned.word_vector_featurizer import WordVectorFeaturizer, packaged_vectors

ALIAS = "word_vectors"
# "on" is common here and "taksi" is not.
EXAMPLES = ["mitä on kuntoutus", "milloin on auki", "kuka on oikeutettu", "paljonko on omavastuu", "taksi"]


def message(text: str, **data: Any) -> Message:
    """Return a message whose tokens are its words, at their places."""
    tokens, place = [], 0
    for word in text.split():
        place = text.index(word, place)
        tokens.append(Token(word, place, lemma=word))
        place += len(word)
    return Message({TEXT: text, TEXT_TOKENS: tokens, **data})


def vector(component: WordVectorFeaturizer, text: str) -> np.ndarray:
    """Return the feature of a text."""
    one = message(text)
    component.process([one])
    row: np.ndarray = dense_features(one)[ALIAS][0]
    return row


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Return the cosine of two vectors."""
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.fixture
def trained(graph: dict[str, Any]) -> WordVectorFeaturizer:
    """A featurizer that has seen the examples."""
    component = WordVectorFeaturizer.create(WordVectorFeaturizer.get_default_config(), **graph)
    component.train(TrainingData([message(text, **{INTENT: "answer"}) for text in EXAMPLES]))
    return component


@pytest.mark.parametrize(
    ("word", "like", "unlike"),
    [
        ("kuntoutus", "kuntoutuksessa", "taksi"),
        ("kuntoutus", "kuntotus", "taksi"),
        ("terapeutti", "puheterapeutin", "kilometri"),
    ],
)
def test_forms_and_misspellings_are_near(trained: WordVectorFeaturizer, word: str, like: str, unlike: str) -> None:
    near, far = (likeness(vector(trained, word), vector(trained, other)) for other in (like, unlike))
    assert near > far


def test_a_common_word_counts_less(trained: WordVectorFeaturizer) -> None:
    both = vector(trained, "on taksi")
    assert likeness(both, vector(trained, "taksi")) > likeness(both, vector(trained, "on"))


def test_capitals_and_punctuation_make_no_difference(trained: WordVectorFeaturizer) -> None:
    assert np.array_equal(vector(trained, "TAKSI maksaa ?"), vector(trained, "taksi maksaa"))


@pytest.mark.parametrize("text", ["", "?!", "👍"])
def test_a_message_without_words_has_no_direction(trained: WordVectorFeaturizer, text: str) -> None:
    assert vector(trained, text).shape == (300,)
    assert not vector(trained, text).any()


def test_the_privacy_guards_marks_are_no_words(trained: WordVectorFeaturizer) -> None:
    tokens = [Token("taksi", 0), Token("[", 6), Token("iban", 7), Token("]", 11)]
    marked = Message({TEXT: "taksi [iban]", TEXT_TOKENS: tokens})
    trained.process([marked])
    assert np.array_equal(dense_features(marked)[ALIAS][0], vector(trained, "taksi"))


def test_a_loaded_component_gives_the_same_features(trained: WordVectorFeaturizer, graph: dict[str, Any]) -> None:
    loaded = WordVectorFeaturizer.load(WordVectorFeaturizer.get_default_config(), **graph)
    for text in [*EXAMPLES, "jotain ihan muuta"]:
        assert np.array_equal(vector(trained, text), vector(loaded, text))


def test_a_missing_package_is_named_with_the_mend() -> None:
    with pytest.raises(FileNotFoundError, match="no_such_vectors.*make setup"):
        packaged_vectors("no_such_vectors")
