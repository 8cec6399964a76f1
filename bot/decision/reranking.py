"""Re-ranks a message by the rankings of its parts: one question, two, or a follow-up on the answer before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.decision import emergencies
from bot.decision.follow_ups import FollowUp, follow_up, is_dependent
from bot.decision.labels import ABUSE, ANSWERED, EMERGENCY, INDIVIDUAL_CASE, PERSONAL_DATA, Label
from bot.decision.limits import RerankingLimits
from bot.decision.parts import Part, Role
from bot.decision.rankings import Ranking, best, blended, emergency_probability, normalised, product, without_facts
from bot.knowledge import topics

# What people say of themselves, or to the assistant, is no follow-up.
_PERSONAL = (INDIVIDUAL_CASE, PERSONAL_DATA, ABUSE)
# A story about oneself looks like the wish for a check, whatever is asked in it.
_CHECKS = "check."


@dataclass(frozen=True)
class RankedPart:
    """A part of a message with its ranking."""

    part: Part
    ranking: Ranking


@dataclass(frozen=True)
class Clause:
    """A clause that asks: its ranking, and whether it depends on the clause before it."""

    ranking: Ranking
    dependent: bool


@dataclass(frozen=True)
class Verdict:
    """What a message is about, and the labels of the further questions in it."""

    ranking: Ranking
    further: tuple[Label, ...] = ()


def reranked(
    text: str, ranking: Ranking, parts: Sequence[RankedPart], last_topic: str | None, limits: RerankingLimits
) -> Verdict:
    """Return what a message with parts is about; its ranking holds the emergency's own probability.

    Args:
        text: the message.
        ranking: the classifier's of the whole message.
        parts: its parts, in the order in which `bot.decision.parts` yields them.
        last_topic: id of the topic answered before it.
        limits: the minimum probabilities and the weights.
    """
    own = without_facts(ranking, limits.least_besides_facts)
    whole = emergency_probability(ranking)
    # What happens is told; a question after it only sounds like danger: "What am I supposed to live on meanwhile?". A
    # part in context begins with words that the person did not write.
    told = [emergency_probability(each.ranking) for each in parts if each.part.role is Role.STATEMENT]
    asked = [emergency_probability(each.ranking) for each in parts if each.part.role is Role.QUESTION]
    said = told or asked
    emergency = emergencies.in_parts(whole, said, limits)
    if not told:
        # In one sentence the emergency can be outside the clause that asks: "My wife isn't breathing, what do I do?"
        emergency = max(whole, emergency)
    first = parts[0]
    if first.part.role is Role.IN_CONTEXT and last_topic is not None:
        how = follow_up(text)
        context = without_facts(first.ranking, limits.least_besides_facts)
        verdict = rerank_in_context(own, context, how, last_topic, limits)
        in_context = emergencies.in_context(whole, emergency_probability(first.ranking), how, limits)
        emergency = max(in_context, emergency) if said else in_context
    else:
        clauses = [
            Clause(without_facts(each.ranking, limits.least_besides_facts), is_dependent(each.part.text))
            for each in parts
            if each.part.role is Role.QUESTION
        ]
        verdict = rerank_by_clauses(own, clauses, limits, bool(told)) if clauses else Verdict(own)
    return Verdict({**verdict.ranking, EMERGENCY: emergency}, verdict.further)


def rerank_by_clauses(
    whole: Ranking, clauses: Sequence[Clause], limits: RerankingLimits, told: bool = False
) -> Verdict:
    """Return what a message is about whose clauses ask.

    Args:
        whole: ranking of the whole message.
        clauses: those that ask, in their order; at least one.
        limits: the minimum probabilities.
        told: whether the message tells something as well, to which its first question may refer.
    """
    asked = _questions(whole, clauses, limits, told)
    case = max(clause.ranking.get(INDIVIDUAL_CASE, 0) for clause in clauses)
    likeliest = best(whole)
    answered = likeliest.kind in ANSWERED or likeliest == INDIVIDUAL_CASE
    if asked and len(clauses) > 1 and case >= limits.individual_case and answered:
        return Verdict({INDIVIDUAL_CASE: case}, further=tuple(asked))
    # Two questions together can look like a third one; both then have a little of the probability.
    traced = all(whole.get(label, 0) >= limits.question_support for label in asked)
    if len(asked) > 1 and (likeliest in asked or whole[likeliest] < limits.sure or traced):
        (first, probability), *_ = asked.items()
        return Verdict({first: probability}, further=tuple(asked)[1:])
    found = _one_question(whole, clauses, limits)
    return Verdict(whole if found is whole else blended(found, whole, limits.clause_share))


def _questions(whole: Ranking, clauses: Sequence[Clause], limits: RerankingLimits, told: bool) -> dict[Label, float]:
    """Return the labels of the questions that clauses surely ask, in their order."""
    asked: dict[Label, float] = {}
    for place, clause in enumerate(clauses):
        if clause.dependent and (place > 0 or told):
            if not asked and not told:
                continue
            # "And how do I apply for it?": what "it" is stands in the clause before, so only in the whole message.
            ranking = product(clause.ranking, whole, limits.unranked, own_weight=0.5, without=asked)
            support = limits.dependent_support
        else:
            ranking = dict(clause.ranking)
            support = 0.0 if ranking[best(ranking)] >= limits.question_certain else limits.question_support
        label = best(ranking)
        supported = label in clause.ranking and whole.get(label, 0) >= support
        if supported and label.kind in ANSWERED and ranking[label] >= limits.question:
            asked.setdefault(label, ranking[label])
    return asked


def _one_question(whole: Ranking, clauses: Sequence[Clause], limits: RerankingLimits) -> Ranking:
    """Return the ranking of the one question of a message: a clause's where it has the higher probability."""
    likeliest = best(whole)
    # Background around a question is no question itself.
    only_told = [likeliest] if likeliest == EMERGENCY or likeliest.kind == "reply" else []
    unclear = whole[likeliest] < limits.sure or bool(only_told)
    if not unclear and not likeliest.topic.startswith(_CHECKS):
        return whole
    found = whole
    for clause in clauses:
        ranking = product(clause.ranking, whole, limits.unranked, without=only_told)
        if not ranking:
            continue
        label = best(ranking)
        own = clause.ranking.get(label, 0)
        if unclear:
            better = (bool(only_told) or not clause.dependent) and own >= limits.rescue
        else:
            better = own >= limits.over_check and whole.get(label, 0) >= limits.over_check_support
        least = limits.sure if found is whole else found[best(found)]
        if better and label.kind == "answer" and ranking[label] > least:
            found = ranking
    return found


def rerank_in_context(
    own: Ranking, in_context: Ranking, how: FollowUp | None, last_topic: str, limits: RerankingLimits
) -> Verdict:
    """Return what a short message after an answer is about.

    Args:
        own: ranking of the message by itself.
        in_context: ranking of the message with the subject of the answer in front of it.
        how: how the message follows up on the answer, None where no word of it says so.
        last_topic: id of the topic answered before.
        limits: the minimum probabilities and the weights.
    """
    likeliest = best(own)
    alone = {None: limits.alone, FollowUp.CONTINUING: limits.alone_follow_up, FollowUp.UNNAMED: None}[how]
    if likeliest in _PERSONAL:
        alone = limits.sure
    if alone is not None and own[likeliest] >= alone:
        return Verdict(own)
    weight = {
        None: limits.own_weight,
        FollowUp.CONTINUING: limits.own_weight_follow_up,
        FollowUp.UNNAMED: limits.own_weight_unnamed,
    }[how]
    near = {last_topic, *topics()[last_topic].related}
    return Verdict(
        normalised(
            {
                label: max(own.get(label, 0), limits.unranked) ** (limits.sharpness * weight)
                * max(in_context.get(label, 0), limits.unranked) ** (limits.sharpness * (1 - weight))
                * (limits.related if label.topic in near else 1.0)
                for label in {**own, **in_context}
            }
        )
    )
