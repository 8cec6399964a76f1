"""Travel reimbursement (matkakorvaus): what a client pays for one-way trips, and what Kela reimburses.

Where the sources leave something open:

- The copayment is per one-way trip; there and back are two trips.
- What counts towards the annual maximum is what the client pays: copayments and trips cheaper than the copayment.
- The maximum is reached when what was paid equals it. A trip during which it fills costs the client only what was left
  of it, and later trips of the year nothing.
- A taxi is taken to be ordered from the regional number unless told otherwise, and a step says so. Ordered elsewhere it
  is not reimbursed at all since 1 July 2018 and does not count towards the maximum; earlier trips are not computed.
- Costs are rounded half up to cents trip by trip.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any, Literal, get_args

from bot.rules.outcome import InvalidFact, parameters_on, require_between, require_one_of, unconfirmed
from bot.rules.parameters import Parameter

Means = Literal["taxi", "own_car", "public_transport"]
TravelOutcome = Literal["reimbursed", "nothing_reimbursed"]

CENT = Decimal("0.01")
TENTH = Decimal("0.1")
MAXIMUM_COST = 5000
MAXIMUM_KM = 2000
MAXIMUM_TRIPS = 1000
COPAYMENT_PARAMETERS = ("copayment_per_trip", "travel_annual_maximum")


@dataclass(frozen=True, kw_only=True)
class TravelFacts:
    """One-way trips of the same cost in one calendar year. Money in euros, distance in kilometres.

    Taxi and public transport need the cost, public transport that of a single ticket; the own car needs the distance.
    """

    date: datetime.date
    means: Means
    one_way_trips: int = 1
    one_way_cost_eur: Decimal | None = None
    one_way_km: Decimal | None = None
    paid_towards_maximum_eur: Decimal = Decimal(0)
    taxi_ordered_from_regional_number: bool | None = None

    def __post_init__(self) -> None:
        require_one_of("means", self.means, get_args(Means))
        require_between("one_way_trips", self.one_way_trips, 1, MAXIMUM_TRIPS)
        require_between("one_way_cost_eur", self.one_way_cost_eur, 0, MAXIMUM_COST)
        require_between("one_way_km", self.one_way_km, 0, MAXIMUM_KM)
        require_between("paid_towards_maximum_eur", self.paid_towards_maximum_eur, 0, MAXIMUM_COST)
        parameters_on(self.date, *COPAYMENT_PARAMETERS)
        if self.means == "own_car":
            parameters_on(self.date, "own_car_rate_per_km")
        if self.ordered_elsewhere:
            parameters_on(self.date, "taxi_order_number_required_since")
        self.km_or_cost()

    @property
    def ordered_elsewhere(self) -> bool:
        """Whether the trip is by a taxi known not to be ordered from the regional number."""
        return self.means == "taxi" and self.taxi_ordered_from_regional_number is False

    def km_or_cost(self) -> Decimal:
        """Return what the means is reckoned by: the distance of an own car, the cost of any other.

        Raises:
            InvalidFact: it is missing.
        """
        own_car = self.means == "own_car"
        value = self.one_way_km if own_car else self.one_way_cost_eur
        if value is None:
            raise InvalidFact(
                "one_way_km" if own_car else "one_way_cost_eur", f"needed where the means is {self.means}"
            )
        return value


@dataclass(frozen=True)
class CalculationStep:
    """One step of a calculation: a code, and the figures it speaks of by name."""

    code: str
    figures: Mapping[str, Decimal | int]

    def as_dict(self) -> dict[str, Any]:
        """Return the step ready for JSON."""
        return {"code": self.code, **{name: _json_number(figure) for name, figure in self.figures.items()}}


@dataclass(frozen=True)
class TravelResult:
    """What the client pays for all the trips, what is reimbursed, and every step; sums in euros."""

    date: datetime.date
    client_pays_eur: Decimal
    reimbursed_eur: Decimal
    annual_maximum_reached: bool
    steps: tuple[CalculationStep, ...]
    parameters: tuple[Parameter, ...]

    @property
    def outcome(self) -> TravelOutcome:
        """Whether anything is reimbursed."""
        return "reimbursed" if self.reimbursed_eur else "nothing_reimbursed"

    def as_dict(self) -> dict[str, Any]:
        """Return the result ready for JSON."""
        return {
            "outcome": self.outcome,
            "client_pays_eur": float(self.client_pays_eur),
            "reimbursed_eur": float(self.reimbursed_eur),
            "annual_maximum_reached": self.annual_maximum_reached,
            "steps": [step.as_dict() for step in self.steps],
            "parameters": [used.as_dict() for used in self.parameters],
            "unconfirmed": unconfirmed(self.parameters, self.date),
            "indicative": True,
        }


def reimburse_travel(facts: TravelFacts) -> TravelResult:
    """Calculate what one-way trips cost the client and what Kela reimburses.

    Source: Kela. 25 euros a trip and 300 euros a calendar year since 1 January 2016.
    """
    if facts.ordered_elsewhere:
        return _not_reimbursed(facts)
    copayment, maximum = parameters_on(facts.date, *COPAYMENT_PARAMETERS)
    cost, opening_steps, cost_parameters = _cost(facts)
    paid_before = _cents(facts.paid_towards_maximum_eur)
    left = max(maximum.number - paid_before, Decimal(0))
    share = min(cost, copayment.number)
    client_pays = min(share * facts.one_way_trips, left)
    total = cost * facts.one_way_trips
    return TravelResult(
        date=facts.date,
        client_pays_eur=client_pays,
        reimbursed_eur=total - client_pays,
        annual_maximum_reached=paid_before + client_pays >= maximum.number,
        steps=(*opening_steps, *_trip_steps(facts.one_way_trips, cost, share, left), _total(total, client_pays)),
        parameters=(copayment, maximum, *cost_parameters),
    )


def own_car_free_km(date: datetime.date) -> Decimal:
    """Return the shortest one-way drive, to a tenth of a kilometre, that costs more than the copayment: 75.8.

    Raises:
        InvalidFact: no value covers the date.
    """
    copayment, rate = parameters_on(date, "copayment_per_trip", "own_car_rate_per_km")
    shortest = (copayment.number / rate.number).quantize(TENTH, ROUND_CEILING)
    # A drive that costs exactly the copayment is not yet reimbursed.
    return shortest if shortest * rate.number > copayment.number else shortest + TENTH


def _cost(facts: TravelFacts) -> tuple[Decimal, tuple[CalculationStep, ...], tuple[Parameter, ...]]:
    """Return the accepted cost of a trip, the steps that lead to it, and the parameters they use."""
    if facts.means == "own_car":
        (rate,) = used = parameters_on(facts.date, "own_car_rate_per_km")
        cost = _cents(facts.km_or_cost() * rate.number)
        figures = {"km": facts.km_or_cost(), "rate_eur_per_km": rate.number, "cost_eur": cost}
        return cost, (CalculationStep("own_car_cost", figures),), used
    cost = _cents(facts.km_or_cost())
    trip = CalculationStep("trip_cost", {"cost_eur": cost})
    if facts.means == "taxi" and facts.taxi_ordered_from_regional_number is None:
        return cost, (CalculationStep("taxi_assumed_from_regional_number", {}), trip), ()
    return cost, (trip,), ()


def _trip_steps(trips: int, cost: Decimal, share: Decimal, left: Decimal) -> Iterator[CalculationStep]:
    """Yield the trips in order, grouped by what the client pays: the whole share, what is left of it, nothing."""
    whole = min(trips, int(left // share)) if share else trips
    if whole:
        code = "trips_below_copayment" if share == cost else "trips_with_copayment"
        yield _trips(code, whole, cost, share)
    rest_of_maximum = left - whole * share
    if whole < trips and rest_of_maximum:
        yield _trips("trip_fills_maximum", 1, cost, rest_of_maximum)
        whole += 1
    if whole < trips:
        yield _trips("trips_after_maximum", trips - whole, cost, Decimal(0))


def _trips(code: str, trips: int, cost: Decimal, client_pays: Decimal) -> CalculationStep:
    figures: dict[str, Decimal | int] = {
        "trips": trips,
        "cost_each_eur": cost,
        "client_pays_each_eur": client_pays,
        "reimbursed_each_eur": cost - client_pays,
    }
    return CalculationStep(code, figures)


def _total(total: Decimal, client_pays: Decimal) -> CalculationStep:
    figures = {"cost_eur": total, "client_pays_eur": client_pays, "reimbursed_eur": total - client_pays}
    return CalculationStep("total", figures)


def _not_reimbursed(facts: TravelFacts) -> TravelResult:
    maximum, required_since = used = parameters_on(
        facts.date, "travel_annual_maximum", "taxi_order_number_required_since"
    )
    total = _cents(facts.km_or_cost()) * facts.one_way_trips
    return TravelResult(
        date=facts.date,
        client_pays_eur=total,
        reimbursed_eur=Decimal(0),
        annual_maximum_reached=_cents(facts.paid_towards_maximum_eur) >= maximum.number,
        steps=(CalculationStep("taxi_not_from_regional_number", {}), _total(total, total)),
        parameters=used,
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _json_number(figure: Decimal | int) -> float | int:
    return float(figure) if isinstance(figure, Decimal) else figure
