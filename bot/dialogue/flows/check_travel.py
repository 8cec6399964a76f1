"""The guided calculation of what a trip costs the client and what is reimbursed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import List, Optional, Tuple

from bot import languages
from bot.dialogue.engine import Answers, Ending, Flow, InvalidAnswer, Step
from bot.dialogue.outcome import in_force, listed
from bot.dialogue.steps import as_decimal, one_of, show_euros, show_km, within
from bot.dialogue.utterance import Utterance, amount
from bot.entities.entity import Entity, plain
from bot.languages.patterns import anywhere, whole
from bot.rules import CalculationStep, TravelFacts, TravelResult, reimburse_travel
from bot.rules.parameters import parameter
from bot.wording.answers import phrase
from bot.wording.formats import euros, number
from bot.wording.i18n import words

ID = "check.travel"
MEANS = ("taxi", "public_transport", "own_car")
MOST_EUROS, MOST_KM, MOST_TRIPS = 5000, 2000, 1000
CENT = Decimal("0.01")
ROUND_TRIP = "round_trip"
PERIODS = ("day", "week", "month", "year")


@dataclass(frozen=True)
class TravelWords:
    """A language's words; what each list holds is said in data/words/fi/check_travel.yml."""

    paid: Tuple[str, ...]
    unpaid: Tuple[str, ...]
    nothing_paid: Tuple[str, ...]
    all_paid: Tuple[str, ...]
    missing: Tuple[str, ...]
    one_way: Tuple[str, ...]
    visits: Tuple[str, ...]
    times: Tuple[str, ...]
    trips: Tuple[str, ...]


_WORDS = languages.merged("check_travel", TravelWords)
_PAID = anywhere(_WORDS.paid)
_UNPAID = anywhere(_WORDS.unpaid)
_NOTHING = anywhere(_WORDS.nothing_paid)
_FULL = anywhere(_WORDS.all_paid)
# A sum that is missing from the annual maximum is neither a price nor paid.
_MISSING = anywhere(_WORDS.missing)
# "2 x 30" as well as the language's words.
_ONE_WAY = re.compile(rf"{whole(_WORDS.one_way)}|\b2 ?[x×]", re.IGNORECASE)
# A visit is a trip there and a trip back; "twice a week" counts visits, "two trips a week" trips.
_VISIT = anywhere(_WORDS.visits)
_TIMES = anywhere(_WORDS.times)
_TRIP = anywhere(_WORDS.trips)


def _with_own_car(answers: Answers, today: date) -> bool:
    return answers.get("means") == "own_car"


def _with_a_ticket(answers: Answers, today: date) -> bool:
    return not _with_own_car(answers, today)


def _read_price(utterance: Utterance, asked: bool) -> Optional[str]:
    sums = [fact for fact in utterance.found("money") if asked or not _about_maximum(utterance.clause(fact))]
    return _per_direction(utterance, sums, asked, MOST_EUROS, CENT)


def _about_maximum(clause: str) -> bool:
    return _speaks_of_paid(clause) or bool(_MISSING.search(clause))


def _speaks_of_paid(clause: str) -> bool:
    return bool(_PAID.search(_UNPAID.sub(" ", clause)))


def _read_km(utterance: Utterance, asked: bool) -> Optional[str]:
    return _per_direction(utterance, utterance.found("distance_km"), asked, MOST_KM, Decimal("0.1"))


def _per_direction(utterance: Utterance, facts: List[Entity], asked: bool, most: int, unit: Decimal) -> Optional[str]:
    """Return an amount for one direction: half of a round trip's."""
    facts = facts or (utterance.found("number") if asked else [])
    if not facts or (not asked and any(fact.value != facts[0].value for fact in facts)):
        # Of several amounts that nobody asked for, the person has to say which one is meant.
        return None
    told = within(0, amount(facts[0]), most)
    clause = utterance.clause(facts[0])
    there_and_back = any(
        fact.unit == ROUND_TRIP and utterance.text[fact.start : fact.end] in clause for fact in utterance.found("count")
    )
    return plain((told / 2).quantize(unit) if there_and_back and not _ONE_WAY.search(clause) else told)


def _read_trips(utterance: Utterance, asked: bool) -> Optional[int]:
    counted = [fact for fact in utterance.found("count") if fact.unit != ROUND_TRIP]
    both_ways = [amount(fact) for fact in utterance.found("count") if fact.unit == ROUND_TRIP]
    if counted:
        fact = counted[0]
        noun = utterance.text[fact.start : fact.end]
        repeated = fact.unit in PERIODS and not _TRIP.search(noun)
        is_visit = _VISIT.search(noun) or repeated or (both_ways and _TIMES.search(noun))
        return _trips(amount(fact) * (2 if is_visit else 1))
    if both_ways:
        return _trips(max(both_ways))
    bare = utterance.value("number") if asked else None
    return None if bare is None else _trips(Decimal(bare))


def _trips(value: Decimal) -> int:
    trips = within(1, value, MOST_TRIPS)
    if trips != int(trips):
        raise InvalidAnswer()
    return int(trips)


def _read_paid(utterance: Utterance, asked: bool) -> Optional[str]:
    sums = [fact for fact in utterance.found("money", "number") if asked or _speaks_of_paid(utterance.clause(fact))]
    if sums:
        return plain(within(0, amount(sums[0]), MOST_EUROS))
    if asked and _FULL.search(utterance.text):
        return plain(parameter("travel_annual_maximum", utterance.today).number)
    return "0" if asked and (utterance.act == "deny" or _NOTHING.search(utterance.text)) else None


def _finish(answers: Answers, language: str, now: datetime) -> Ending:
    cost, km, paid = as_decimal(answers, "price"), as_decimal(answers, "km"), as_decimal(answers, "paid")
    means = answers.get("means")
    if (km if means == "own_car" else cost) is None:
        text = phrase(f"flow.{ID}.cannot_calculate", language, now)
        return Ending(text, {"outcome": "unknown", "indicative": True}, ("travel.copayment", "travel.own_car"), ID)
    result = reimburse_travel(
        TravelFacts(
            date=now.date(),
            # A ticket and a taxi's price are reimbursed alike, so an unknown means does not stop the calculation.
            means=means or "public_transport",
            one_way_trips=answers.get("trips") or 1,
            one_way_cost_eur=cost,
            one_way_km=km,
            paid_towards_maximum_eur=paid or Decimal(0),
        )
    )
    assumed = [
        words(f"flow.{ID}.assumed.{step}", language) for step in ("means", "trips", "paid") if answers.get(step) is None
    ]
    parts = [
        _headline(result, answers.get("trips") or 1, language),
        listed(words(f"flow.{ID}.steps_heading", language), [_step(step, language) for step in result.steps]),
        listed(words(f"flow.{ID}.assumed.heading", language), assumed),
        phrase(f"flow.{ID}.next.{means or 'unknown'}", language, now),
        in_force(result.parameters, language, now),
        words("common.disclaimer.indicative", language),
    ]
    related = ("travel.claim", "travel.own_car" if means == "own_car" else "travel.taxi", "travel.who")
    return Ending("\n\n".join(part for part in parts if part), result.as_dict(), related, sources_of=ID)


def _headline(result: TravelResult, trips: int, language: str) -> str:
    headline = words(
        f"flow.{ID}.outcome.{result.outcome}",
        language,
        pays=euros(result.client_pays_eur, language),
        reimbursed=euros(result.reimbursed_eur, language),
        trips=trips,
    )
    reached = words(f"flow.{ID}.maximum_reached", language) if result.annual_maximum_reached else ""
    return f"{headline} {reached}".strip()


def _step(step: CalculationStep, language: str) -> str:
    figures = {
        name: euros(figure, language) if name.endswith(("_eur", "_eur_per_km")) else number(figure, language)
        for name, figure in step.figures.items()
    }
    return words(f"flow.{ID}.steps.{step.code}", language, figures)


FLOW = Flow(
    id=ID,
    steps=(
        one_of("means", "means", MEANS),
        Step("price", _read_price, "decimal", frozenset({"money", "number"}), needed=_with_a_ticket, show=show_euros),
        Step("km", _read_km, "decimal", frozenset({"distance_km", "number"}), needed=_with_own_car, show=show_km),
        Step(
            "trips",
            _read_trips,
            "integer",
            frozenset({"count", "number"}),
            choices={"1": 1, "2": 2},
            show=lambda value, _: str(value),
        ),
        Step("paid", _read_paid, "decimal", frozenset({"money", "number"}), choices={"0": "0"}, show=show_euros),
    ),
    finish=_finish,
)
