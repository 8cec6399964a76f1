"""The guided check of the six conditions of intensive medical rehabilitation."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from bot.dialogue.engine import Answers, Ending, Flow, Step
from bot.dialogue.outcome import assessment
from bot.dialogue.steps import YES_OR_NO, age, read_yes_or_no, yes_or_no
from bot.dialogue.utterance import Utterance, amount
from bot.rules import EligibilityFacts, assess_eligibility
from bot.rules.parameters import parameter

ID = "check.eligibility"
PER_YEAR = {"day": Decimal(365), "week": Decimal(52), "month": Decimal(12), "year": Decimal(1)}


def _age_result(years: int, today: date) -> str:
    return assess_eligibility(EligibilityFacts(date=today, age=years)).criteria[0].result


def _read_duration(utterance: Utterance, asked: bool) -> Optional[bool]:
    """Return whether the need lasts long enough, told as yes or no or as a length of time."""
    # "15 vuotta" reads like an age, but not as the answer to how long.
    years = [amount(fact) / PER_YEAR[fact.unit or "year"] for fact in utterance.found("duration")]
    years += [amount(fact) for fact in utterance.found("age")]
    if asked and years:
        return years[0] >= parameter("need_min_years", utterance.today).number
    return read_yes_or_no(utterance, asked)


def _finish(answers: Answers, language: str, now: datetime) -> Ending:
    result = assess_eligibility(
        EligibilityFacts(
            date=now.date(),
            age=answers.get("age"),
            significant_difficulties=answers.get("difficulty"),
            need_at_least_one_year=answers.get("duration"),
            related_to_medical_treatment=answers.get("medical"),
            in_public_institutional_care=answers.get("institution"),
            plan_from_public_health_care=answers.get("plan"),
        )
    )
    related = {
        "met": ("rehab.intensive.apply", "rehab.intensive.services", "provider.choose"),
        "not_met": ("rehab.discretionary.when", "rehab.discretionary.apply", "rehab.other_routes"),
        "unknown": ("rehab.intensive.criteria", "rehab.intensive.apply", "contact.customer_service"),
    }[result.outcome]
    return Ending(assessment(ID, result, language, now), result.as_dict(), related, sources_of=ID)


FLOW = Flow(
    id=ID,
    steps=(
        age("age", decides=_age_result),
        yes_or_no("difficulty"),
        Step("duration", _read_duration, "choice", frozenset({"duration", "age"}), YES_OR_NO),
        yes_or_no("medical"),
        yes_or_no("institution"),
        yes_or_no("plan"),
    ),
    finish=_finish,
)
