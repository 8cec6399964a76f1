"""Who may get intensive medical rehabilitation (vaativa lääkinnällinen kuntoutus), and what else to look into.

The six conditions are those of Act 566/2005 as Kela and Invalidiliitto state them. Where the two leave something open:

- Under 65 is taken literally: a person of exactly 65 does not meet it. Age is that on the date asked about, as no
  source says which day decides.
- Kela excludes people in long-term public institutional care, Invalidiliitto people in public institutional care. A
  plain yes does not meet the condition, and the reason code tells that a short stay is to be asked about from Kela.
- Discretionary rehabilitation has no lower or upper age; it needs at least a year of need. It is offered unless the
  need is known to be shorter. A person of exactly 65 gets it offered too, as nothing rules that age out.
- LAKU and OPI are offered by age unless the diagnosis or the studies are known to be others; LAKU not to a child whose
  difficulties are significant. The ages are Kela's newer ones, which are undated.
- Public health care is offered where the failing condition points there: treatment, institutional care, or a need too
  short for Kela.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from bot.rules.outcome import (
    Assessment,
    Criterion,
    criterion_of,
    negated,
    parameters_on,
    require_between,
    require_one_of,
)
from bot.rules.parameters import Parameter

DiagnosisGroup = Literal["adhd", "autism_spectrum", "tourette_or_tics", "depression_or_anxiety", "other"]
Studies = Literal["vocational", "upper_secondary", "other"]

KELA = "kela_intensive_medical_rehabilitation"
INVALIDILIITTO = "invalidiliitto_rehabilitation"
LAKU_DIAGNOSES = ("adhd", "autism_spectrum", "tourette_or_tics")
OPI_DIAGNOSES = ("depression_or_anxiety",)
OPI_STUDIES = ("vocational", "upper_secondary")
CRITERIA_PARAMETERS = ("intensive_age_below", "need_min_years")
DISCRETIONARY_PARAMETERS = ("discretionary_need_min_years",)
LAKU_AGES = ("laku_min_age", "laku_max_age")
OPI_AGES = ("opi_min_age", "opi_max_age")


@dataclass(frozen=True, kw_only=True)
class EligibilityFacts:
    """What is known of a person on a date; None where nobody said. Ages in whole years."""

    date: datetime.date
    age: int | None = None
    significant_difficulties: bool | None = None
    need_at_least_one_year: bool | None = None
    related_to_medical_treatment: bool | None = None
    in_public_institutional_care: bool | None = None
    plan_from_public_health_care: bool | None = None
    diagnosis_group: DiagnosisGroup | None = None
    studies: Studies | None = None

    def __post_init__(self) -> None:
        require_between("age", self.age, 0, 120)
        require_one_of("diagnosis_group", self.diagnosis_group, get_args(DiagnosisGroup))
        require_one_of("studies", self.studies, get_args(Studies))
        parameters_on(self.date, *CRITERIA_PARAMETERS, *DISCRETIONARY_PARAMETERS, *LAKU_AGES, *OPI_AGES)


class EligibilityResult(Assessment):
    """The six criteria: age, difficulty, duration, medical, institution, plan; alternatives where any is not met."""


def assess_eligibility(facts: EligibilityFacts) -> EligibilityResult:
    """Assess the right to intensive medical rehabilitation.

    Source: Act 566/2005 as stated by Kela (page of 24 April 2024) and Invalidiliitto.
    """
    used = parameters_on(facts.date, *CRITERIA_PARAMETERS)
    age_below = used[0]
    criteria = (_age(facts.age, age_below), *_yes_or_no_criteria(facts))
    result = EligibilityResult(facts.date, criteria, used)
    if result.outcome != "not_met":
        return result
    alternatives = dict(_alternatives(facts))
    conditions = (condition for used_by_one in alternatives.values() for condition in used_by_one)
    return EligibilityResult(facts.date, criteria, (*used, *conditions), tuple(alternatives))


def _age(age: int | None, age_below: Parameter) -> Criterion:
    fact = None if age is None else age < age_below.whole
    return criterion_of("age", fact, KELA, reasons=("age_below_limit", "age_not_below_limit", "age_not_given"))


def _yes_or_no_criteria(facts: EligibilityFacts) -> tuple[Criterion, ...]:
    return (
        criterion_of(
            "difficulty",
            facts.significant_difficulties,
            KELA,
            reasons=("difficulties_significant", "difficulties_not_significant", "difficulties_not_given"),
        ),
        criterion_of(
            "duration",
            facts.need_at_least_one_year,
            KELA,
            reasons=("need_long_enough", "need_too_short", "need_not_given"),
        ),
        criterion_of(
            "medical",
            negated(facts.related_to_medical_treatment),
            KELA,
            reasons=("not_medical_treatment", "medical_treatment", "medical_treatment_not_given"),
        ),
        criterion_of(
            "institution",
            negated(facts.in_public_institutional_care),
            KELA,
            reasons=("not_in_institution", "in_institution_ask_if_short", "institution_not_given"),
        ),
        criterion_of(
            "plan",
            facts.plan_from_public_health_care,
            INVALIDILIITTO,
            reasons=("plan_from_public_health_care", "no_plan_from_public_health_care", "plan_not_given"),
        ),
    )


def _alternatives(facts: EligibilityFacts) -> Iterator[tuple[str, tuple[Parameter, ...]]]:
    """Yield the routes to look into, each with the parameters of its own conditions."""
    need_too_short = facts.need_at_least_one_year is False
    if not need_too_short:
        yield "rehab.discretionary", parameters_on(facts.date, *DISCRETIONARY_PARAMETERS)
        laku_ages = parameters_on(facts.date, *LAKU_AGES)
        if _aged(facts.age, *laku_ages) and _laku_not_ruled_out(facts):
            yield "rehab.laku", laku_ages
        opi_ages = parameters_on(facts.date, *OPI_AGES)
        if _aged(facts.age, *opi_ages) and _opi_not_ruled_out(facts):
            yield "rehab.opi", opi_ages
    if need_too_short or facts.related_to_medical_treatment or facts.in_public_institutional_care:
        yield "rehab.public_health_care", ()


def _laku_not_ruled_out(facts: EligibilityFacts) -> bool:
    # Kela's page: not for a child with significant difficulties in coping and participating.
    return facts.significant_difficulties is not True and facts.diagnosis_group in (None, *LAKU_DIAGNOSES)


def _opi_not_ruled_out(facts: EligibilityFacts) -> bool:
    return facts.diagnosis_group in (None, *OPI_DIAGNOSES) and facts.studies in (None, *OPI_STUDIES)


def _aged(age: int | None, youngest: Parameter, oldest: Parameter) -> bool:
    return age is not None and youngest.whole <= age <= oldest.whole
