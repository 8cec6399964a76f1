"""Decides by the rankings of a message and its parts what it asks: one thing, two, or more on the answer before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.knowledge import topics
from bot.questions.leaning import Leaning
from bot.questions.rankings import ANSWERED, LEAST, Ranking, best, kind, product, shared, topic

INDIVIDUAL_CASE = "guard/guard.individual_case"
OUT_OF_SCOPE = "guard/guard.out_of_scope"
# A story about oneself looks like the wish for one of these, whatever is asked in it.
CHECKS = "check."
# From this share on a label is what a text is taken to be about.
SURE = 0.5


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

    question: float = 0.6
    support: float = 0.004
    unsupported: float = 0.9
    leaning_support: float = 0.02
    individual_case: float = 0.9
    instead: float = 0.9
    instead_support: float = 0.002
    rescue: float = 0.8


@dataclass(frozen=True)
class ContextLimits:
    """What a message that leans on the answer before it needs; chosen on the messages of tests/questions/cases.

    Attributes:
        stands: share by which a message that names something is about that, whatever was before.
        own_weight: how much the message's own ranking counts beside the one with the subject before it,
        own_weight_of_nothing: and where it names nothing.
        subject_weight: how much of what the subject alone suggests is taken off.
        related, same_group, asked: how many times likelier topics are that the answer before offers, that belong to its
            group, and to which an aspect in the message leads.
        own, in_context: shares that a topic must have in both rankings where the message names something,
        doubt: or how likely it is that the message leans on the answer at all.
    """

    stands: float = 0.8
    own_weight: float = 0.7
    own_weight_of_nothing: float = 0.3
    subject_weight: float = 0.3
    related: float = 2.0
    same_group: float = 3.0
    asked: float = 30000.0
    own: float = 0.035
    in_context: float = 0.1
    doubt: float = 0.45


def weigh_parts(whole: Ranking, clauses: Sequence[Clause], limits: PartLimits) -> Verdict:
    """Return what a message is about whose clauses ask.

    Args:
        whole: ranking of the whole message.
        clauses: those that ask, in their order.
        limits: how sure they must be.
    """
    asked = _questions(whole, clauses, limits)
    case = max(clause.ranking.get(INDIVIDUAL_CASE, 0) for clause in clauses)
    if asked and len(clauses) > 1 and case >= limits.individual_case and kind(best(whole)) in ANSWERED:
        return Verdict({INDIVIDUAL_CASE: case}, second=next(iter(asked)))
    if len(asked) > 1 and (best(whole) in asked or whole[best(whole)] < SURE):
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
    unclear = whole[told] < SURE
    if not unclear and not topic(told).startswith(CHECKS):
        return whole
    found = whole
    for clause in clauses:
        shares = product(clause.ranking, whole)
        label = best(shares)
        own = clause.ranking.get(label, 0)
        if unclear:
            better = not clause.leans and own >= limits.rescue
        else:
            better = own >= limits.instead and whole.get(label, 0) >= limits.instead_support
        if better and kind(label) == "answer" and shares[label] > (SURE if found is whole else found[best(found)]):
            found = shares
    return found


def weigh_context(
    own: Ranking,
    in_context: Ranking,
    subject: Ranking,
    how: Leaning,
    before: str,
    asked: Collection[str],
    limits: ContextLimits,
) -> Verdict:
    """Return what a message is about that leans on the answer before it.

    Args:
        own: ranking of the message by itself.
        in_context: ranking of the message with the subject of the answer in front of it.
        subject: ranking of the subject alone.
        how: how the message leans.
        before: id of the topic answered before.
        asked: ids of topics to which aspects in the message lead.
        limits: how sure it must be.
    """
    if _stands_alone(own, how, asked, limits):
        return Verdict(own)
    weight = limits.own_weight_of_nothing if how is Leaning.NAMES_NOTHING else limits.own_weight
    scores = {
        label: max(in_context.get(label, 0), LEAST / 10)
        / max(subject.get(label, 0), LEAST) ** limits.subject_weight
        * max(own.get(label, 0), LEAST / 10) ** weight
        * _nearness(topic(label), before, limits)
        * (limits.asked if topic(label) in asked else 1.0)
        for label in {**own, **in_context, **{f"{topics()[name].kind}/{name}": 0.0 for name in asked}}
        if kind(label) in ANSWERED
    }
    if not scores:
        return Verdict(own)
    shares = shared(scores)
    likeliest = best(shares)
    backed = own.get(likeliest, 0) >= limits.own and in_context.get(likeliest, 0) >= limits.in_context
    if how is Leaning.NAMES_NOTHING or backed or topic(likeliest) in asked:
        return Verdict(shares)
    if own[best(own)] >= SURE:
        return Verdict(own)
    return Verdict({label: share * limits.doubt for label, share in shares.items()})


def _stands_alone(own: Ranking, how: Leaning, asked: Collection[str], limits: ContextLimits) -> bool:
    label = best(own)
    if kind(label) == "guard":
        # What names nothing cannot be out of scope by itself.
        return own[label] >= SURE and not (how is Leaning.NAMES_NOTHING and label == OUT_OF_SCOPE)
    if kind(label) == "meta":
        return own[label] >= (limits.stands if asked else SURE)
    if asked:
        return False
    return how is Leaning.GOES_ON and kind(label) in ANSWERED and own[label] >= limits.stands


def _nearness(name: str, before: str, limits: ContextLimits) -> float:
    if name == before or name in topics()[before].related:
        return limits.related
    return limits.same_group if name.split(".")[0] == before.split(".")[0] else 1.0
