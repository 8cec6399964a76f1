"""The n-gram features: scaled to length one, alike for like spellings, the same after loading."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learned.ngram_featurizer import NgramFeaturizer
from bot.nlu.learned.typo_augmenter import COPY

EXAMPLES = [
    "paljonko taksimatka maksaa",
    "mitä taksi maksaa",
    "taksin hinta",
    "kuka saa kuntoutusta",
    "kenelle kuntoutus on",
    "kuntoutuksen ehdot",
]


def message(text: str, **data: Any) -> Message:
    """Return a message whose lemmas are its words."""
    return Message({TEXT: text, TEXT_TOKENS: [Token(word, 0, lemma=word) for word in text.split()], **data})


def vector(component: NgramFeaturizer, text: str) -> np.ndarray:
    """Return the features of a text as a dense row."""
    one = message(text)
    component.process([one])
    return _row(one)


def _row(one: Message) -> np.ndarray:
    sequence, sentence = one.get_sparse_features(TEXT)
    assert sequence is None
    assert sentence is not None
    assert sentence.type == FEATURE_TYPE_SENTENCE
    row: np.ndarray = sentence.features.toarray()[0]
    return row


@pytest.fixture
def trained(graph: dict[str, Any]) -> NgramFeaturizer:
    """A featurizer that has seen the examples."""
    component = NgramFeaturizer.create(NgramFeaturizer.get_default_config(), **graph)
    component.train(TrainingData([message(text, **{INTENT: "answer"}) for text in EXAMPLES]))
    return component


def test_features_have_length_one(trained: NgramFeaturizer) -> None:
    for text in EXAMPLES:
        assert np.linalg.norm(vector(trained, text)) == pytest.approx(1.0, abs=1e-5)


def test_unknown_letters_have_no_features(trained: NgramFeaturizer) -> None:
    assert not vector(trained, "👍").any()
    assert not vector(trained, "").any()


def test_dots_and_case_make_no_difference(trained: NgramFeaturizer) -> None:
    assert np.array_equal(vector(trained, "MITÄ taksi maksaa"), vector(trained, "mita taksi maksaa"))


def test_like_texts_have_like_features(trained: NgramFeaturizer) -> None:
    taxi, slip, rehabilitation = (
        vector(trained, text) for text in ("taksimatka maksaa", "taksimaka maksaa", "kuntoutus")
    )
    assert taxi @ slip > 0.6 > taxi @ rehabilitation


def test_a_loaded_component_gives_the_same_features(trained: NgramFeaturizer, graph: dict[str, Any]) -> None:
    loaded = NgramFeaturizer.load(NgramFeaturizer.get_default_config(), **graph)
    for text in [*EXAMPLES, "taksimaka maksaa?", "jotain ihan muuta"]:
        assert np.allclose(vector(trained, text), vector(loaded, text))


def test_training_examples_get_the_features_of_messages_but_for_rounding(trained: NgramFeaturizer) -> None:
    data = TrainingData([message(text) for text in [*EXAMPLES, "taksimaka maksaa?", "👍"]])
    for example in trained.process_training_data(data).training_examples:
        np.testing.assert_allclose(_row(example), vector(trained, example.get(TEXT)), atol=1e-6)


def test_no_messages_are_no_trouble(trained: NgramFeaturizer) -> None:
    assert trained.process([]) == []


def test_mistyped_copies_teach_no_ngrams(trained: NgramFeaturizer, graph: dict[str, Any]) -> None:
    component = NgramFeaturizer.create(NgramFeaturizer.get_default_config(), **graph)
    copies = [message(text, **{INTENT: "answer", COPY: True}) for text in ("kutnoutus", "kutnoutuksen ehdot")]
    component.train(TrainingData([message(text, **{INTENT: "answer"}) for text in EXAMPLES] + copies))
    for text in ("kutnoutus", "taksin hinta"):
        assert np.array_equal(vector(component, text), vector(trained, text))


def test_features_are_those_that_scikit_learn_gives(trained: NgramFeaturizer) -> None:
    for text in [*EXAMPLES, "taksi taksi taksimaka maksaa?", "jotain ihan muuta"]:
        texts = trained._texts([message(text)])
        kinds = [trained._vectorizers[kind].transform(texts[kind]).toarray()[0] for kind in ("characters", "lemmas")]
        expected = np.hstack([kinds[0], 0.7 * kinds[1]])
        assert np.allclose(vector(trained, text), expected / np.linalg.norm(expected), atol=1e-6)
