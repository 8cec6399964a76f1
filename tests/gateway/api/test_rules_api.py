"""The rules by REST: results as the rules give them, errors that name the field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

ELIGIBILITY = "/api/v1/rules/eligibility"
ALLOWANCE = "/api/v1/rules/rehabilitation-allowance"
TRAVEL = "/api/v1/rules/travel-reimbursement"
PERSON = {
    "age": 70,
    "significant_difficulties": True,
    "need_at_least_one_year": True,
    "related_to_medical_treatment": False,
    "in_public_institutional_care": False,
    "plan_from_public_health_care": True,
    "date": "2026-11-22",
}
DAY = {
    "birth_date": None,
    "age": 45,
    "hours_per_day_including_travel": 5,
    "prevents_work": None,
    "organiser": "kela",
    "date": "2026-11-22",
}
TRIP = {
    "means": "taxi",
    "one_way_cost_eur": 60.0,
    "one_way_km": None,
    "one_way_trips": 2,
    "paid_towards_maximum_eur": 0,
    "date": "2026-11-22",
}


async def test_eligibility_of_a_person_of_seventy(client: TestClient) -> None:
    body = await (await client.post(ELIGIBILITY, json=PERSON)).json()
    assert body["outcome"] == "not_met"
    assert body["alternatives"] == ["rehab.discretionary"]
    assert [criterion["id"] for criterion in body["criteria"]] == [
        "age",
        "difficulty",
        "duration",
        "medical",
        "institution",
        "plan",
    ]
    assert body["indicative"] is True


@pytest.mark.parametrize("field", [name for name in PERSON if name != "date"])
async def test_a_missing_or_null_fact_is_unknown(client: TestClient, field: str) -> None:
    young = {**PERSON, "age": 40}
    without = {name: value for name, value in young.items() if name != field}
    for facts in (without, {**young, field: None}):
        assert (await (await client.post(ELIGIBILITY, json=facts)).json())["outcome"] == "unknown"


async def test_allowance(client: TestClient) -> None:
    assert (await (await client.post(ALLOWANCE, json=DAY)).json())["outcome"] == "met"
    assert (await (await client.post(ALLOWANCE, json={**DAY, "age": 17})).json())["outcome"] == "unknown"
    born = {**DAY, "age": None, "birth_date": "2008-12-12"}
    assert (await (await client.post(ALLOWANCE, json=born)).json())["outcome"] == "met"


async def test_travel(client: TestClient) -> None:
    body = await (await client.post(TRAVEL, json=TRIP)).json()
    assert (body["client_pays_eur"], body["reimbursed_eur"]) == (50.0, 70.0)
    assert body["annual_maximum_reached"] is False
    assert {"name", "value", "unit", "valid_from", "source"} <= set(body["parameters"][0])


async def test_money_is_taken_by_its_decimal_digits(client: TestClient) -> None:
    body = await (await client.post(TRAVEL, json={**TRIP, "one_way_cost_eur": 25.1, "one_way_trips": 1})).json()
    assert body["reimbursed_eur"] == 0.1


async def test_what_is_left_out_of_a_trip_has_a_default(client: TestClient) -> None:
    body = await (await client.post(TRAVEL, json={"means": "own_car", "one_way_km": 100})).json()
    assert body["client_pays_eur"] == 25.0


@pytest.mark.parametrize(
    ("path", "facts", "field"),
    [
        (ELIGIBILITY, {"age": 400}, "age"),
        (ELIGIBILITY, {"age": -1}, "age"),
        (ELIGIBILITY, {"age": "70"}, "age"),
        (ELIGIBILITY, {"age": 70.5}, "age"),
        (ELIGIBILITY, {"age": True}, "age"),
        (ELIGIBILITY, {"significant_difficulties": "yes"}, "significant_difficulties"),
        (ELIGIBILITY, {"significant_difficulties": 1}, "significant_difficulties"),
        (ELIGIBILITY, {"aeg": 70}, "aeg"),
        (ELIGIBILITY, {"date": "22.11.2026"}, "date"),
        (ELIGIBILITY, {"date": 1}, "date"),
        (ELIGIBILITY, {"date": "1950-01-01"}, "date"),
        (ALLOWANCE, {"hours_per_day_including_travel": 25}, "hours_per_day_including_travel"),
        (ALLOWANCE, {"hours_per_day_including_travel": "5"}, "hours_per_day_including_travel"),
        (ALLOWANCE, {"organiser": "employer"}, "organiser"),
        (ALLOWANCE, {"birth_date": "2030-01-01"}, "birth_date"),
        (ALLOWANCE, {"birth_date": "2008-13-01"}, "birth_date"),
        (TRAVEL, {"one_way_cost_eur": 60}, "means"),
        (TRAVEL, {**TRIP, "means": "bicycle"}, "means"),
        (TRAVEL, {**TRIP, "one_way_cost_eur": None}, "one_way_cost_eur"),
        (TRAVEL, {**TRIP, "means": "own_car"}, "one_way_km"),
        (TRAVEL, {**TRIP, "one_way_cost_eur": -1}, "one_way_cost_eur"),
        (TRAVEL, {**TRIP, "one_way_cost_eur": "60"}, "one_way_cost_eur"),
        (TRAVEL, {**TRIP, "one_way_trips": 0}, "one_way_trips"),
        (TRAVEL, {**TRIP, "one_way_trips": 1.5}, "one_way_trips"),
        (TRAVEL, {**TRIP, "paid_towards_maximum_eur": -5}, "paid_towards_maximum_eur"),
        (TRAVEL, {**TRIP, "date": "2013-06-01"}, "date"),
    ],
)
async def test_a_wrong_fact_is_named(client: TestClient, path: str, facts: dict[str, Any], field: str) -> None:
    response = await client.post(path, json=facts)
    body = await response.json()
    assert response.status == 422
    assert response.content_type == "application/problem+json"
    assert field in [error["field"] for error in body["errors"]]


# S16 of docs/attack.md: sums that nobody can pay, and what is no number.
NUMBERS = {
    TRAVEL: ("one_way_cost_eur", "one_way_km", "one_way_trips", "paid_towards_maximum_eur"),
    ALLOWANCE: ("age", "hours_per_day_including_travel"),
    ELIGIBILITY: ("age",),
}
ABSURD = ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "-1", "-0.01", "1e308", "9" * 60, "1" + "0" * 400]
WHOLE: dict[str, dict[str, Any]] = {TRAVEL: TRIP, ALLOWANCE: DAY, ELIGIBILITY: PERSON}


@pytest.mark.parametrize("number", ABSURD, ids=lambda number: number[:12])
@pytest.mark.parametrize(("path", "field"), [(path, field) for path, fields in NUMBERS.items() for field in fields])
async def test_an_absurd_number_is_refused_with_field_and_hint(
    client: TestClient, path: str, field: str, number: str
) -> None:
    body = json.dumps({**WHOLE[path], field: "HERE"}).replace('"HERE"', number)
    response = await client.post(path, data=body, headers={"Content-Type": "application/json"})
    assert response.status == 422
    (error,) = (await response.json())["errors"]
    assert error["field"] == field
    assert error["hint"].startswith(("value is not", "value is more", "-", "1", "9"))


@pytest.mark.parametrize("cost", [0.005, 12.345, 59.999, 0.001, 25.0001])
@pytest.mark.parametrize("field", ["one_way_cost_eur", "paid_towards_maximum_eur"])
async def test_a_sum_more_exact_than_a_cent_is_refused(client: TestClient, field: str, cost: float) -> None:
    response = await client.post(TRAVEL, json={**TRIP, field: cost})
    assert response.status == 422
    hint = "value is more exact than a cent: round it to two decimals"
    assert (await response.json())["errors"] == [{"field": field, "hint": hint}]


@pytest.mark.parametrize(("cost", "pays"), [(0.1 + 0.2, 0.3), (1.1 * 3, 3.3), (60.1, 25.0), (0.01, 0.01), (5e-324, 0)])
async def test_what_adding_floats_leaves_over_is_no_fault(client: TestClient, cost: float, pays: float) -> None:
    body = await (await client.post(TRAVEL, json={**TRIP, "one_way_trips": 1, "one_way_cost_eur": cost})).json()
    assert body["client_pays_eur"] == pays


@pytest.mark.parametrize(
    "facts",
    [
        {"one_way_cost_eur": -0.0},
        {"one_way_cost_eur": -1e-12},
        {"paid_towards_maximum_eur": -0.0, "one_way_cost_eur": 0},
        {"means": "own_car", "one_way_km": -0.0},
        {"taxi_ordered_from_regional_number": False, "one_way_cost_eur": -0.0},
    ],
)
async def test_no_figure_is_less_than_nothing(client: TestClient, facts: dict[str, Any]) -> None:
    response = await client.post(TRAVEL, json={**TRIP, **facts})
    assert response.status == 200
    assert "-0.0" not in await response.text()


@pytest.mark.parametrize(("path", "facts"), [(ELIGIBILITY, {"age": 70.0}), (TRAVEL, {**TRIP, "one_way_trips": 2.0})])
async def test_a_whole_number_may_be_written_with_a_point(client: TestClient, path: str, facts: dict[str, Any]) -> None:
    assert (await client.post(path, json=facts)).status == 200


@pytest.mark.parametrize("path", [ELIGIBILITY, ALLOWANCE, TRAVEL])
async def test_the_rules_need_a_key(client: TestClient, path: str) -> None:
    response = await client.post(path, json={}, headers={"Authorization": "Bearer wrong"})
    assert response.status == 401


@pytest.mark.parametrize("path", [ELIGIBILITY, ALLOWANCE, TRAVEL])
async def test_what_is_no_object_is_refused(client: TestClient, path: str) -> None:
    assert (await client.post(path, data="[1]")).status == 400
