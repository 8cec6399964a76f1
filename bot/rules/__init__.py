"""The rules of Kela rehabilitation as pure functions over facts and a date; they return codes, never sentences."""

from __future__ import annotations

from bot.rules.allowance import (
    AllowanceFacts,
    AllowanceResult,
    WaitingPeriod,
    YouthAllowanceFacts,
    allowance_claim_deadline,
    assess_allowance,
    assess_pause,
    assess_relatives_allowance,
    assess_youth_allowance,
    waiting_period,
)
from bot.rules.eligibility import EligibilityFacts, EligibilityResult, assess_eligibility
from bot.rules.outcome import Criterion, InvalidFact, Outcome
from bot.rules.provider import GroupResult, ProviderResult, group_rule, provider_serves
from bot.rules.travel import (
    AccommodationResult,
    Step,
    TravelFacts,
    TravelResult,
    TripRule,
    own_car_free_km,
    reimburse_accommodation,
    reimburse_travel,
    travel_claim_deadline,
    trip_rule,
)

__all__ = [
    "AccommodationResult",
    "AllowanceFacts",
    "AllowanceResult",
    "Criterion",
    "EligibilityFacts",
    "EligibilityResult",
    "GroupResult",
    "InvalidFact",
    "Outcome",
    "ProviderResult",
    "Step",
    "TravelFacts",
    "TravelResult",
    "TripRule",
    "WaitingPeriod",
    "YouthAllowanceFacts",
    "allowance_claim_deadline",
    "assess_allowance",
    "assess_eligibility",
    "assess_pause",
    "assess_relatives_allowance",
    "assess_youth_allowance",
    "group_rule",
    "own_car_free_km",
    "provider_serves",
    "reimburse_accommodation",
    "reimburse_travel",
    "travel_claim_deadline",
    "trip_rule",
    "waiting_period",
]
