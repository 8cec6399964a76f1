"""Words of an assessment by the rules: outcome, each criterion with its reason, alternatives, what it rests on."""

from __future__ import annotations

from datetime import datetime
from typing import Iterable, List

from bot.rules import Criterion
from bot.rules.outcome import Assessment
from bot.rules.parameters import Parameter
from bot.wording import answers
from bot.wording.formats import day
from bot.wording.i18n import has, words
from bot.wording.placeholders import value_of


def assessment(flow_id: str, result: Assessment, language: str, now: datetime) -> str:
    """Return the words of a result: outcome, criteria one by one, what it means, alternatives, values, disclaimer."""
    # With nothing known there is nothing to go through.
    nothing_known = all(criterion.result == "unknown" for criterion in result.criteria)
    outcome = "nothing_known" if nothing_known else result.outcome
    criteria = [] if nothing_known else [_criterion(flow_id, criterion, language, now) for criterion in result.criteria]
    alternatives = [
        answers.phrase(f"flow.{flow_id}.alternatives.{name.replace('.', '_')}", language, now)
        for name in result.alternatives
    ]
    parts = [
        words(f"flow.{flow_id}.outcome.{outcome}", language),
        "\n".join(f"- {line}" for line in criteria),
        answers.phrase(f"flow.{flow_id}.next.{outcome}", language, now),
        listed(words("flow.common.alternatives", language), alternatives),
        in_force(result.parameters, language, now),
        words("common.disclaimer.indicative", language),
    ]
    return "\n\n".join(part for part in parts if part)


def _criterion(flow_id: str, criterion: Criterion, language: str, now: datetime) -> str:
    result = words(f"flow.common.result.{criterion.result}", language)
    return f"**{result}:** {answers.phrase(f'flow.{flow_id}.reasons.{criterion.reason}', language, now)}"


def listed(heading: str, lines: List[str]) -> str:
    """Return a heading and a list, nothing where the list is empty."""
    return "\n".join([heading, "", *(f"- {line}" for line in lines)]) if lines else ""


def in_force(parameters: Iterable[Parameter], language: str, now: datetime) -> str:
    """Return the values used and their dates, and a warning where none of the sources confirms one for this day."""
    named = [parameter for parameter in parameters if has(_key(parameter), language)]
    values = listed(words("flow.common.values", language), [_dated(parameter, language) for parameter in named])
    if all(parameter.confirmed_on(now.date()) for parameter in named):
        return values
    return f"{values}\n\n{words('flow.common.unconfirmed', language)}"


def _dated(parameter: Parameter, language: str) -> str:
    value = words(_key(parameter), language, value=value_of(parameter, language))
    dates = []
    if parameter.valid_from_stated:
        dates.append(words("flow.common.since", language, date=day(parameter.valid_from, language)))
    if parameter.confirmed_until is not None:
        dates.append(words("flow.common.confirmed", language, date=day(parameter.confirmed_until, language)))
    return f"{value} ({', '.join(dates)})" if dates else value


def _key(parameter: Parameter) -> str:
    # Words are there for the values that decide a person's result; other parameters only describe alternatives.
    return f"flow.common.parameters.{parameter.name}"
