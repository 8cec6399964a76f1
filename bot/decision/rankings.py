"""Rankings of what a text may be about, and how two of them add up."""

from __future__ import annotations

from collections.abc import Collection, Mapping

# Shares by label, "kind/topic", as the classifier gives them: the likeliest ones only.
Ranking = Mapping[str, float]
ANSWERED = ("answer", "flow")
# What a label that a ranking leaves out may still have.
LEAST = 1e-3


def best(ranking: Ranking) -> str:
    """Return the likeliest label."""
    return max(ranking, key=lambda label: ranking[label])


def kind(label: str) -> str:
    """Return a label's kind: answer, flow, guard, meta or reply."""
    return label.partition("/")[0]


def topic(label: str) -> str:
    """Return a label's topic id."""
    return label.partition("/")[2]


def shared(scores: Mapping[str, float]) -> dict[str, float]:
    """Return scores as shares of one, the greatest first."""
    total = sum(scores.values())
    return {label: score / total for label, score in sorted(scores.items(), key=lambda item: -item[1])}


def product(own: Ranking, context: Ranking, own_weight: float = 1.0, without: Collection[str] = ()) -> dict[str, float]:
    """Return what both rankings together speak for.

    Args:
        own: ranking of a clause.
        context: ranking of what stands around it.
        own_weight: how much the clause counts beside its context.
        without: labels to leave out.
    """
    labels = [label for label in {**own, **context} if label not in without]
    return shared(
        {label: max(own.get(label, 0), LEAST) ** own_weight * max(context.get(label, 0), LEAST) for label in labels}
    )
