"""Facts come from the data: a new value changes every text that tells it, and no text holds one of its own."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from bot.data_files import load_records
from bot.dialogue.outcome import in_force
from bot.hours import HELSINKI
from bot.languages import codes
from bot.rules.parameters import Parameter, Table, Value, find_parameter, lookup, names, parameter
from bot.wording import answers, placeholders
from bot.wording.formats import day
from bot.wording.i18n import words
from bot.wording.placeholders import Placeholders
from tests.wording.test_locales import ADDRESS, PLACEHOLDER, templates

TODAY = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)
NEW_YEAR = date(2027, 1, 1)
AFTERWARDS = datetime(2027, 2, 1, 10, 0, tzinfo=HELSINKI)


@dataclass(frozen=True)
class Literal:
    """An entry of literals.yml: digits that may stand in the keys that fit a pattern."""

    id: str
    keys: str
    literal: str
    reason: str


RULES = Path(__file__).parents[2] / "bot" / "rules"
LITERALS = load_records(Path(__file__).parent / "literals.yml", Literal)


def without_literals(key: str, text: str) -> str:
    """Return a text without addresses and without what literals.yml lets stand in its key."""
    text = ADDRESS.sub("", text)
    for entry in LITERALS.values():
        if fnmatchcase(key, entry.keys):
            text = re.sub(entry.literal, "", text)
    return text


# --- A value of the future


def another(last: Parameter, number: int) -> Value:
    """Return a value of the same kind that nothing else in any text has."""
    if isinstance(last.value, date):
        return date(2031, 3, 1) + timedelta(days=number)
    if isinstance(last.value, str):
        return "05:55"
    if last.unit == "EUR/km":
        return Decimal("7.77")
    return Decimal(7000 + number) if isinstance(last.value, Decimal) else 7000 + number


def of_the_future() -> Table:
    """Return the real table, in which every parameter gets another value on 1 January 2027."""
    table = {}
    for number, name in enumerate(names()):
        last = find_parameter(name, TODAY.date())
        assert last is not None
        new = dataclasses.replace(
            last,
            value=another(last, number),
            valid_from=NEW_YEAR,
            valid_from_stated=True,
            confirmed_until=date(2027, 12, 31),
        )
        table[name] = (*lookup._table()[name], (NEW_YEAR, new))
    return table


@pytest.fixture
def future(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the values of the future beside the real ones."""
    table = of_the_future()
    monkeypatch.setattr(lookup, "_table", lambda: table)
    placeholders._written.cache_clear()
    yield
    placeholders._written.cache_clear()


class Shown(dict[str, str]):
    """Words for the placeholders that are not about parameters: contacts, hours, pages, and a dialogue's own."""

    def __missing__(self, name: str) -> str:
        return "x"


def rendered(key: str, text: str, language: str, now: datetime) -> str:
    """Return a text with the values of the parameters, and x for everything else."""
    known: Mapping[str, str] = Placeholders(language, now)
    about = {name.split(".")[0] for name in names()} | {"own_car_free_km"}
    values = {name: known[name] for name in PLACEHOLDER.findall(text) if name.split(".")[0] in about}
    return without_literals(key, words(key, language, Shown(values)))


def old_words(language: str) -> set[str]:
    """Return every value that the real table has ever had, as it is written, with its days and years."""
    every = [each for values in lookup._table().values() for _, each in values if each is not None]
    dates = [each.valid_from for each in every] + [each.confirmed_until for each in every if each.confirmed_until]
    free = Placeholders(language, TODAY)["own_car_free_km"]
    written = {placeholders.value_of(each, language) for each in every} | {free}
    return written | {day(each, language) for each in dates} | {str(each.year) for each in dates}


def told(text: str, value: str) -> bool:
    """Return whether a text tells a value: "16" is told in "16–67", not in "2016" or "16,5"."""
    return re.search(rf"(?<![\d.,€])(?<!\d ){re.escape(value)}(?![\d€]|[.,]\d)", text) is not None


@pytest.mark.parametrize("language", codes())
def test_no_text_tells_an_old_value_or_date_after_every_value_has_changed(
    language: str, request: pytest.FixtureRequest
) -> None:
    old = old_words(language)
    request.getfixturevalue("future")
    # The new values themselves go, since "3 March 2031" has a 3.
    new = [placeholders.value_of(parameter(name, AFTERWARDS.date()), language) for name in names()]
    new.append(day(NEW_YEAR, language))
    found: dict[str, list[str]] = defaultdict(list)
    for key, text in templates(language):
        left = re.sub("|".join(map(re.escape, new)), "", rendered(key, text, language, AFTERWARDS))
        if stale := [value for value in old if told(left, value)]:
            found[key] += stale
    assert found == {}


@pytest.mark.usefixtures("future")
@pytest.mark.parametrize("language", codes())
def test_the_day_before_the_change_the_texts_tell_the_old_values(language: str) -> None:
    before = Placeholders(language, datetime(2026, 12, 31, 23, 59, tzinfo=HELSINKI))
    after = Placeholders(language, AFTERWARDS)
    assert before["copayment_per_trip"] in ("25 €", "€25")
    assert [name for name in names() if before[name] == after[name]] == []
    assert "2027" in after["copayment_per_trip.since"]
    assert "2027" in after["copayment_per_trip.confirmed"]


@pytest.mark.parametrize("language", codes())
def test_the_result_of_a_check_tells_the_new_values(language: str, request: pytest.FixtureRequest) -> None:
    old = old_words(language)
    request.getfixturevalue("future")
    used = [parameter(name, AFTERWARDS.date()) for name in names()]
    result = in_force(used, language, AFTERWARDS)
    assert "2027" in result
    written = sorted((placeholders.value_of(each, language) for each in used), key=len, reverse=True)
    dates = [day(date(2027, month, last), language) for month, last in ((1, 1), (12, 31))]
    left = re.sub("|".join(map(re.escape, [*dates, *written])), "", result)
    assert [value for value in old if told(left, value)] == []


@pytest.mark.parametrize("language", codes())
def test_the_check_would_notice_a_date_in_a_text(language: str) -> None:
    dated = day(date(2016, 1, 1), language)
    assert dated in old_words(language)
    assert told(f"x {dated}.", dated)
    assert told("16–67", "16")
    assert not told("2016 7016", "16")


# --- What does not exist says so


@pytest.mark.parametrize("language", codes())
def test_a_day_without_value_says_so_in_every_placeholder(language: str) -> None:
    in_2013 = Placeholders(language, datetime(2013, 5, 1, tzinfo=HELSINKI))
    unknown = words("values.unknown", language)
    for part in ("", ".since", ".since_year", ".confirmed", ".page"):
        assert in_2013[f"copayment_per_trip{part}"] == unknown
    assert in_2013["own_car_free_km"] == unknown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("copayment_per_trip.since", {"en": "in force since 1 January 2016", "fi": "voimassa 1.1.2016 alkaen"}),
        ("copayment_per_trip.confirmed", {"en": "last confirmed for 2026", "fi": "vahvistettu viimeksi vuodelle 2026"}),
        ("intensive_age_below.since", {"en": "start date not stated", "fi": "alkamispäivä ei tiedossa"}),
        ("intensive_age_below.since_year", {"en": "start date not stated", "fi": "alkamispäivä ei tiedossa"}),
        ("youth_waiting_time_max_months.since_year", {"en": "since 2025", "fi": "vuodesta 2025"}),
        ("accommodation_allowance_per_day.page", {"en": "an undated page", "fi": "päiväämättömältä sivulta"}),
        ("phone.rehabilitation.confirmed", {"en": "a page of 2021", "fi": "sivulta vuodelta 2021"}),
        ("phone.travel.confirmed", {"en": "an undated page", "fi": "päiväämättömältä sivulta"}),
        ("mailbox.systems.confirmed", {"en": "an undated page", "fi": "päiväämättömältä sivulta"}),
        ("source.kela_discretionary_reform.when", {"en": "on 11 January 2023", "fi": "11.1.2023"}),
        ("source.kela_therapies.page", {"en": "a page of 2024", "fi": "sivulta vuodelta 2024"}),
        ("source.kela_opi.when", {"en": "earlier", "fi": "aiemmin"}),
        ("address.kela", {"en": "Kela, PL 10, 00056 KELA", "fi": "Kela, PL 10, 00056 KELA"}),
        ("hours.partner_chat", {"en": "Mon-Fri 9-15", "fi": "ma-pe klo 9-15"}),
        ("own_car_rate_per_km", {"en": "€0.33/km", "fi": "0,33 €/km"}),
        ("own_car_free_km", {"en": "75.8 km", "fi": "75,8 km"}),
        ("own_car_proof_limit_km", {"en": "200 km", "fi": "200 km"}),
        ("taxi_order_deadline", {"en": "2 pm", "fi": "klo 14"}),
        ("taxi_contract_end", {"en": "31 December 2026", "fi": "31.12.2026"}),
        ("retention_days", {"en": "1", "fi": "1"}),
    ],
)
def test_placeholders_in_words(name: str, expected: dict[str, str]) -> None:
    assert {language: Placeholders(language, TODAY)[name] for language in expected} == expected


@pytest.mark.parametrize("language", codes())
def test_the_answer_on_taxis_names_the_end_of_the_contracts_until_it_has_come(language: str) -> None:
    last_day = day(date(2026, 12, 31), language)
    assert last_day in answers.answer("travel.taxi", language, TODAY).text
    afterwards = answers.answer("travel.taxi", language, AFTERWARDS).text
    assert last_day not in afterwards
    assert words("values.unknown", language) in afterwards


def test_a_value_that_no_source_confirms_says_so() -> None:
    confirmed = find_parameter("copayment_per_trip", TODAY.date())
    assert confirmed is not None
    never = dataclasses.replace(confirmed, confirmed_until=None)
    assert placeholders.confirmed(never, "en") == "never confirmed"
    assert placeholders.confirmed(never, "fi") == "vahvistamatta"


@pytest.mark.parametrize(
    "name", ["copaymant", "copayment_per_trip.colour", "phone.fax", "phone.travel.since", "source.kela_moon.page"]
)
def test_a_placeholder_that_does_not_exist_is_an_error(name: str) -> None:
    with pytest.raises(KeyError):
        Placeholders("en", TODAY)[name]


def test_every_placeholder_has_words_in_every_language() -> None:
    for language in codes():
        for name, text in Placeholders(language, TODAY).items():
            assert text, name


@pytest.mark.parametrize("language", codes())
def test_every_parameter_is_used_by_a_rule_or_a_text(language: str) -> None:
    told_of = {name.split(".")[0] for _, text in templates(language) for name in PLACEHOLDER.findall(text)}
    rules = "".join(path.read_text(encoding="utf-8") for path in RULES.glob("*.py"))
    assert [name for name in names() if name not in told_of and f'"{name}"' not in rules] == []


# --- No facts in the texts themselves


@pytest.mark.parametrize("language", codes())
def test_no_year_amount_or_other_number_stands_in_the_texts(language: str) -> None:
    found = {}
    for key, text in templates(language):
        bare = without_literals(key, PLACEHOLDER.sub("", text))
        if numbers := re.findall(r"\S*(?:\d|€|%)\S*", bare):
            found[key] = numbers
    assert found == {}, "write a placeholder, or give the reason in tests/wording/literals.yml"


def test_every_literal_that_may_stand_does_and_has_a_reason() -> None:
    texts = [(key, PLACEHOLDER.sub("", text)) for language in codes() for key, text in templates(language)]
    for entry in LITERALS.values():
        assert entry.reason.endswith(".")
        assert any(fnmatchcase(key, entry.keys) and re.search(entry.literal, text) for key, text in texts), entry.id
