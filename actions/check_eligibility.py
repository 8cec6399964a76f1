"""The guided check of the six conditions of intensive medical rehabilitation."""

from __future__ import annotations

from datetime import date, datetime

from actions.flow_engine import Answers, Ending, Flow
from actions.flow_outcome import assessment
from actions.flow_steps import age, yes_or_no
from bot.rules import EligibilityFacts, assess_eligibility

ID = "check.eligibility"


def _age_result(years: int, today: date) -> str:
    return assess_eligibility(EligibilityFacts(date=today, age=years)).criteria[0].result


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
        yes_or_no("duration"),
        yes_or_no("medical"),
        yes_or_no("institution"),
        yes_or_no("plan"),
    ),
    finish=_finish,
)
