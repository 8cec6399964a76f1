"""Rehabilitative psychotherapy (kuntoutuspsykoterapia): what a client pays for sessions, and what Kela reimburses.

Where the sources leave something open:

- Kela reimburses a session up to a maximum that its kind and length decide; the client pays the rest of the price. The
  decree names no least share of the client, so a price within the maximum leaves nothing to pay. No page confirms that.
- Sessions above the most in a year or in all are not reimbursed: the client pays them whole.
- The whole is as long as the support can last, with the same number of sessions each year.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal, get_args

from bot.rules.outcome import parameters_on, require_between, require_one_of, unconfirmed
from bot.rules.parameters import Parameter
from bot.rules.travel import CENT, CalculationStep

SessionKind = Literal["individual", "group", "family_60", "family_90"]
PsychotherapyOutcome = Literal["client_pays", "nothing_to_pay"]

MAXIMUM_PRICE = 1000
MAXIMUM_SESSIONS = 300
_LIMITS = ("psychotherapy_sessions_per_year", "psychotherapy_sessions_total", "psychotherapy_max_years")


@dataclass(frozen=True, kw_only=True)
class PsychotherapyFacts:
    """Sessions of one kind and price; money in euros. Families and couples have sessions of 60 or 90 minutes."""

    date: datetime.date
    kind: SessionKind
    price_eur: Decimal
    sessions_per_year: int

    def __post_init__(self) -> None:
        require_one_of("kind", self.kind, get_args(SessionKind))
        require_between("price_eur", self.price_eur, 0, MAXIMUM_PRICE)
        require_between("sessions_per_year", self.sessions_per_year, 1, MAXIMUM_SESSIONS)


@dataclass(frozen=True)
class PsychotherapyResult:
    """What the client pays for a session, a year and the whole, and every step; sums in euros.

    Attributes:
        client_pays_each_eur: for a session that is reimbursed.
        client_pays_year_eur: for a full year, sessions that are not reimbursed included.
        client_pays_whole_eur: for as many reimbursed sessions as the support can last.
    """

    date: datetime.date
    client_pays_each_eur: Decimal
    client_pays_year_eur: Decimal
    client_pays_whole_eur: Decimal
    steps: tuple[CalculationStep, ...]
    parameters: tuple[Parameter, ...]

    @property
    def outcome(self) -> PsychotherapyOutcome:
        """Whether anything is left for the client to pay."""
        return "client_pays" if self.client_pays_year_eur else "nothing_to_pay"

    def as_dict(self) -> dict[str, Any]:
        """Return the result ready for JSON."""
        return {
            "outcome": self.outcome,
            "client_pays_each_eur": float(self.client_pays_each_eur),
            "client_pays_year_eur": float(self.client_pays_year_eur),
            "client_pays_whole_eur": float(self.client_pays_whole_eur),
            "steps": [step.as_dict() for step in self.steps],
            "parameters": [used.as_dict() for used in self.parameters],
            "unconfirmed": unconfirmed(self.parameters, self.date),
            "indicative": True,
        }


def psychotherapy_cost(facts: PsychotherapyFacts) -> PsychotherapyResult:
    """Calculate what sessions of rehabilitative psychotherapy cost the client.

    Source: Government decree 1469/2015, in force since 1 January 2016, for the maximum of a session; Kela for the
    number of sessions.

    Raises:
        InvalidFact: a fact is outside its limits, or no value covers the date.
    """
    maximum, *limits = used = parameters_on(facts.date, f"psychotherapy_reimbursement_{facts.kind}", *_LIMITS)
    per_year, in_all, years = (int(limit.number) for limit in limits)
    price = facts.price_eur.quantize(CENT, ROUND_HALF_UP)
    own = max(price - maximum.number, Decimal(0))
    reimbursed = min(facts.sessions_per_year, per_year)
    beyond = facts.sessions_per_year - reimbursed
    whole = min(reimbursed * years, in_all)
    year = own * reimbursed + price * beyond
    steps = [
        CalculationStep("session", {"price_eur": price, "reimbursed_eur": price - own, "client_pays_eur": own}),
        CalculationStep("year", {"sessions": reimbursed, "client_pays_eur": own * reimbursed}),
    ]
    if beyond:
        steps.append(CalculationStep("beyond_year", {"sessions": beyond, "client_pays_eur": price * beyond}))
    steps.append(CalculationStep("whole", {"sessions": whole, "client_pays_eur": own * whole}))
    return PsychotherapyResult(facts.date, own, year, own * whole, tuple(steps), used)
