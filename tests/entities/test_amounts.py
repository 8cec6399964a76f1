"""Money, distances, hours, counts and durations are found with their units, in both languages and any register."""

from __future__ import annotations

import pytest

from bot.entities import extract

MONEY = [
    ("60 €", "60"),
    ("60€", "60"),
    ("€60", "60"),
    ("60 e", "60"),
    ("25e", "25"),
    ("60,50 e", "60.5"),
    ("38,90 €", "38.9"),
    ("60 eur", "60"),
    ("EUR 60", "60"),
    ("60 egee", "60"),
    ("60 euroa", "60"),
    ("60 euron omavastuu", "60"),
    ("kuuskyt euroo", "60"),
    ("kolmekymmentäviisi euroa", "35"),
    ("kolmekymmentaviisi euroa", "35"),
    ("1 250,50 €", "1250.5"),
    ("yli 300 eurosta", "300"),
    ("25,- per matka", "25"),
    ("parikymppiä", "20"),
    ("viiskymppiä", "50"),
    ("viis kymppii", "50"),
    ("maksoi kympin", "10"),
    ("satasen", "100"),
    ("satanen", "100"),
    ("vitosen", "5"),
    ("pari tonnia", "2000"),
    ("vajaa sata euroa", "100"),
    ("2 euroa 50 senttiä", "2.5"),
    ("kaksi euroa viisikymmentä senttiä", "2.5"),
    ("sixty euros", "60"),
    ("sixty-five euros", "65"),
    ("a hundred and twenty euros", "120"),
    ("around 60 euros", "60"),
    ("12 euros and 50 cents", "12.5"),
    ("a 250-euro taxi", "250"),
    ("60 bucks", "60"),
    ("-5 €", "-5"),
    ("50-60 euroa", "50"),
    ("taksi maksaa 60", "60"),
    ("hinta on noin 38", "38"),
    ("the fare is 24", "24"),
    ("it costs about 400", "400"),
    ("bussilippu 12,50", "12.5"),
]

DISTANCES = [
    ("45 km", "45"),
    ("45km", "45"),
    ("n. 45 km", "45"),
    ("45 kilsaa", "45"),
    ("45 kilsan päässä", "45"),
    ("12,5 kilometriä", "12.5"),
    ("12,5 kilometrin matka", "12.5"),
    ("kaheksankyt kilsaa", "80"),
    ("sata kilometriä", "100"),
    ("puolitoistasataa kilometriä", "150"),
    ("parikymmentä kilometriä", "20"),
    ("kymmenisen kilsaa", "10"),
    ("30 kilometers", "30"),
    ("30 kilometres one way", "30"),
    ("forty kms", "40"),
    ("a 17-kilometre drive", "17"),
    ("about 10 miles", "16.1"),
    ("one mile", "1.6"),
    ("1 200 km", "1200"),
    ("olen 45 km päässä", "45"),
]

HOURS = [
    ("5 tuntia", "5"),
    ("5 h", "5"),
    ("5h", "5"),
    ("4,5 h", "4.5"),
    ("viis tuntii päiväs", "5"),
    ("viisi tuntia", "5"),
    ("neljä ja puoli tuntia", "4.5"),
    ("puolitoista tuntia", "1.5"),
    ("puoli tuntia", "0.5"),
    ("pari tuntia", "2"),
    ("viiden tunnin päivä", "5"),
    ("3h 45min", "3.75"),
    ("3 tuntia ja 30 minuuttia", "3.5"),
    ("45 minuuttia", "0.75"),
    ("tunnin matka", "1"),
    ("4 hours", "4"),
    ("four and a half hours", "4.5"),
    ("a couple of hours", "2"),
    ("an hour and a half", "1.5"),
    ("half an hour", "0.5"),
    ("an hour", "1"),
    ("5 hrs", "5"),
    ("klo 9–12", "3"),
    ("klo 9.30-13", "3.5"),
    ("9.00-12.30", "3.5"),
    ("ma-pe 9-15", "6"),
    ("from 9 to 15", "6"),
    ("from nine to three", "6"),
    ("ysistä kahteen", "5"),
]

COUNTS = [
    ("2 kertaa viikossa", 2, "week"),
    ("kaks kertaa viikos", 2, "week"),
    ("kaksi kertaa viikossa", 2, "week"),
    ("3 krt vko", 3, "week"),
    ("2/vk", 2, "week"),
    ("2 x week", 2, "week"),
    ("kerran viikossa", 1, "week"),
    ("kerran kuussa", 1, "month"),
    ("kahdesti viikossa", 2, "week"),
    ("kolmesti kuukaudessa", 3, "month"),
    ("40 kertaa vuodessa", 40, "year"),
    ("kaksi matkaa päivässä", 2, "day"),
    ("viitenä päivänä viikossa", 5, "week"),
    ("joka viikko", 1, "week"),
    ("kuukausittain", 1, "month"),
    ("twice a week", 2, "week"),
    ("once a month", 1, "month"),
    ("three times per month", 3, "month"),
    ("5 days a week", 5, "week"),
    ("every week", 1, "week"),
    ("daily", 1, "day"),
    ("about 20 trips a year", 20, "year"),
    ("kaks kertaa", 2, None),
    ("4 matkaa", 4, None),
    ("15 terapiareissua", 15, None),
    ("20 käyntiä", 20, None),
    ("10 visits", 10, None),
    ("ten trips", 10, None),
    ("12 times", 12, None),
    ("twice", 2, None),
    ("kerran", 1, None),
    ("yhteen suuntaan", 1, None),
    ("one way", 1, None),
    ("edestakaisin", 2, "round_trip"),
    ("edestakas", 2, "round_trip"),
    ("edes takas", 2, "round_trip"),
    ("meno-paluu", 2, "round_trip"),
    ("meno ja paluu", 2, "round_trip"),
    ("menopaluu", 2, "round_trip"),
    ("there and back", 2, "round_trip"),
    ("round trip", 2, "round_trip"),
    ("return trip", 2, "round_trip"),
    ("10 edestakaista matkaa", 20, "round_trip"),
    ("5 return trips", 10, "round_trip"),
]

DURATIONS = [
    ("kolme vuotta", "3", "year"),
    ("puoli vuotta", "0.5", "year"),
    ("yli vuoden", "1", "year"),
    ("at least a year", "1", "year"),
    ("half a year", "0.5", "year"),
    ("two years", "2", "year"),
    ("8 kk", "8", "month"),
    ("kuusi kuukautta", "6", "month"),
    ("6 months", "6", "month"),
    ("kaksi viikkoa", "2", "week"),
    ("kahdeksi viikoksi", "2", "week"),
    ("viisi päivää", "5", "day"),
    ("sairastanut 20 vuotta", "20", "year"),
]

# Message, kind that must not be found in it.
NOT_FOUND = [
    ("lähetän sen vielä kerran uudestaan lääkärille", "count"),
    ("once I get the decision, what do I do", "count"),
    ("My daily life is hard with fibromyalgia", "count"),
    ("kaksi vuotta sitten", "duration"),
    ("muutaman kuukauden päästä", "duration"),
    ("mikä on e-resepti", "money"),
    ("taksi tulee 2 kertaa viikossa", "money"),
    ("ajan 45 km", "money"),
    ("auki 24/7", "hours"),
]


def _found(kind: str, text: str) -> list[tuple[object, str | None]]:
    return [(found.value, found.unit) for found in extract(text, "fi") if found.kind == kind]


@pytest.mark.parametrize(("text", "euros"), MONEY)
def test_money_is_found_in_euros(text: str, euros: str) -> None:
    assert [value for value, _ in _found("money", text)] == [euros]


@pytest.mark.parametrize(("text", "kilometres"), DISTANCES)
def test_distance_is_found_in_kilometres(text: str, kilometres: str) -> None:
    assert [value for value, _ in _found("distance_km", text)] == [kilometres]


@pytest.mark.parametrize(("text", "hours"), HOURS)
def test_length_of_a_day_is_found_in_hours(text: str, hours: str) -> None:
    assert [value for value, _ in _found("hours", text)] == [hours]


@pytest.mark.parametrize(("text", "count", "per"), COUNTS)
def test_count_is_found_with_its_period(text: str, count: int, per: str | None) -> None:
    assert _found("count", text) == [(count, per)]


@pytest.mark.parametrize(("text", "length", "unit"), DURATIONS)
def test_duration_is_found_with_its_unit(text: str, length: str, unit: str) -> None:
    assert _found("duration", text) == [(length, unit)]


@pytest.mark.parametrize(("text", "kind"), NOT_FOUND)
def test_figures_of_speech_give_no_amount(text: str, kind: str) -> None:
    assert _found(kind, text) == []


def test_a_range_of_hours_gives_the_lower_end() -> None:
    assert _found("hours", "3-4 hours") == [("3", "range")]


def test_a_price_each_way_and_the_trips_are_told_apart() -> None:
    found = extract("Laske matkakorvaus: taksi 60 euroa suuntaansa, kaksi matkaa", "fi")
    assert [(one.kind, one.value) for one in found] == [("means", "taxi"), ("money", "60"), ("count", 2)]
