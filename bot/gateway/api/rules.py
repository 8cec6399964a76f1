"""The rules without dialogue, for partners: eligibility, rehabilitation allowance, travel reimbursement."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal, Optional, Protocol, TypeVar

import pydantic
from aiohttp import web
from pydantic.json_schema import SkipJsonSchema

from bot.gateway.api.room import API
from bot.gateway.endpoints import Endpoint
from bot.gateway.parts import CLOCK
from bot.gateway.schemas import RequestModel, ResponseModel
from bot.hours import HELSINKI
from bot.rules import (
    AllowanceFacts,
    EligibilityFacts,
    Outcome,
    TravelFacts,
    assess_allowance,
    assess_eligibility,
    reimburse_travel,
)
from bot.rules.travel import CENT, MAXIMUM_COST, MAXIMUM_KM, MAXIMUM_TRIPS

# --- What is asked

# What adding binary fractions leaves over: 0.1 + 0.2 is 0.30000000000000004.
_NOISE = Decimal("1e-9")
# Powers of ten up to which cents are counted.
_COUNTABLE = 12


def _read_number(value: Any) -> Decimal:
    """Read a JSON number by its shortest decimal form: 60.1 is meant, not the binary fraction next to it."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("value is not a number")
    number = Decimal(str(value))
    # Python reads NaN and Infinity, which JSON does not have.
    if not number.is_finite():
        raise ValueError("value is not a number that is finite")
    # JSON has -0.0, which nobody pays.
    return number or Decimal(0)


def _read_euros(value: Any) -> Decimal:
    """Read a sum to the cent: half a cent cannot be paid, and whoever sends it meant another sum."""
    number = _read_number(value)
    # What is too much by far is the rule's to refuse; it has no cents that could be counted.
    cents = number.quantize(CENT) if number.adjusted() < _COUNTABLE else number
    if abs(number - cents) > _NOISE:
        raise ValueError("value is more exact than a cent: round it to two decimals")
    return cents or Decimal(0)


def _read_whole(value: Any) -> int:
    """Read a whole number, which JSON may write as 70.0."""
    number = _read_number(value)
    if number != number.to_integral_value():
        raise ValueError("value is not a whole number")
    return int(number)


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
Euros = Annotated[
    Decimal, pydantic.PlainValidator(_read_euros), pydantic.WithJsonSchema({"type": "number"}, mode="validation")
]
Whole = Annotated[
    int, pydantic.PlainValidator(_read_whole), pydantic.WithJsonSchema({"type": "integer"}, mode="validation")
]
Day = Annotated[
    datetime.date,
    pydantic.PlainValidator(_read_date),
    pydantic.WithJsonSchema({"type": "string", "format": "date"}, mode="validation"),
]


def _number(description: str, lowest: int, highest: int, **more: Any) -> Any:
    """Return a field of a number; its limits are only described here: the rule itself refuses what is outside."""
    described = {"minimum": lowest, "maximum": highest, **more}
    return pydantic.Field(None, description=description, json_schema_extra=described)


class _FactsRequest(RequestModel):
    date: Optional[Day] = pydantic.Field(None, description="The day asked about; null is today in Finland.")


class EligibilityRequest(_FactsRequest):
    """Facts for intensive medical rehabilitation; null is not known, never false."""

    age: Optional[Whole] = _number("Whole years, 0-120.", 0, 120)
    significant_difficulties: Optional[pydantic.StrictBool] = None
    need_at_least_one_year: Optional[pydantic.StrictBool] = None
    related_to_medical_treatment: Optional[pydantic.StrictBool] = None
    in_public_institutional_care: Optional[pydantic.StrictBool] = None
    plan_from_public_health_care: Optional[pydantic.StrictBool] = None


class AllowanceRequest(_FactsRequest):
    """Facts for rehabilitation allowance; null is not known, never false. Give the birth date or the age."""

    birth_date: Optional[Day] = None
    age: Optional[Whole] = _number("Whole years, 0-120.", 0, 120)
    hours_per_day_including_travel: Optional[Number] = _number("Hours, 0-24.", 0, 24)
    prevents_work: Optional[pydantic.StrictBool] = None
    organiser: Optional[Literal["kela", "occupational_health", "public_health_care", "other"]] = None


def _needing(field: str, *means: str) -> dict[str, Any]:
    """Describe that some means need a number."""
    return {
        "properties": {"means": {"enum": list(means)}, field: {"type": "number"}},
        "required": ["means", field],
    }


class TravelRequest(_FactsRequest):
    """One-way trips of the same cost. Taxi and public transport need the cost, the own car the kilometres."""

    model_config = pydantic.ConfigDict(
        json_schema_extra={
            "anyOf": [_needing("one_way_cost_eur", "taxi", "public_transport"), _needing("one_way_km", "own_car")]
        }
    )

    means: Literal["taxi", "own_car", "public_transport"]
    one_way_cost_eur: Optional[Euros] = _number("Euros to the cent, 0-5000.", 0, MAXIMUM_COST, multipleOf=0.01)
    one_way_km: Optional[Number] = _number("Kilometres, 0-2000.", 0, MAXIMUM_KM)
    one_way_trips: Optional[Whole] = _number("1-1000; there and back is two. Null is one.", 1, MAXIMUM_TRIPS)
    paid_towards_maximum_eur: Optional[Euros] = _number(
        "Copayments paid earlier in the calendar year, to the cent, 0-5000. Null is none.",
        0,
        MAXIMUM_COST,
        multipleOf=0.01,
    )
    taxi_ordered_from_regional_number: Optional[pydantic.StrictBool] = pydantic.Field(
        None, description="Null takes it to be so."
    )


# --- What is answered


class DatedParameter(ResponseModel):
    """A value of the rules that was used, and where it stands."""

    name: str
    value: int | float | str = pydantic.Field(description="Money and measures are numbers, dates ISO 8601.")
    unit: str
    valid_from: datetime.date = pydantic.Field(description="First day of the value.")
    valid_from_stated: bool = pydantic.Field(description="Whether a source states that day.")
    confirmed_until: datetime.date | None = pydantic.Field(
        description="Last day for which a source seen confirms the value."
    )
    source: str
    source_url: str


class _Result(ResponseModel):
    parameters: tuple[DatedParameter, ...]
    unconfirmed: tuple[str, ...] = pydantic.Field(
        description="Names of the parameters that no source seen confirms for the day."
    )
    indicative: Literal[True] = pydantic.Field(description="Only Kela decides.")


class CriterionResult(ResponseModel):
    """One condition, and a code for why it is met or not."""

    id: str
    result: Outcome
    reason: str
    source: str


class Assessment(_Result):
    """Whether the conditions are met."""

    outcome: Outcome
    criteria: tuple[CriterionResult, ...]
    alternatives: tuple[str, ...] = pydantic.Field(
        description="Codes of what else to look into where a condition is not met."
    )


def _figure(description: str) -> Any:
    """Return a figure that a step may have."""
    return pydantic.Field(None, description=description, exclude_if=lambda value: value is None)


class CalculationStep(ResponseModel):
    """One step of a calculation: its code, and the figures it speaks of."""

    code: str
    trips: int | SkipJsonSchema[None] = _figure("How many one-way trips.")
    cost_eur: float | SkipJsonSchema[None] = _figure("Euros.")
    cost_each_eur: float | SkipJsonSchema[None] = _figure("Euros a trip.")
    client_pays_eur: float | SkipJsonSchema[None] = _figure("Euros.")
    client_pays_each_eur: float | SkipJsonSchema[None] = _figure("Euros a trip.")
    reimbursed_eur: float | SkipJsonSchema[None] = _figure("Euros.")
    reimbursed_each_eur: float | SkipJsonSchema[None] = _figure("Euros a trip.")
    km: float | SkipJsonSchema[None] = _figure("Kilometres of one trip.")
    rate_eur_per_km: float | SkipJsonSchema[None] = _figure("Euros a kilometre.")


class TravelReimbursement(_Result):
    """What the client pays for all the trips, what is reimbursed, and how it was calculated."""

    outcome: Literal["reimbursed", "nothing_reimbursed"]
    client_pays_eur: float
    reimbursed_eur: float
    annual_maximum_reached: bool
    steps: tuple[CalculationStep, ...] = pydantic.Field(description="In order; the last is the total.")


# --- The endpoints


class _RuleResult(Protocol):
    def as_dict(self) -> dict[str, Any]: ...


Facts = TypeVar("Facts")


def _assess(
    request: web.Request, body: _FactsRequest, facts: Callable[..., Facts], rule: Callable[[Facts], _RuleResult]
) -> dict[str, Any]:
    """Return what a rule says of the facts given, today where no day is."""
    today = request.config_dict[CLOCK]().astimezone(HELSINKI).date()
    return rule(facts(**{"date": today, **body.model_dump(exclude_none=True)})).as_dict()


async def post_eligibility(request: web.Request, body: EligibilityRequest) -> Assessment:
    """Tell whether the conditions of intensive medical rehabilitation are met."""
    return Assessment.model_validate(_assess(request, body, EligibilityFacts, assess_eligibility))


async def post_allowance(request: web.Request, body: AllowanceRequest) -> Assessment:
    """Tell whether the conditions of rehabilitation allowance are met."""
    return Assessment.model_validate(_assess(request, body, AllowanceFacts, assess_allowance))


async def post_travel(request: web.Request, body: TravelRequest) -> TravelReimbursement:
    """Calculate what the client pays for trips, and what is reimbursed."""
    return TravelReimbursement.model_validate(_assess(request, body, TravelFacts, reimburse_travel))


ENDPOINTS = [
    Endpoint(API, "POST", "/rules/eligibility", post_eligibility),
    Endpoint(API, "POST", "/rules/rehabilitation-allowance", post_allowance),
    Endpoint(API, "POST", "/rules/travel-reimbursement", post_travel),
]
