"""What results say besides the outcome: parameters, sources, confirmation."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from bot.rules import (
    AllowanceFacts,
    EligibilityFacts,
    TravelFacts,
    assess_allowance,
    assess_eligibility,
    own_car_free_km,
    reimburse_travel,
)

TODAY = datetime.date(2026, 11, 22)


def taxi(date: datetime.date) -> TravelFacts:
    """Return the facts of a taxi there and back at 60 euros a trip."""
    return TravelFacts(date=date, means="taxi", one_way_cost_eur=Decimal("60.00"), one_way_trips=2)


def test_travel_result_is_the_partner_apis() -> None:
    result = reimburse_travel(taxi(TODAY)).as_dict()
    copayment = result["parameters"][0]
    assert (result["client_pays_eur"], result["reimbursed_eur"]) == (50.0, 70.0)
    assert result["annual_maximum_reached"] is False
    assert (copayment["name"], copayment["value"], copayment["unit"]) == ("copayment_per_trip", 25.0, "EUR")
    assert (copayment["valid_from"], copayment["source"]) == ("2016-01-01", "kela_travel_copayment")
    assert result["steps"][-1] == {
        "code": "total",
        "cost_eur": 120.0,
        "client_pays_eur": 50.0,
        "reimbursed_eur": 70.0,
    }


@pytest.mark.parametrize(
    ("date", "unconfirmed"),
    [
        (datetime.date(2025, 12, 31), []),
        (datetime.date(2026, 1, 1), ["travel_annual_maximum"]),
        (datetime.date(2026, 3, 10), ["travel_annual_maximum"]),
        (datetime.date(2026, 3, 11), ["copayment_per_trip", "travel_annual_maximum"]),
    ],
    ids=[
        "the last day of the year for which both are confirmed",
        "the first day of a year for which nobody confirmed the maximum",
        "the day on which Kela confirmed the copayment",
        "the day after it",
    ],
)
def test_travel_result_says_which_values_are_unconfirmed(date: datetime.date, unconfirmed: list[str]) -> None:
    assert reimburse_travel(taxi(date)).as_dict()["unconfirmed"] == unconfirmed


def test_a_taxi_ordered_elsewhere_rests_on_the_day_the_number_was_required() -> None:
    facts = TravelFacts(date=TODAY, means="taxi", one_way_cost_eur=Decimal(60), taxi_ordered_from_regional_number=False)
    assert "taxi_order_number_required_since" in [used.name for used in reimburse_travel(facts).parameters]


def test_eligibility_names_the_six_criteria_in_order() -> None:
    result = assess_eligibility(EligibilityFacts(date=TODAY))
    assert [each.id for each in result.criteria] == ["age", "difficulty", "duration", "medical", "institution", "plan"]


def test_eligibility_uses_only_the_parameters_of_what_it_offers() -> None:
    result = assess_eligibility(EligibilityFacts(date=TODAY, age=70))
    assert [used.name for used in result.parameters] == [
        "intensive_age_below",
        "need_min_years",
        "discretionary_need_min_years",
    ]


def test_allowance_names_its_criteria_in_order() -> None:
    result = assess_allowance(AllowanceFacts(date=TODAY))
    assert [each.id for each in result.criteria] == ["age", "day_length", "organiser"]


@pytest.mark.parametrize(
    ("date", "km"),
    [(datetime.date(2022, 6, 30), "125.1"), (datetime.date(2022, 7, 1), "75.8")],
    ids=["the last day of 0.20 euros a kilometre", "the first day of 0.33"],
)
def test_the_shortest_reimbursed_drive_follows_the_rate(date: datetime.date, km: str) -> None:
    assert own_car_free_km(date) == Decimal(km)
