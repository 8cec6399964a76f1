"""What results say besides the outcome: parameters, sources, confirmation; and the smaller rules."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from bot.rules import (
    AllowanceFacts,
    EligibilityFacts,
    InvalidFact,
    TravelFacts,
    assess_allowance,
    assess_eligibility,
    assess_pause,
    assess_relatives_allowance,
    group_rule,
    own_car_free_km,
    reimburse_travel,
    trip_rule,
    waiting_period,
)
from bot.rules.provider import GROUP_THERAPIES, INDIVIDUAL_THERAPIES
from bot.rules.travel import TRIP_RULES

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
        (datetime.date(2026, 1, 1), ["copayment_per_trip", "travel_annual_maximum"]),
    ],
    ids=["the last day of the confirmed year", "the first day of a year nobody confirmed"],
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
    ("occasion", "justified", "outcome"),
    [
        ("adaptation_course", True, "unknown"),
        ("rehabilitation_course", True, "unknown"),
        ("family_rehabilitation", True, "unknown"),
        ("family_rehabilitation", None, "unknown"),
        ("family_rehabilitation", False, "not_met"),
        ("other", True, "not_met"),
        (None, True, "unknown"),
    ],
)
def test_a_relatives_allowance_is_never_promised(occasion: str | None, justified: bool | None, outcome: str) -> None:
    assert assess_relatives_allowance(TODAY, occasion, justified).outcome == outcome


@pytest.mark.parametrize("pause", ["waiting_for_long_rehabilitation", "short_interruption"])
def test_a_pause_is_for_kela_to_judge(pause: str) -> None:
    assert assess_pause(TODAY, pause).as_dict()["outcome"] == "unknown"


def test_an_unknown_situation_has_no_waiting_period() -> None:
    with pytest.raises(InvalidFact, match="situation"):
        waiting_period(TODAY, "holiday")


def test_a_waiting_period_shows_its_parameters() -> None:
    result = waiting_period(TODAY, "full_pension").as_dict()
    assert (result["days"], result["unconfirmed"]) == (30, ["waiting_period_full_pension"])


@pytest.mark.parametrize(
    ("date", "km"),
    [(datetime.date(2022, 6, 30), "125.1"), (datetime.date(2022, 7, 1), "75.8")],
    ids=["the last day of 0.20 euros a kilometre", "the first day of 0.33"],
)
def test_the_shortest_reimbursed_drive_follows_the_rate(date: datetime.date, km: str) -> None:
    assert own_car_free_km(date) == Decimal(km)


@pytest.mark.parametrize(
    ("purpose", "reimbursed", "decision"),
    [
        ("rehabilitation", True, "kela_or_public_health_care"),
        ("illness_treatment", True, "none_needed"),
        ("pregnancy_or_childbirth", True, "none_needed"),
        ("assistive_device", True, "not_known"),
    ],
)
def test_trips_and_the_decisions_they_need(purpose: str, reimbursed: bool, decision: str) -> None:
    rule = trip_rule(purpose).as_dict()
    assert (rule["reimbursed"], rule["decision"]) == (reimbursed, decision)


def test_seven_kinds_of_trips_are_not_reimbursed() -> None:
    assert len([rule for rule in TRIP_RULES.values() if not rule.reimbursed]) == 7


def test_an_unknown_purpose_names_the_field() -> None:
    with pytest.raises(InvalidFact, match="purpose"):
        trip_rule("shopping")


def test_eleven_individual_and_seven_group_therapies() -> None:
    assert (len(set(INDIVIDUAL_THERAPIES)), len(set(GROUP_THERAPIES))) == (11, 7)
    assert set(INDIVIDUAL_THERAPIES) - set(GROUP_THERAPIES) == {
        "art",
        "family",
        "equine_assisted_by_physiotherapist",
        "equine_assisted_by_occupational_therapist",
    }


@pytest.mark.parametrize(
    ("therapy", "age", "clients", "allowed"),
    [
        ("music", 10, 1, False),
        ("music", 10, 2, True),
        ("music", 10, 4, True),
        ("music", 10, 5, False),
        ("music", 30, 2, False),
        ("music", 30, 5, True),
        ("aquatic", 30, 8, True),
        ("aquatic", 30, 9, False),
        ("aquatic", 3, 3, None),
        ("art", 30, 3, None),
    ],
)
def test_group_sizes(therapy: str, age: int, clients: int, allowed: bool | None) -> None:
    assert group_rule(therapy, age, TODAY).allows(clients) is allowed


@pytest.mark.parametrize(("therapy", "age", "field"), [("yoga", 10, "therapy"), ("music", 121, "age")])
def test_a_group_that_cannot_be_names_the_field(therapy: str, age: int, field: str) -> None:
    with pytest.raises(InvalidFact) as error:
        group_rule(therapy, age, TODAY)
    assert error.value.field == field


def test_a_group_before_the_source_names_the_date() -> None:
    with pytest.raises(InvalidFact, match="date: .*2024-03-04"):
        group_rule("music", 10, datetime.date(2024, 3, 4))
