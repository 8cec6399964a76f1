"""From answers to figures, and from figures to aims."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.comparison import page, scores
from benchmarks.comparison.competitors import Competitor
from benchmarks.comparison.data import Example, Outsider, Split
from benchmarks.comparison.scores import Row, Understanding
from bot.decision.labels import FALLBACK
from evaluation.cases import Case

SPLIT = Split(
    "small",
    [Example("", label, "fi") for label in ("price", "payer", "other")],
    [
        Case("mitä maksaa", "price", "fi"),
        Case("kuka maksaa", "payer", "fi", also=("price",)),
        Case("kuka voitti", "other", "fi"),
        Case("what does it cost", "price", "en"),
    ],
    [Outsider("kuka laulaa", "fi", "MKQA"), Outsider("lights on", "en", "Home Assistant")],
    frozenset({"price", "payer"}),
)


def answer(label: str | None, **ranking: float) -> dict[str, Any]:
    """Return an answer as the worker writes it."""
    return {"label": label, "ranking": [list(entry) for entry in ranking.items()]}


ANSWERS = {
    "test": [
        answer("price", price=0.8, payer=0.1, other=0.1),
        answer("price", price=0.6, payer=0.3, other=0.1),
        answer("other", other=0.9, price=0.1),
        answer(None, price=0.25, payer=0.2),
    ],
    "outside": [answer("other", other=0.3, price=0.7), answer("price", price=0.1)],
}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        # Right thrice, the second as a topic that is as good. In scope 0.8 and 0.6, out of it 0.7: one pair of two.
        ("fi", {"questions": 3, "accuracy": 1.0, "first_choice": 1.0, "separation": 0.5, "sources": {"MKQA": 0.5}}),
        # A refusal is wrong, though its first choice is right. In scope 0.25, out of it 0.1.
        ("en", {"questions": 1, "accuracy": 0.0, "first_choice": 1.0, "separation": 1.0}),
    ],
)
def test_figures_by_language(language: str, expected: dict[str, Any]) -> None:
    found = scores.understanding(SPLIT, ANSWERS)[language]
    assert {name: getattr(found, name) for name in expected} == expected


def test_a_refusal_and_an_empty_ranking_are_not_sure() -> None:
    refused, nothing = scores.decisions(SPLIT.test[:2], [answer(None, price=0.25), answer(None)])
    assert (refused.topic, refused.best, refused.best_confidence) == (FALLBACK.topic, "price", 0.25)
    assert (nothing.topic, nothing.best, nothing.best_confidence) == (FALLBACK.topic, FALLBACK.topic, 0.0)


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [({"other": 0.6, "price": 0.3}, 0.3), ({"price": 0.6}, 0.6), ({"other": 1.0}, 0.0), ({}, 0.0)],
)
def test_sure_of_an_answer(ranking: dict[str, float], expected: float) -> None:
    assert scores.in_scope(answer("price", **ranking), SPLIT.answers) == expected


def row(competitor: str, **accuracy: float) -> Row:
    """Return a row of which only the accuracy counts."""
    figures = scores.understanding(SPLIT, ANSWERS)["fi"]
    understanding: dict[str, Understanding] = {of: replace(figures, accuracy=value) for of, value in accuracy.items()}
    return Row(Competitor(competitor, "", ("", ""), ()), page.AIMED_AT, {}, None, [], understanding)


def test_aims_tell_what_is_reached() -> None:
    rows = [row("pipeline", fi=0.81, en=0.815), row("rasa-default", fi=0.70, en=0.75)]
    assert [reached for *_, reached in page.aims(rows)] == ["yes", "no", "yes", "no", "yes"]


def test_an_aim_that_was_not_measured_is_not_reached() -> None:
    *_, stock, _ = page.aims([row("pipeline", fi=0.81, en=0.83)])
    assert math.isnan(stock[2])
    assert stock[3] == "not measured"
