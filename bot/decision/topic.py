"""Decides the topic of a message: an emergency first, then the language, then what is probable enough."""

from __future__ import annotations

import re

from bot.contract import IdentifiedLanguage, MessageContext, UnderstoodTopic
from bot.decision.danger import is_danger
from bot.decision.labels import (
    ANSWERED,
    EMERGENCY,
    FALLBACK,
    INDIVIDUAL_CASE,
    INFORM,
    OUT_OF_SCOPE,
    PERSONAL_DATA,
    UNSUPPORTED_LANGUAGE,
    Label,
)
from bot.decision.limits import DecisionLimits
from bot.decision.rankings import Ranking, emergency_probability, without_facts

_READABLE = re.compile(r"\w")


def decide(
    text: str,
    question: str,
    ranking: Ranking,
    second: Label | None,
    language: IdentifiedLanguage,
    context: MessageContext,
    limits: DecisionLimits,
) -> UnderstoodTopic:
    """Return what a message is about.

    Precedence: an emergency, a language that the assistant does not speak, the topic itself. A message from which
    personal data was removed and that asks nothing else becomes guard.personal_data. A second question is kept beside
    an answer, and beside an individual case, where what it asks in general is answered.

    Args:
        text: the message.
        question: what is left of it beside personal data.
        ranking: its labels' probabilities, the likeliest first; not empty.
        second: label of a second question in it.
        language: its language.
        context: what the gateway knows of the conversation.
        limits: the minimum probabilities.
    """
    probabilities = _considered(ranking, context, limits)
    label = _label(text, question, probabilities, language, context, limits)
    # A label that is not ranked was chosen by a test of its own, which is certain; so is no fallback.
    certainty = probabilities.get(label, 1.0 if label != FALLBACK else max(probabilities.values()))
    candidates = [
        each.topic
        for each, probability in probabilities.items()
        if each.kind in ANSWERED and probability >= limits.suggest_threshold
    ]
    answered = label.kind in ANSWERED or label == INDIVIDUAL_CASE
    return UnderstoodTopic(
        id=label.topic,
        kind=label.kind,
        confidence=round(certainty, 4),
        candidates=tuple(candidates[: limits.suggestions]),
        also=second.topic if second and answered else None,
    )


def _considered(ranking: Ranking, context: MessageContext, limits: DecisionLimits) -> dict[Label, float]:
    """Return the ranking that is decided by: outside dialogues without bare facts, which answer nothing there."""
    if context.state.in_dialogue:
        return dict(ranking)
    asked = without_facts(ranking, limits.least_besides_facts)
    return {**asked, EMERGENCY: emergency_probability(ranking)} if EMERGENCY in asked else asked


def _label(
    text: str,
    question: str,
    probabilities: Ranking,
    language: IdentifiedLanguage,
    context: MessageContext,
    limits: DecisionLimits,
) -> Label:
    best = next(iter(probabilities))
    threshold = limits.emergency_threshold if language.supported else limits.foreign_emergency_threshold
    if context.state.in_dialogue:
        threshold = limits.flow_emergency_threshold
    if is_danger(text) or emergency_probability(probabilities) >= threshold:
        return EMERGENCY
    if not language.supported:
        return UNSUPPORTED_LANGUAGE
    if not _READABLE.search(text):
        return FALLBACK
    sure = probabilities[best] >= limits.answer_threshold
    asks_little = len(question.split()) <= limits.few_words
    if context.redacted and asks_little and (not sure or best in (OUT_OF_SCOPE, INFORM)):
        return PERSONAL_DATA
    return best if sure and best != EMERGENCY else FALLBACK
