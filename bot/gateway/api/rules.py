"""The rules without dialogue, for partners: eligibility, rehabilitation allowance, travel reimbursement."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Awaitable, Callable, Dict, Literal, Optional, Type

import pydantic
from aiohttp import web

from bot.gateway.api.partners import authenticated
from bot.gateway.errors import Problem
from bot.gateway.keys import CLOCK, PARTNERS
from bot.gateway.schemas import read_body
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


class _Number(Decimal):
    """A JSON number as a decimal; text and booleans are no numbers."""

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls._read

    @classmethod
    def __modify_schema__(cls, field_schema: Dict[str, Any]) -> None:
        field_schema.update(type="number")

    @classmethod
    def _read(cls, value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError("value is not a number")
        # By its shortest decimal form: 60.1 is meant, not the binary fraction next to it.
        return Decimal(str(value))


class _Date(datetime.date):
    """A day in ISO 8601; pydantic by itself takes a number for seconds since 1970."""

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls._read

    @classmethod
    def __modify_schema__(cls, field_schema: Dict[str, Any]) -> None:
        field_schema.update(type="string", format="date")

    @classmethod
    def _read(cls, value: Any) -> datetime.date:
        try:
            return datetime.date.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValueError("value is not a date in the form 2026-11-22") from None


class _Facts(pydantic.BaseModel):
    date: Optional[_Date] = pydantic.Field(None, description="The day asked about; null is today in Finland.")

    class Config:
        """Unknown fields are errors: a misspelt fact must not pass for an unknown one."""

        extra = "forbid"


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

    birth_date: Optional[_Date] = None
    age: Optional[pydantic.StrictInt] = pydantic.Field(None, description="Whole years, 0-120.")
    hours_per_day_including_travel: Optional[_Number] = pydantic.Field(None, description="Hours, 0-24.")
    prevents_work: Optional[pydantic.StrictBool] = None
    organiser: Optional[Literal["kela", "occupational_health", "public_health_care", "other"]] = None


class TravelRequest(_Facts):
    """One-way trips of the same cost. Taxi and public transport need the cost, the own car the kilometres."""

    means: Literal["taxi", "own_car", "public_transport"]
    one_way_cost_eur: Optional[_Number] = pydantic.Field(None, description="Euros, 0-5000.")
    one_way_km: Optional[_Number] = pydantic.Field(None, description="Kilometres, 0-2000.")
    one_way_trips: Optional[pydantic.StrictInt] = pydantic.Field(
        None, description="1-1000; there and back is two. Null is one."
    )
    paid_towards_maximum_eur: Optional[_Number] = pydantic.Field(
        None, description="Copayments paid earlier in the calendar year. Null is none."
    )
    taxi_ordered_from_regional_number: Optional[pydantic.StrictBool] = pydantic.Field(
        None, description="Null takes it to be so."
    )


Handler = Callable[[web.Request], Awaitable[web.Response]]


def _endpoint(schema: Type[_Facts], facts: Callable[..., Any], assess: Callable[[Any], Any]) -> Handler:
    """Return a handler that reads facts by `schema` and answers with what the rule says of them."""

    async def handle(request: web.Request) -> web.Response:
        authenticated(request, request.app[PARTNERS])
        known = (await read_body(request, schema)).dict(exclude_none=True)
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
