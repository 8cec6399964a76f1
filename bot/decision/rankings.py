"""Rankings of what a text may be about: reading, renormalising and combining them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.decision.labels import EMERGENCY, INFORM, Label

# Probabilities by label, the likeliest first. The classifier gives only its ten likeliest labels.
Ranking = Mapping[Label, float]


def read(entries: Iterable[Mapping[str, Any]]) -> dict[Label, float]:
    """Return the ranking that Rasa keeps as a list of {"name": ..., "confidence": ...}."""
    return {Label.parse(entry["name"]): entry["confidence"] for entry in entries}


def written(ranking: Ranking) -> list[dict[str, Any]]:
    """Return a ranking as Rasa keeps it, the likeliest label first."""
    ordered = sorted(ranking.items(), key=lambda item: -item[1])
    return [{"name": label.name, "confidence": probability} for label, probability in ordered]


def best(ranking: Ranking) -> Label:
    """Return the likeliest label."""
    return max(ranking, key=lambda label: ranking[label])


def normalised(scores: Mapping[Label, float]) -> dict[Label, float]:
    """Return scores as probabilities, the greatest first."""
    total = sum(scores.values())
    return {label: score / total for label, score in sorted(scores.items(), key=lambda item: -item[1])}


def without(ranking: Ranking, labels: Collection[Label]) -> dict[Label, float]:
    """Return a ranking as it is where none of some labels can be: their probability goes to all the others.

    That of labels that are not ranked stays with them.
    """
    others = {label: probability for label, probability in ranking.items() if label not in labels}
    left = max(sum(others.values()), 1 - sum(ranking.get(label, 0.0) for label in labels))
    return {label: probability / left for label, probability in others.items()} if left else others


def product(
    own: Ranking, context: Ranking, unranked: float, own_weight: float = 1.0, without: Collection[Label] = ()
) -> dict[Label, float]:
    """Return the normalised product of two rankings.

    Args:
        own: ranking of a clause.
        context: ranking of the message around it.
        unranked: probability of a label that a ranking leaves out.
        own_weight: exponent of the clause's probabilities.
        without: labels to leave out.
    """
    labels = [label for label in {**own, **context} if label not in without]
    return normalised(
        {
            label: max(own.get(label, 0), unranked) ** own_weight * max(context.get(label, 0), unranked)
            for label in labels
        }
    )


def blended(first: Ranking, second: Ranking, share: float) -> dict[Label, float]:
    """Return the mean of two rankings, in which the first has a share of 0-1; the likeliest label first."""
    mean = {
        label: share * first.get(label, 0.0) + (1 - share) * second.get(label, 0.0) for label in {**first, **second}
    }
    return dict(sorted(mean.items(), key=lambda item: -item[1]))


def without_facts(ranking: Ranking, least_besides_facts: float) -> dict[Label, float]:
    """Return a ranking without bare facts, for a message outside dialogues: nothing was asked, so it answers nothing.

    "By my own car?" is then a question. A "yes" or an "I am not sure" keeps its label, and is not understood.

    Args:
        ranking: of a message or a part of it.
        least_besides_facts: probability that all other labels must have together; below it the message stays a fact.
    """
    others = {label: probability for label, probability in ranking.items() if label != INFORM}
    total = sum(others.values())
    if len(others) == len(ranking) or total < least_besides_facts:
        return dict(ranking)
    return {label: probability / total for label, probability in others.items()}


def emergency_probability(ranking: Ranking) -> float:
    """Return the probability of an emergency; `without_facts` would raise that of a sad story."""
    return ranking.get(EMERGENCY, 0.0)
