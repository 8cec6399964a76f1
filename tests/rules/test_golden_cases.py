"""The rules give what the golden cases in cases/*.yml expect."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.rules import (
    AllowanceFacts,
    EligibilityFacts,
    InvalidFact,
    TravelFacts,
    assess_allowance,
    assess_eligibility,
    provider_serves,
    reimburse_travel,
)
from bot.rules.outcome import Assessment

CASES = Path(__file__).resolve().parent / "cases"
ASKED_ON = datetime.date(2026, 11, 22)
FACTS = {"eligibility": EligibilityFacts, "allowance": AllowanceFacts, "travel": TravelFacts}


def golden(name: str) -> pytest.MarkDecorator:
    """Run a test with every case of a file; a case's facts are added to the file's defaults."""
    content = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    defaults = content.get("defaults", {})
    cases = [{**case, "facts": decimals({**defaults, **case.get("facts", {})})} for case in content["cases"]]
    return pytest.mark.parametrize("case", cases, ids=[case["case"] for case in cases])


def decimals(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with sums, distances and hours as Decimal, as the rules take them."""
    return {name: decimal(value) if _measured(name) else value for name, value in facts.items()}


def decimal(value: float | int | None) -> Decimal | None:
    """Return the number as Decimal by its shortest text; None stays None."""
    return None if value is None else Decimal(str(value))


def _measured(name: str) -> bool:
    return name.endswith(("_eur", "_km")) or name.startswith("hours_")


def check_assessment(result: Assessment, expect: dict[str, Any]) -> None:
    """Compare outcome, alternatives, the criteria that are not met or unknown, and the reasons a case names."""
    assert result.outcome == expect["outcome"]
    assert list(result.alternatives) == expect.get("alternatives", [])
    assert {each.id: each.result for each in result.criteria if each.result != "met"} == expect.get("criteria", {})
    reasons = {each.id: each.reason for each in result.criteria}
    assert {id: reasons[id] for id in expect.get("reasons", {})} == expect.get("reasons", {})


@golden("eligibility")
def test_eligibility(case: dict[str, Any]) -> None:
    check_assessment(assess_eligibility(EligibilityFacts(**case["facts"])), case["expect"])


@golden("allowance")
def test_allowance(case: dict[str, Any]) -> None:
    check_assessment(assess_allowance(AllowanceFacts(**case["facts"])), case["expect"])


@golden("travel")
def test_travel(case: dict[str, Any]) -> None:
    result = reimburse_travel(TravelFacts(**case["facts"]))
    expect = case["expect"]
    assert result.client_pays_eur == decimal(expect["client"])
    assert result.reimbursed_eur == decimal(expect["reimbursed"])
    assert result.annual_maximum_reached is expect["reached"]
    assert [step.code for step in result.steps] == [*expect["steps"], "total"]
    assert result.outcome == ("reimbursed" if expect["reimbursed"] else "nothing_reimbursed")


@golden("invalid_facts")
def test_invalid_facts_name_the_field(case: dict[str, Any]) -> None:
    with pytest.raises(InvalidFact) as error:
        FACTS[case["rule"]](**{"date": ASKED_ON, **case["facts"]})
    assert error.value.field == case["field"]
    assert str(error.value).startswith(f"{case['field']}: ")


@golden("providers")
def test_provider(case: dict[str, Any]) -> None:
    result = provider_serves(case["client"], case["indicated"], case.get("place"))
    assert (result.outcome, result.reason) == (case["outcome"], case["reason"])


def test_every_case_file_is_run() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [file.stem for file in CASES.glob("*.yml") if f'@golden("{file.stem}")' not in source] == []
