"""Decides the topic of a message: an emergency first, then the language, then what is probable enough."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.contract import IdentifiedLanguage, MessageContext, UnderstoodTopic
from bot.decision.clauses import asks_anything
from bot.decision.danger import is_danger
from bot.decision.labels import (
    ANSWERED,
    EMERGENCY,
    FALLBACK,
    INDIVIDUAL_CASE,
    INFORM,
    MEDICAL_ADVICE,
    OUT_OF_SCOPE,
    PERSONAL_DATA,
    REFUSALS,
    UNSUPPORTED_LANGUAGE,
    Label,
)
from bot.decision.limits import DecisionLimits
from bot.decision.priors import expected
from bot.decision.rankings import Ranking, emergency_probability, without, without_facts
from bot.decision.terms import meant_topics

_READABLE = re.compile(r"\w")


def decide(
    text: str,
    question: str,
    ranking: Ranking,
    further: Sequence[Label],
    language: IdentifiedLanguage,
    context: MessageContext,
    limits: DecisionLimits,
) -> UnderstoodTopic:
    """Return what a message is about.

    Precedence: what surely is an emergency, a language that the assistant does not speak, the topic itself. What may be
    an emergency is answered as what it is about otherwise, and marked. A message from which personal data was removed
    and that asks nothing else becomes guard.personal_data. Further questions are kept beside an answer, and beside an
    individual case, where what it asks in general is answered.

    Args:
        text: the message.
        question: what is left of it beside personal data.
        ranking: its labels' probabilities, the likeliest first; not empty.
        further: labels of its further questions, in their order.
        language: its language.
        context: what the gateway knows of the conversation.
        limits: the minimum probabilities.
    """
    probabilities = _considered(ranking, context, limits)
    offers = _offers(probabilities, limits)
    danger = emergency_probability(ranking)
    # Where nothing is asked, 112 costs nobody an answer. What is said within a dialogue answers its open question.
    told = not context.state.in_dialogue and danger >= limits.alarm_unasked_threshold and not asks_anything(text)
    if is_danger(text) or told or danger >= limits.alarm_threshold:
        # Within a dialogue its open question is the way back; who asks nothing has no question to go on with.
        asked = not context.state.in_dialogue and asks_anything(text)
        go_on = offers[:1] if asked else ()
        certainty = danger if told or danger >= limits.alarm_threshold else 1.0
        return _understood(EMERGENCY, certainty, alternatives=_ids(go_on, 1))
    label = _label(text, question, probabilities, offers, language, context, limits)
    # A label that is not ranked was chosen by a test of its own, which is certain; so is no fallback.
    certainty = probabilities.get(label, 1.0 if label != FALLBACK else max(probabilities.values()))
    also = _also(label, further, probabilities, offers, limits)
    # Within a dialogue its open question follows; other choices would lead away from it.
    is_open = context.state.in_dialogue
    beside = [] if is_open else _beside(label, also, certainty, offers, question, limits)
    return _understood(
        label,
        certainty,
        candidates=_ids(offers if is_open else _candidates(label, offers, question, limits), limits.suggestions),
        also=_ids(also, len(also)),
        alternatives=_ids(beside, limits.alternatives),
        possible_danger=danger >= _line_threshold(language, context, limits),
        own_case=label.kind in ANSWERED and probabilities.get(INDIVIDUAL_CASE, 0.0) >= limits.own_case_threshold,
    )


def _understood(label: Label, certainty: float, **more: object) -> UnderstoodTopic:
    return UnderstoodTopic.model_validate(
        {"id": label.topic, "kind": label.kind, "confidence": round(certainty, 4), **more}
    )


def _ids(labels: Sequence[Label], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.topic for each in labels))[:most]


def _candidates(label: Label, offers: Sequence[Label], question: str, limits: DecisionLimits) -> Sequence[Label]:
    """Return what to choose from where nothing is answered: what is likely, and what the words can mean."""
    if label != FALLBACK and label.kind != "reply":
        return offers
    meant = list(map(Label.of, meant_topics(question)))
    # Of a few words the terms say more than the classifier, which learned from whole questions.
    return [*meant, *offers] if len(question.split()) <= limits.few_words else [*offers, *meant]


def _beside(
    label: Label,
    also: Sequence[Label],
    certainty: float,
    offers: Sequence[Label],
    question: str,
    limits: DecisionLimits,
) -> list[Label]:
    """Return what may have been meant beside a label; nothing where it is sure, or where nothing is answered."""
    if label in (FALLBACK, UNSUPPORTED_LANGUAGE) or label.kind == "reply":
        return []
    if label.kind == "flow" and certainty >= limits.begin_threshold:
        # A dialogue begins with a question, which other choices would lead away from.
        return []
    others = list(offers) if certainty < limits.alone_threshold else []
    # A refusal that names a service, and a single word, can always mean something else.
    if label in REFUSALS:
        others += _services(question)
    elif len(question.split()) == 1:
        others += map(Label.of, meant_topics(question))
    return [each for each in others if each not in (label, *also)]


def _considered(ranking: Ranking, context: MessageContext, limits: DecisionLimits) -> dict[Label, float]:
    """Return the ranking that is decided by.

    An emergency is decided apart from it. Outside dialogues bare facts answer nothing, and are left out where something
    else is likely too.
    """
    harmless = without(ranking, [EMERGENCY])
    if not harmless:
        return {FALLBACK: 1.0}
    if context.state.in_dialogue:
        return harmless
    return expected(without_facts(harmless, limits.least_besides_facts), context, limits)


def _offers(probabilities: Ranking, limits: DecisionLimits) -> list[Label]:
    """Return what can be offered as "did you mean", the likeliest first; a bare fact or reply is none."""
    asked = without(probabilities, [label for label in probabilities if label.kind == "reply"])
    return [
        label
        for label, probability in asked.items()
        if label.kind in ANSWERED and probability >= limits.suggest_threshold
    ]


def _line_threshold(language: IdentifiedLanguage, context: MessageContext, limits: DecisionLimits) -> float:
    """Return the least probability of an emergency for a line on 112."""
    if not language.supported:
        return limits.foreign_alarm_line_threshold
    return limits.flow_alarm_line_threshold if context.state.in_dialogue else limits.alarm_line_threshold


def _also(
    label: Label, further: Sequence[Label], probabilities: Ranking, offers: Sequence[Label], limits: DecisionLimits
) -> tuple[Label, ...]:
    """Return the labels of what is answered beside a label."""
    if label == INDIVIDUAL_CASE and not further:
        return tuple(each for each in offers[:1] if probabilities[each] >= limits.general_threshold)
    return tuple(further) if label.kind in ANSWERED or label == INDIVIDUAL_CASE else ()


def _label(
    text: str,
    question: str,
    probabilities: Ranking,
    offers: Sequence[Label],
    language: IdentifiedLanguage,
    context: MessageContext,
    limits: DecisionLimits,
) -> Label:
    if not language.supported:
        return UNSUPPORTED_LANGUAGE
    if not _READABLE.search(text):
        return FALLBACK
    best = next(iter(probabilities))
    sure = probabilities[best] >= limits.answer_threshold
    asks_little = len(question.split()) <= limits.few_words
    if context.redacted and asks_little and (not sure or best in (OUT_OF_SCOPE, INFORM)):
        return PERSONAL_DATA
    # Illness and service together are how people begin: a refusal must be surer than an answer, and a few words that
    # name one ask for no medical advice.
    if sure and best in REFUSALS:
        services = _services(question)
        likely = bool(offers or services) and probabilities[best] < limits.guard_threshold
        return FALLBACK if likely or (best == MEDICAL_ADVICE and services and asks_little) else best
    return best if sure else FALLBACK


def _services(question: str) -> list[Label]:
    """Return what the words of a message can mean that speak of a service or an illness."""
    return [Label.of(topic_id) for topic_id in meant_topics(question, general=False)]
