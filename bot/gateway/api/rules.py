"""The rules without dialogue, for partners: eligibility, rehabilitation allowance, travel reimbursement."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Any, Awaitable, Callable, Literal, Optional

import pydantic
from aiohttp import web

from bot.gateway.api.partners import authenticated
from bot.gateway.errors import Problem
from bot.gateway.keys import CLOCK, PARTNERS
from bot.gateway.schemas import RequestModel, read_body
from bot.hours import HELSINKI
from bot.rules import (
    AllowanceFacts,
    EligibilityFacts,
    InvalidFact,
    TravelFacts,
    assess_allowance,
    assess_eligibility,
    reimburse_travel,
)


def _read_number(value: Any) -> Decimal:
    """Read a JSON number by its shortest decimal form: 60.1 is meant, not the binary fraction next to it."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("value is not a number")
    return Decimal(str(value))


def _read_date(value: Any) -> datetime.date:
    """Read a day in ISO 8601; pydantic by itself takes a number for seconds since 1970."""
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("value is not a date in the form 2026-11-22") from None


# A JSON number as a decimal; text and booleans are no numbers.
Number = Annotated[
    Decimal, pydantic.PlainValidator(_read_number), pydantic.WithJsonSchema({"type": "number"}, mode="validation")
]
Day = Annotated[
    datetime.date,
    pydantic.PlainValidator(_read_date),
    pydantic.WithJsonSchema({"type": "string", "format": "date"}, mode="validation"),
]


class _Facts(RequestModel):
    date: Optional[Day] = pydantic.Field(None, description="The day asked about; null is today in Finland.")


class EligibilityRequest(_Facts):
    """Facts for intensive medical rehabilitation; null is not known, never false."""

    age: Optional[pydantic.StrictInt] = pydantic.Field(None, description="Whole years, 0-120.")
    significant_difficulties: Optional[pydantic.StrictBool] = None
    need_at_least_one_year: Optional[pydantic.StrictBool] = None
    related_to_medical_treatment: Optional[pydantic.StrictBool] = None
    in_public_institutional_care: Optional[pydantic.StrictBool] = None
    plan_from_public_health_care: Optional[pydantic.StrictBool] = None


class AllowanceRequest(_Facts):
    """Facts for rehabilitation allowance; null is not known, never false. Give the birth date or the age."""

    birth_date: Optional[Day] = None
    age: Optional[pydantic.StrictInt] = pydantic.Field(None, description="Whole years, 0-120.")
    hours_per_day_including_travel: Optional[Number] = pydantic.Field(None, description="Hours, 0-24.")
    prevents_work: Optional[pydantic.StrictBool] = None
    organiser: Optional[Literal["kela", "occupational_health", "public_health_care", "other"]] = None


class TravelRequest(_Facts):
    """One-way trips of the same cost. Taxi and public transport need the cost, the own car the kilometres."""

    means: Literal["taxi", "own_car", "public_transport"]
    one_way_cost_eur: Optional[Number] = pydantic.Field(None, description="Euros, 0-5000.")
    one_way_km: Optional[Number] = pydantic.Field(None, description="Kilometres, 0-2000.")
    one_way_trips: Optional[pydantic.StrictInt] = pydantic.Field(
        None, description="1-1000; there and back is two. Null is one."
    )
    paid_towards_maximum_eur: Optional[Number] = pydantic.Field(
        None, description="Copayments paid earlier in the calendar year. Null is none."
    )
    taxi_ordered_from_regional_number: Optional[pydantic.StrictBool] = pydantic.Field(
        None, description="Null takes it to be so."
    )


Handler = Callable[[web.Request], Awaitable[web.Response]]


def _endpoint(schema: type[_Facts], facts: Callable[..., Any], assess: Callable[[Any], Any]) -> Handler:
    """Return a handler that reads facts by `schema` and answers with what the rule says of them."""

    async def handle(request: web.Request) -> web.Response:
        authenticated(request, request.app[PARTNERS])
        known = (await read_body(request, schema)).model_dump(exclude_none=True)
        today = request.app[CLOCK]().astimezone(HELSINKI).date()
        try:
            return web.json_response(assess(facts(**{"date": today, **known})).as_dict())
        except InvalidFact as error:
            raise Problem(422, f"Wrong field: {error.field}.", error.field, error.problem) from None

    return handle


def routes() -> list[web.RouteDef]:
    """Return the routes of this module."""
    return [
        web.post("/api/v1/rules/eligibility", _endpoint(EligibilityRequest, EligibilityFacts, assess_eligibility)),
        web.post(
            "/api/v1/rules/rehabilitation-allowance", _endpoint(AllowanceRequest, AllowanceFacts, assess_allowance)
        ),
        web.post("/api/v1/rules/travel-reimbursement", _endpoint(TravelRequest, TravelFacts, reimburse_travel)),
    ]
