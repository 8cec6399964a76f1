"""How likely a message tells of an emergency, by the probabilities of the message and of its parts."""

from __future__ import annotations

import math
from collections.abc import Iterable

from bot.decision.follow_ups import FollowUp
from bot.decision.limits import RerankingLimits

# Lower probabilities count as this one: zero has no odds.
_LOWEST = 1e-6


def in_parts(whole: float, parts: Iterable[float], limits: RerankingLimits) -> float:
    """Return how likely a message tells of an emergency in one of its parts.

    Args:
        whole: probability of an emergency in the whole message.
        parts: and in each of its parts, of which the likeliest counts.
        limits: weight of the whole message, and when it holds by itself.
    """
    odds = _odds(max(parts, default=0.0)) * math.pow(_odds(whole), limits.emergency_whole_weight)
    return max(odds / (1 + odds), whole if whole >= limits.emergency_whole_alone else 0.0)


def in_context(own: float, in_context: float, follow_up: FollowUp | None, limits: RerankingLimits) -> float:
    """Return how likely a short message after an answer tells of an emergency.

    Args:
        own: probability of the message by itself.
        in_context: probability with the subject of the answer in front of it.
        follow_up: how the message follows up on the answer. In "And when I am too tired?" only the few own words sound
            like an emergency.
        limits: which probability no context can lower.
    """
    if follow_up is not None and own < limits.emergency_alone:
        return min(own, in_context)
    return max(own, in_context) if in_context >= limits.emergency_alone else own


def _odds(probability: float) -> float:
    return max(probability, _LOWEST) / max(1 - probability, _LOWEST)
