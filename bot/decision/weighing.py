"""Decides by the rankings of a message and its parts what it asks: one thing, two, or more on the answer before."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.decision.leaning import Leaning
from bot.decision.rankings import ANSWERED, LEAST, Ranking, best, kind, product, shared, topic
from bot.knowledge import topics

EMERGENCY = "guard/guard.emergency"
INDIVIDUAL_CASE = "guard/guard.individual_case"
# What a person says of themselves, or to us, is that whatever was answered before.
PERSONAL = (INDIVIDUAL_CASE, "guard/guard.personal_data", "guard/guard.abuse")
# A story about oneself looks like the wish for one of these, whatever is asked in it.
CHECKS = "check."
# From this share on a label is what a text is taken to be about, and no part of it is asked.
SURE = 0.55
# Share of an emergency from which nothing around a message can take it away.
CRY = 0.6
# How much the whole message counts beside its loudest part: a cry drowns in the message around it, and "I slipped at a
# building site" sounds like one only by itself.
WHOLE_COUNTS = 0.2
# Share of an emergency from which a whole message tells of one though none of its parts does: not all of a long one
# becomes parts.
WHOLE_CRIES = 0.95
# The least share that is told from none.
FAINTEST = 1e-6
# More than any share.
NEVER = 2.0


@dataclass(frozen=True)
class Clause:
    """A clause that asks: its ranking, and whether it leans on what was said before it."""

    ranking: Ranking
    leans: bool


@dataclass(frozen=True)
class Verdict:
    """What a message is about, and the label of a second question in it."""

    ranking: Ranking
    second: str | None = None


@dataclass(frozen=True)
class PartLimits:
    """How sure the parts of a message must be; chosen on the messages of tests/questions/cases.

    Attributes:
        question: share by which a clause is a question of its own,
        support: and what the whole message must have of the same label, or the clause
        unsupported: this share.
        leaning_support: as `support`, for a clause that leans on the one before it.
        individual_case: share by which a clause is about the person's own case.
        instead: share in its clause from which a question is preferred to a check that the story around it suggests,
        instead_support: and its share in the whole message.
        rescue: share in its clause from which a question is taken where the whole message is not clear.
    """

    question: float = 0.55
    support: float = 0.0005
    unsupported: float = 0.9
    leaning_support: float = 0.0006
    individual_case: float = 0.9
    instead: float = 0.9
    instead_support: float = 0.0003
    rescue: float = 0.8


@dataclass(frozen=True)
class ContextLimits:
    """What a message after an answer needs; chosen on follow-ups and questions held out from training (docs/adr/0008),
    `own_weight_leaning` and `together` on those of tests/questions/cases.

    Attributes:
        stands, stands_leaning: share by itself from which a message is about that, whatever was before; one that leans
            on the answer must be surer.
        own_weight, own_weight_leaning, own_weight_of_nothing: how much its ranking by itself counts beside the one with
            the subject before it, which counts the rest of one.
        together: how much the two rankings count in all; with one, two that agree would be no surer than either.
        related: how many times likelier topics are that were answered before, or that this answer offers.
    """

    stands: float = 0.7
    stands_leaning: float = 0.98
    own_weight: float = 0.3
    own_weight_leaning: float = 0.1
    own_weight_of_nothing: float = 0.1
    together: float = 1.5
    related: float = 2.0


def weigh_parts(whole: Ranking, clauses: Sequence[Clause], limits: PartLimits) -> Verdict:
    """Return what a message is about whose clauses ask.

    Args:
        whole: ranking of the whole message.
        clauses: those that ask, in their order.
        limits: how sure they must be.
    """
    asked = _questions(whole, clauses, limits)
    case = max(clause.ranking.get(INDIVIDUAL_CASE, 0) for clause in clauses)
    told = best(whole)
    answered = kind(told) in ANSWERED or told == INDIVIDUAL_CASE
    if asked and len(clauses) > 1 and case >= limits.individual_case and answered:
        return Verdict({INDIVIDUAL_CASE: case}, second=next(iter(asked)))
    # Two questions together can look like a third, in which both leave a trace.
    traced = all(whole.get(label, 0) >= limits.support for label in asked)
    if len(asked) > 1 and (told in asked or whole[told] < SURE or traced):
        (first, share), (second, _) = list(asked.items())[:2]
        return Verdict({first: share}, second=second)
    return Verdict(_one_question(whole, clauses, limits))


def _questions(whole: Ranking, clauses: Sequence[Clause], limits: PartLimits) -> dict[str, float]:
    """Return the labels of the questions that clauses surely ask, in their order."""
    asked: dict[str, float] = {}
    for place, clause in enumerate(clauses):
        if clause.leans and place > 0:
            if not asked:
                continue
            # "And how do I apply for it?": what it is stands in the clause before, so only in the whole message.
            shares = product(clause.ranking, whole, own_weight=0.5, without=asked)
            support = limits.leaning_support
        else:
            shares = dict(clause.ranking)
            support = 0.0 if shares[best(shares)] >= limits.unsupported else limits.support
        label = best(shares)
        known = label in clause.ranking and whole.get(label, 0) >= support
        if known and kind(label) in ANSWERED and shares[label] >= limits.question:
            asked.setdefault(label, shares[label])
    return asked


def _one_question(whole: Ranking, clauses: Sequence[Clause], limits: PartLimits) -> Ranking:
    """Return the ranking of the one question of a message: a clause's where the whole message is no better guide."""
    told = best(whole)
    # What is told around a question is no question itself.
    only_told = [told] if told == EMERGENCY or kind(told) == "reply" else []
    unclear = whole[told] < SURE or bool(only_told)
    if not unclear and not topic(told).startswith(CHECKS):
        return whole
    found = whole
    for clause in clauses:
        shares = product(clause.ranking, whole, without=only_told)
        if not shares:
            continue
        label = best(shares)
        own = clause.ranking.get(label, 0)
        if unclear:
            better = (bool(only_told) or not clause.leans) and own >= limits.rescue
        else:
            better = own >= limits.instead and whole.get(label, 0) >= limits.instead_support
        if better and kind(label) == "answer" and shares[label] > (SURE if found is whole else found[best(found)]):
            found = shares
    return found


def weigh_context(
    own: Ranking, in_context: Ranking, how: Leaning | None, before: str, limits: ContextLimits
) -> Verdict:
    """Return what a short message is about that comes after an answer.

    Args:
        own: ranking of the message by itself.
        in_context: ranking of the message with the subject of the answer in front of it.
        how: how the message leans on the answer, None where no word says that it does.
        before: id of the topic answered before.
        limits: how sure it must be.
    """
    stands, weight = {
        None: (limits.stands, limits.own_weight),
        Leaning.GOES_ON: (limits.stands_leaning, limits.own_weight_leaning),
        Leaning.NAMES_NOTHING: (NEVER, limits.own_weight_of_nothing),
    }[how]
    told = best(own)
    if own[told] >= (SURE if told in PERSONAL else stands):
        return Verdict(own)
    near = {before, *topics()[before].related}
    return Verdict(
        shared(
            {
                label: max(own.get(label, 0), LEAST) ** (limits.together * weight)
                * max(in_context.get(label, 0), LEAST) ** (limits.together * (1 - weight))
                * (limits.related if topic(label) in near else 1.0)
                for label in {**own, **in_context}
            }
        )
    )


def emergency_in_context(own: float, in_context: float, how: Leaning | None) -> float:
    """Return how likely a short message after an answer tells of an emergency.

    Args:
        own: share of the message by itself.
        in_context: share with the subject of the answer in front of it.
        how: how the message leans on the answer. "And when I am too tired?" goes on from it, and is no cry for help
            where only its own few words sound like one.
    """
    if how is not None and own < CRY:
        return min(own, in_context)
    return max(own, in_context) if in_context >= CRY else own


def cry(whole: float, parts: Iterable[float]) -> float:
    """Return how likely a message tells of an emergency in one of its parts.

    Args:
        whole: share of an emergency in the whole message, which counts by itself where it is great.
        parts: in each part; the loudest counts.
    """
    odds = _odds(max(parts, default=0.0)) * math.pow(_odds(whole), WHOLE_COUNTS)
    return max(odds / (1 + odds), whole if whole >= WHOLE_CRIES else 0.0)


def _odds(share: float) -> float:
    return max(share, FAINTEST) / max(1 - share, FAINTEST)
