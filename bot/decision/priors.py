"""What is expected of a message before it is read: who asks, and what the page is about where they write."""

from __future__ import annotations

from bot.contract import Audience, MessageContext
from bot.decision.labels import Label
from bot.decision.limits import DecisionLimits
from bot.decision.rankings import Ranking, normalised
from bot.knowledge import topics


def expected(ranking: Ranking, context: MessageContext, limits: DecisionLimits) -> dict[Label, float]:
    """Return a ranking in the light of the audience and the page's subject.

    Args:
        ranking: probabilities by label.
        context: who asks, and where.
        limits: the odds of the audience and the page.
    """
    odds = {
        label: probability * _of_audience(label, context.audience, limits) * _of_page(label, context, limits)
        for label, probability in ranking.items()
    }
    total = sum(ranking.values())
    return {label: probability * total for label, probability in normalised(odds).items()} if total else dict(ranking)


def _of_audience(label: Label, audience: Audience, limits: DecisionLimits) -> float:
    topic = topics().get(label.topic)
    others = topic is not None and topic.audience not in (None, audience)
    return 1 / limits.audience_odds if others else 1.0


def _of_page(label: Label, context: MessageContext, limits: DecisionLimits) -> float:
    hint = context.topic_hint
    near = hint is not None and (label.topic == hint or label.topic.startswith(f"{hint}."))
    return limits.page_odds if near else 1.0
