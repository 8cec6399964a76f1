"""This pipeline competes as config.yml has it, and loses its parts one at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse
import yaml
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from benchmarks.comparison.ablation import WithoutFeatures
from benchmarks.comparison.competitors import AUGMENTER, DECIDERS, ENCODER, WORD_VECTORS, competitors
from devtools.paths import ROOT

CONFIGURED = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]


def components(competitor: str) -> list[dict[str, Any]]:
    """Return the components that a Rasa competitor is made of."""
    found: list[dict[str, Any]] = competitors()[competitor].settings["components"]
    return found


def test_the_pipeline_is_the_configured_one_without_what_decides_among_topics() -> None:
    assert components("pipeline") == [each for each in CONFIGURED if each["name"] not in DECIDERS]
    assert len(components("pipeline")) == len(CONFIGURED) - len(DECIDERS)


@pytest.mark.parametrize(("competitor", "left_out"), [("no-typos", AUGMENTER), ("no-words", WORD_VECTORS)])
def test_only_one_component_is_missing(competitor: str, left_out: str) -> None:
    present = components(f"pipeline-{competitor}")
    assert [each["name"] for each in components("pipeline") if each not in present] == [left_out]


def test_the_encoder_is_left_as_it_comes_and_nothing_else_changes() -> None:
    changed = [
        pair
        for pair in zip(components("pipeline"), components("pipeline-no-tuning"), strict=True)
        if pair[0] != pair[1]
    ]
    assert [(tuned["name"], plain) for tuned, plain in changed] == [(ENCODER, {"name": ENCODER, "adapter": None})]


@pytest.mark.parametrize("competitor", ["pipeline-no-ngrams", "pipeline-no-vectors"])
def test_features_are_taken_away_just_before_the_ranking(competitor: str) -> None:
    *before, taken, ranks = components(competitor)
    assert [*before, ranks] == components("pipeline")
    assert taken["name"] == f"{WithoutFeatures.__module__}.{WithoutFeatures.__name__}"


def test_rasas_default_refuses_as_rasa_does() -> None:
    fallback = {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1}
    *_, diet, last = components("rasa-default")
    assert last == fallback
    assert (diet["name"], diet["epochs"]) == ("DIETClassifier", 100)


@pytest.mark.parametrize(("taken", "left"), [("sparse", [0, 2]), ("dense", [3, 0])])
def test_features_of_one_kind_are_set_to_zero(taken: str, left: list[float]) -> None:
    sparse, dense = scipy.sparse.csr_matrix([[3.0, 0.0]]), np.array([[2.0, 0.0]])
    message = Message(features=[Features(each, FEATURE_TYPE_SENTENCE, TEXT, "") for each in (sparse, dense)])
    WithoutFeatures({"features": taken}).process([message])
    assert [float(each.features.sum()) for each in message.features] == left
    assert (sparse.sum(), dense.sum()) == (3, 2)
