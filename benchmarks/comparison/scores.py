"""Turns a competitor's answers into figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import mean
from typing import Any

from benchmarks.comparison.competitors import Competitor
from benchmarks.comparison.data import Split
from bot.decision.labels import FALLBACK
from evaluation import measures
from evaluation.cases import SERVED, Case
from evaluation.decisions import Decision


@dataclass(frozen=True)
class Understanding:
    """What a competitor makes of the questions in one language.

    In `accuracy` a refusal is an error; `first_choice` is the accuracy if it never refused. `sources` has the
    separation from each source of out-of-scope material.
    """

    questions: int
    accuracy: float
    first_choice: float
    macro_f1: float
    calibration_error: float
    separation: float
    sources: dict[str, float]


@dataclass(frozen=True)
class Row:
    """All that was measured of a competitor on a split; `timing` is None where it was not timed."""

    competitor: Competitor
    split: str
    training: dict[str, Any]
    timing: dict[str, Any] | None
    decisions: list[Decision]
    understanding: dict[str, Understanding]

    @property
    def accuracy(self) -> float:
        """The mean of the languages' accuracies."""
        return mean(each.accuracy for each in self.understanding.values())


def decisions(cases: Iterable[Case], answers: Iterable[Mapping[str, Any]]) -> list[Decision]:
    """Return the decisions that answers amount to; a refusal is "not sure"."""
    found = []
    for case, answer in zip(cases, answers, strict=True):
        best, confidence = answer["ranking"][0] if answer["ranking"] else (FALLBACK.topic, 0.0)
        found.append(
            Decision(
                case=case,
                topic=answer["label"] or FALLBACK.topic,
                kind="answer" if answer["label"] else "meta",
                confidence=confidence,
                candidates=(),
                language=case.language,
                supported=True,
                best=best,
                best_confidence=confidence,
            )
        )
    return found


def in_scope(answer: Mapping[str, Any], labels: frozenset[str]) -> float:
    """Return how sure an answer is that the question is one of these labels'."""
    return max((confidence for label, confidence in answer["ranking"] if label in labels), default=0.0)


def understanding(split: Split, answers: Mapping[str, Any]) -> dict[str, Understanding]:
    """Return the figures by language."""
    return {language: _of_language(language, split, answers) for language in SERVED}


def _of_language(language: str, split: Split, answers: Mapping[str, Any]) -> Understanding:
    asked = [pair for pair in zip(split.test, answers["test"], strict=True) if pair[0].language == language]
    decided = decisions(*zip(*asked, strict=True))
    inside = [in_scope(answer, split.answers) for case, answer in asked if case.topic in split.answers]
    outside: dict[str, list[float]] = {}
    for outsider, answer in zip(split.outside, answers["outside"], strict=True):
        if outsider.language == language:
            outside.setdefault(outsider.source, []).append(in_scope(answer, split.answers))
    return Understanding(
        questions=len(decided),
        accuracy=measures.accuracy(decided),
        first_choice=measures.share(each.best_right for each in decided),
        macro_f1=measures.macro_f1(decided),
        calibration_error=measures.calibration_error(decided),
        separation=measures.separation(inside, [each for group in outside.values() for each in group]),
        sources={source: measures.separation(inside, group) for source, group in outside.items()},
    )
