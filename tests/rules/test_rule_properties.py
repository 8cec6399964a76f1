"""What holds for the rules whatever the facts are."""

from __future__ import annotations

import dataclasses
import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import (
    AllowanceFacts,
    EligibilityFacts,
    TravelFacts,
    assess_allowance,
    assess_eligibility,
    reimburse_travel,
)
from bot.rules.dates import add_months, age_on, birth_dates
from bot.rules.parameters import parameter

pytestmark = pytest.mark.slow

EXAMPLES = settings(max_examples=500, deadline=None)

dates = st.dates(datetime.date(2018, 7, 1), datetime.date(2035, 12, 31))
yes_no_unknown = st.sampled_from([True, False, None])
ages = st.none() | st.integers(0, 120)
# More decimals than cents, so that rounding is exercised.
sums = st.decimals(0, 5000, places=3)
kilometres = st.decimals(0, 2000, places=2)

eligibility_facts = st.builds(
    EligibilityFacts,
    date=dates,
    age=ages,
    significant_difficulties=yes_no_unknown,
    need_at_least_one_year=yes_no_unknown,
    related_to_medical_treatment=yes_no_unknown,
    in_public_institutional_care=yes_no_unknown,
    plan_from_public_health_care=yes_no_unknown,
    diagnosis_group=st.sampled_from([None, "adhd", "depression_or_anxiety", "other"]),
    studies=st.sampled_from([None, "vocational", "other"]),
)
allowance_facts = st.builds(
    AllowanceFacts,
    date=dates,
    age=ages,
    hours_per_day_including_travel=st.none() | st.decimals(0, 24, places=2),
    prevents_work=yes_no_unknown,
    organiser=st.sampled_from([None, "kela", "occupational_health", "public_health_care", "other"]),
)
travel_facts = st.builds(
    TravelFacts,
    date=dates,
    means=st.sampled_from(["taxi", "own_car", "public_transport"]),
    one_way_trips=st.integers(1, 1000),
    one_way_cost_eur=sums,
    one_way_km=kilometres,
    paid_towards_maximum_eur=st.decimals(0, 400, places=2),
    taxi_ordered_from_regional_number=yes_no_unknown,
)


def total_cost(facts: TravelFacts) -> Decimal:
    """Return the cost of all trips, computed apart from the rule."""
    one_way = facts.one_way_cost_eur
    if facts.means == "own_car":
        assert facts.one_way_km is not None
        one_way = facts.one_way_km * parameter("own_car_rate_per_km", facts.date).number
    assert one_way is not None
    return one_way.quantize(Decimal("0.01"), "ROUND_HALF_UP") * facts.one_way_trips


@EXAMPLES
@given(travel_facts)
def test_what_the_client_pays_and_what_is_reimbursed_equal_the_cost(facts: TravelFacts) -> None:
    result = reimburse_travel(facts)
    assert result.client_pays_eur + result.reimbursed_eur == total_cost(facts)
    assert result.client_pays_eur >= 0
    assert result.reimbursed_eur >= 0


@EXAMPLES
@given(travel_facts, st.integers(1, 10))
def test_more_trips_never_lower_the_reimbursement(facts: TravelFacts, more: int) -> None:
    further = dataclasses.replace(facts, one_way_trips=min(facts.one_way_trips + more, 1000))
    assert reimburse_travel(further).reimbursed_eur >= reimburse_travel(facts).reimbursed_eur


@EXAMPLES
@given(travel_facts)
def test_the_client_never_pays_more_than_the_annual_maximum_for_trips_that_count(facts: TravelFacts) -> None:
    if facts.ordered_elsewhere:
        return
    maximum = parameter("travel_annual_maximum", facts.date).number
    left = max(maximum - facts.paid_towards_maximum_eur, Decimal(0))
    result = reimburse_travel(facts)
    assert result.client_pays_eur <= left
    assert result.annual_maximum_reached == (result.client_pays_eur == left)


@EXAMPLES
@given(travel_facts)
def test_the_copayment_bounds_every_trip_that_counts(facts: TravelFacts) -> None:
    if facts.ordered_elsewhere:
        return
    copayment = parameter("copayment_per_trip", facts.date).number
    assert reimburse_travel(facts).client_pays_eur <= copayment * facts.one_way_trips


@EXAMPLES
@given(travel_facts)
def test_the_steps_account_for_every_trip_and_every_cent(facts: TravelFacts) -> None:
    result = reimburse_travel(facts)
    groups = [step.figures for step in result.steps if "trips" in step.figures]
    if facts.ordered_elsewhere:
        assert groups == []
        return
    assert sum(group["trips"] for group in groups) == facts.one_way_trips
    assert sum(group["trips"] * group["client_pays_each_eur"] for group in groups) == result.client_pays_eur
    assert sum(group["trips"] * group["reimbursed_each_eur"] for group in groups) == result.reimbursed_eur


@EXAMPLES
@given(travel_facts, st.data())
def test_trips_taken_in_two_parts_cost_the_same(facts: TravelFacts, data: st.DataObject) -> None:
    if facts.ordered_elsewhere or facts.one_way_trips == 1:
        return
    first = dataclasses.replace(facts, one_way_trips=data.draw(st.integers(1, facts.one_way_trips - 1)))
    paid = reimburse_travel(first).client_pays_eur
    second = dataclasses.replace(
        facts,
        one_way_trips=facts.one_way_trips - first.one_way_trips,
        paid_towards_maximum_eur=facts.paid_towards_maximum_eur + paid,
    )
    assert paid + reimburse_travel(second).client_pays_eur == reimburse_travel(facts).client_pays_eur


def forgetting(facts: Any, names: list[str]) -> Any:
    """Return the facts with the named ones unknown."""
    return dataclasses.replace(facts, **dict.fromkeys(names))


def forgettable(facts: Any) -> st.SearchStrategy[list[str]]:
    """Draw any of the facts but the date."""
    names = [field.name for field in dataclasses.fields(facts) if field.name != "date"]
    return st.lists(st.sampled_from(names), unique=True)


@EXAMPLES
@given(eligibility_facts, st.data())
def test_forgetting_a_fact_never_turns_eligibility_into_met(facts: EligibilityFacts, data: st.DataObject) -> None:
    before = assess_eligibility(facts)
    after = assess_eligibility(forgetting(facts, data.draw(forgettable(facts))))
    for known, forgotten in zip(before.criteria, after.criteria, strict=True):
        assert forgotten.result in (known.result, "unknown")
    assert after.outcome != "met" or before.outcome == "met"


@EXAMPLES
@given(allowance_facts, st.data())
def test_forgetting_a_fact_never_turns_the_allowance_into_met(facts: AllowanceFacts, data: st.DataObject) -> None:
    before = assess_allowance(facts)
    after = assess_allowance(forgetting(facts, data.draw(forgettable(facts))))
    for known, forgotten in zip(before.criteria, after.criteria, strict=True):
        assert forgotten.result in (known.result, "unknown")
    assert after.outcome != "met" or before.outcome == "met"


@EXAMPLES
@given(st.dates(datetime.date(1910, 1, 1), datetime.date(2025, 1, 1)), dates)
def test_an_age_says_at_most_what_the_birth_date_says(birth_date: datetime.date, date: datetime.date) -> None:
    if birth_date > date or age_on(birth_date, date) > 120:
        return
    exact = assess_allowance(AllowanceFacts(date=date, birth_date=birth_date)).criteria[0].result
    by_age = assess_allowance(AllowanceFacts(date=date, age=age_on(birth_date, date))).criteria[0].result
    assert exact != "unknown"
    assert by_age in (exact, "unknown")


@EXAMPLES
@given(st.integers(0, 120), dates)
def test_birth_dates_are_exactly_those_that_give_the_age(age: int, date: datetime.date) -> None:
    first, last = birth_dates(age, date)
    day = datetime.timedelta(days=1)
    assert age_on(first, date) == age == age_on(last, date)
    assert age_on(first - day, date) == age + 1
    assert last == date or age_on(last + day, date) == age - 1


@EXAMPLES
@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)), st.integers(0, 24))
def test_months_later_is_never_in_a_later_month(day: datetime.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@EXAMPLES
@given(st.one_of(eligibility_facts.map(assess_eligibility), allowance_facts.map(assess_allowance)))
def test_every_assessment_is_ready_for_json(result: Any) -> None:
    data = json.loads(json.dumps(result.as_dict(), allow_nan=False))
    assert data["outcome"] in ("met", "not_met", "unknown")
    assert all(criterion["reason"] and criterion["source"] for criterion in data["criteria"])
    assert data["indicative"] is True


@EXAMPLES
@given(travel_facts)
def test_every_calculation_is_ready_for_json(facts: TravelFacts) -> None:
    data = json.loads(json.dumps(reimburse_travel(facts).as_dict(), allow_nan=False))
    assert data["outcome"] in ("reimbursed", "nothing_reimbursed")
    assert all({"name", "value", "unit", "valid_from", "source"} <= set(used) for used in data["parameters"])
