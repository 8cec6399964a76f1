"""Parameters are dated, sourced and confirmed; staleness is loud; broken files are refused with a helpful message."""

from __future__ import annotations

import datetime
import warnings
from decimal import Decimal
from pathlib import Path

import pytest

from bot.data_files import DataError
from bot.rules.parameters import (
    NoValueOn,
    all_parameters,
    find_parameter,
    is_stale,
    load,
    parameter,
    stale,
)
from bot.rules.table import lines

TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "date", "value"),
    [
        ("copayment_per_trip", "2015-12-31", "16"),
        ("copayment_per_trip", "2016-01-01", "25"),
        ("copayment_per_trip", "2026-11-22", "25"),
        ("travel_annual_maximum", "2015-12-31", "272"),
        ("travel_annual_maximum", "2016-01-01", "300"),
        ("own_car_rate_per_km", "2022-06-30", "0.2"),
        ("own_car_rate_per_km", "2022-07-01", "0.33"),
        ("allowance_min_age", "2024-12-31", "16"),
        ("allowance_min_age", "2025-01-01", "18"),
        ("youth_allowance_min_age", "2024-12-31", "16"),
        ("youth_allowance_min_age", "2025-01-01", "18"),
        ("allowance_claim_deadline_months", "2022-12-31", "4"),
        ("allowance_claim_deadline_months", "2023-01-01", "6"),
        ("accommodation_allowance_per_day", "2026-11-22", "20.18"),
        ("taxi_order_deadline", "2026-11-22", "14:00"),
        ("taxi_contract_end", "2026-11-22", "2026-12-31"),
        ("allowance_exception_born_before", "2026-11-22", "2009-01-01"),
    ],
)
def test_the_value_in_force_on_the_day(name: str, date: str, value: str) -> None:
    assert str(parameter(name, datetime.date.fromisoformat(date)).value) == value


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("copayment_per_trip", "2011-12-31"),
        ("copayment_per_trip", "2013-01-01"),
        ("copayment_per_trip", "2013-12-31"),
        ("allowance_min_age_born_before_exception", "2024-12-31"),
        ("taxi_order_number_required_since", "2018-06-30"),
        ("taxi_contract_end", "2027-01-01"),
    ],
)
def test_a_day_without_a_value_is_an_error_that_names_both(name: str, date: str) -> None:
    on = datetime.date.fromisoformat(date)
    assert find_parameter(name, on) is None
    with pytest.raises(NoValueOn, match=f"{name} has no value on {date}"):
        parameter(name, on)


def test_a_parameter_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        parameter("copaymant", TODAY)


def test_money_is_decimal() -> None:
    assert parameter("own_car_rate_per_km", TODAY).number == Decimal("0.33")


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="copayment_per_trip"):
        parameter("copayment_per_trip", TODAY).whole  # noqa: B018
    with pytest.raises(TypeError, match="copayment_per_trip"):
        parameter("copayment_per_trip", TODAY).day  # noqa: B018
    with pytest.raises(TypeError, match="taxi_contract_end"):
        parameter("taxi_contract_end", TODAY).number  # noqa: B018


@pytest.mark.filterwarnings("always")
def test_every_value_was_confirmed_once_and_those_not_for_a_year_are_listed_loudly() -> None:
    """Warn of every stale parameter: check it at its source and move `confirmed_until`, or add a new value."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    listed = [f"{each.name}: {each.confirmed_until}, check {each.source_url}" for each in stale(today)]
    if listed:
        warnings.warn("\n".join(["parameters whose confirmation is older than a year:", *listed]), stacklevel=1)
    assert [each.name for each in all_parameters() if each.confirmed_until is None] == []


def test_a_confirmation_is_stale_after_a_year() -> None:
    copayment = parameter("copayment_per_trip", TODAY)
    assert copayment.confirmed_until == datetime.date(2026, 3, 10)
    assert copayment.confirmed_on(datetime.date(2026, 3, 10))
    assert not copayment.confirmed_on(datetime.date(2026, 3, 11))
    assert not is_stale(copayment, datetime.date(2027, 3, 10))
    assert is_stale(copayment, datetime.date(2027, 3, 11))
    assert copayment in stale(datetime.date(2027, 3, 11))


def test_only_values_in_force_can_be_stale() -> None:
    assert all(find_parameter(each.name, TODAY) == each for each in stale(TODAY))


def test_the_table_shows_every_value_and_its_source() -> None:
    table = "\n".join(lines(TODAY))
    for each in all_parameters():
        assert each.name in table
        assert each.source_url in table
    assert "STALE" in table
    assert "~2016-01-01" in table


ENTRY = """
fee:
  description: A fee
  unit: EUR
  values:
    - {valid_from: 2020-01-01, value: 1, confirmed_until: 2020-12-31, source: kela_therapies}
    - {valid_from: 2021-01-01, value: 2, source: kela_therapies}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("value: 1,", "valeu: 1,", "'fee.values.0.value' is missing: add it"),
        ("source: kela_therapies}", "source: kela_therapies, colour: red}", "'fee.values.0.colour' is not known"),
        ("  unit: EUR\n", "", "'fee.unit' is missing: add it"),
        ("unit: EUR", "unit: USD", "unit 'USD' is unknown"),
        ("value: 2,", "value: two,", "'two' is no value in EUR"),
        ("value: 2,", "value: yes,", "True is no value in EUR"),
        ("source: kela_therapies}", "source: kela_moon}", "source 'kela_moon' is unknown: add it to sources.yml"),
        ("valid_from: 2021-01-01", "valid_from: 2019-01-01", "order the values"),
        ("valid_from: 2021-01-01", "valid_from: '2021-01-01'", "'fee.values.1.valid_from' .*valid date"),
        ("confirmed_until: 2020-12-31", "confirmed_until: 2019-12-31", "confirmed_until is before"),
        ("value: 1,", "value: 1, value: 3,", "'value' is given twice"),
        ("  unit: EUR", " unit: EUR", "fees.yml"),
        ("  description: A fee", "  decsription: A fee", "'fee.decsription' is not known: use one of description, "),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_the_fix(tmp_path: Path, old: str, new: str, message: str) -> None:
    file = tmp_path / "fees.yml"
    file.write_text(ENTRY.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=message) as error:
        load([file])
    assert "fees.yml" in str(error.value)


def test_a_name_in_two_files_is_refused(tmp_path: Path) -> None:
    files = [tmp_path / "fees.yml", tmp_path / "more.yml"]
    for file in files:
        file.write_text(ENTRY, encoding="utf-8")
    with pytest.raises(DataError, match=r"more.yml: 'fee' is defined in another file too"):
        load(files)
