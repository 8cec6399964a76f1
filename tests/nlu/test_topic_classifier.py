"""The classifier ranks retrieval intents over both features, and gives the same ranking after loading."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse
from rasa.shared.nlu.constants import (
    FEATURE_TYPE_SENTENCE,
    INTENT,
    INTENT_RANKING_KEY,
    INTENT_RESPONSE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learned.topic_classifier import RANKING_LENGTH, TopicClassifier
from bot.nlu.learned.typo_augmenter import COPY

LABELS = [f"answer/topic.{number}" for number in range(12)] + ["guard/guard.abuse"]


def message(text: str, label: int, noise: int = 0, **data: Any) -> Message:
    """Return a message whose features point at a label, with a little noise."""
    generator = np.random.default_rng(noise)
    dense = np.full((1, 16), 5.0) + np.eye(16)[label] + generator.normal(0, 0.1, (1, 16))
    one = Message({TEXT: text, **data})
    sparse = scipy.sparse.csr_matrix(np.eye(20)[[label]])
    one.add_features(Features(sparse, FEATURE_TYPE_SENTENCE, TEXT, "ngrams"))
    one.add_features(Features(dense.astype(np.float32), FEATURE_TYPE_SENTENCE, TEXT, "encoder"))
    return one


@pytest.fixture
def trained(graph: dict[str, Any]) -> TopicClassifier:
    """A classifier that has seen five examples a label."""
    examples = [
        message(f"{name} {number}", label, number, **{INTENT: name.split("/")[0], INTENT_RESPONSE_KEY: name})
        for label, name in enumerate(LABELS)
        for number in range(5)
    ]
    component = TopicClassifier.create({}, **graph)
    component.train(TrainingData(examples))
    return component


def ranking(component: TopicClassifier, one: Message) -> list[dict[str, Any]]:
    """Return a message's ranking."""
    component.process([one])
    found: list[dict[str, Any]] = one.get(INTENT_RANKING_KEY)
    return found


def test_the_best_label_comes_first(trained: TopicClassifier) -> None:
    for label, name in enumerate(LABELS):
        one = message("?", label, noise=99)
        assert ranking(trained, one)[0]["name"] == name
        assert one.get(INTENT) == ranking(trained, one)[0]


def test_confidences_fall_and_are_shares_of_one(trained: TopicClassifier) -> None:
    found = ranking(trained, message("?", 3, noise=99))
    confidences = [entry["confidence"] for entry in found]
    assert len(found) == RANKING_LENGTH < len(LABELS)
    assert confidences == sorted(confidences, reverse=True)
    assert 0 < sum(confidences) <= 1 + 1e-6


def test_a_higher_temperature_is_less_sure(trained: TopicClassifier) -> None:
    sure = ranking(trained, message("?", 3))[0]["confidence"]
    trained._temperature = 5.0
    assert ranking(trained, message("?", 3))[0]["confidence"] < sure


def unsure(labels: int) -> list[Message]:
    """Return examples of which one in four has a wrong label, each with a text of its own."""
    names = LABELS[:labels]
    return [
        message(f"{number}", number % labels, number, **{INTENT: "answer", INTENT_RESPONSE_KEY: names[wrong]})
        for number in range(400)
        for wrong in [(number + (number % 4 == 0)) % labels]
    ]


def test_confidences_are_as_true_of_held_out_examples_as_can_be(graph: dict[str, Any]) -> None:
    component = TopicClassifier.create({}, **graph)
    component.train(TrainingData(unsure(3)))
    asked = [message("?", label, noise) for label in range(3) for noise in range(1000, 1020)]
    sure = [ranking(component, one)[0]["confidence"] for one in asked]
    assert float(np.mean(sure)) == pytest.approx(0.75, abs=0.06)


def test_calibrating_on_other_messages_chooses_another_temperature(trained: TopicClassifier) -> None:
    before = trained._temperature
    assert trained.calibrate(unsure(12)) > before
    assert trained._temperature > before


def test_a_seed_gives_the_same_ranking_in_every_training(graph: dict[str, Any]) -> None:
    found = []
    for seed in (7, 7, 8):
        component = TopicClassifier.create({"seed": seed, "batch": 8}, **graph)
        component.train(TrainingData(unsure(12)))
        found.append(ranking(component, message("?", 3, 5)))
    assert found[0] == found[1] != found[2]


def test_a_loaded_classifier_ranks_alike(trained: TopicClassifier, graph: dict[str, Any]) -> None:
    loaded = TopicClassifier.load({}, **graph)
    for label in range(len(LABELS)):
        before, after = (ranking(component, message("?", label, 7)) for component in (trained, loaded))
        assert [entry["name"] for entry in before] == [entry["name"] for entry in after]
        assert before[0]["confidence"] == pytest.approx(after[0]["confidence"], abs=1e-5)


def test_a_buttons_payload_is_left_alone(trained: TopicClassifier) -> None:
    one = Message({TEXT: "/meta"})
    trained.process([one])
    assert one.get(INTENT_RANKING_KEY) is None


def test_several_messages_at_once_are_ranked_as_one_by_one(trained: TopicClassifier) -> None:
    together = [message("?", label) for label in (2, 5, 12)]
    trained.process(together)
    assert [one.get(INTENT)["name"] for one in together] == [LABELS[label] for label in (2, 5, 12)]


def test_a_mistyped_copy_counts_less_than_what_a_person_wrote(graph: dict[str, Any]) -> None:
    first, second = ({INTENT: "answer", INTENT_RESPONSE_KEY: label} for label in LABELS[:2])
    component = TopicClassifier.create({}, **graph)
    alike = [
        (
            message("kirjoitettu", 0, number, **first),
            message("kirjotettu", 0, number, **second, **{COPY: "kirjoitettu"}),
        )
        for number in range(5)
    ]
    other = [message("muu", 1, number, **second) for number in range(5)]
    component.train(TrainingData([*(each for pair in alike for each in pair), *other]))
    best, worse = ranking(component, message("sama", 0))
    assert best["name"] == LABELS[0]
    assert best["confidence"] > 0.6
    assert worse["name"] == LABELS[1]
