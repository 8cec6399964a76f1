"""The rules of Kela rehabilitation as pure functions over facts and a date; they return codes, never sentences."""

from __future__ import annotations

from bot.rules.allowance import AllowanceFacts, AllowanceResult, assess_allowance
from bot.rules.eligibility import EligibilityFacts, EligibilityResult, assess_eligibility
from bot.rules.outcome import Criterion, InvalidFact, Outcome
from bot.rules.provider import ProviderResult, provider_serves
from bot.rules.travel import CalculationStep, TravelFacts, TravelResult, own_car_free_km, reimburse_travel

__all__ = [
    "AllowanceFacts",
    "AllowanceResult",
    "Criterion",
    "EligibilityFacts",
    "EligibilityResult",
    "InvalidFact",
    "Outcome",
    "ProviderResult",
    "CalculationStep",
    "TravelFacts",
    "TravelResult",
    "assess_allowance",
    "assess_eligibility",
    "own_car_free_km",
    "provider_serves",
    "reimburse_travel",
]
