"""Ages, births and groups of people are found in both languages and any register."""

from __future__ import annotations

import pytest

from bot.entities import extract

AGES = [
    ("45-vuotias", 45),
    ("45 -vuotias", 45),
    ("45 vuotias", 45),
    ("45 v", 45),
    ("45v", 45),
    ("45 v.", 45),
    ("olen 45v ja sairas", 45),
    ("oon 45", 45),
    ("mä oon nyt 45", 45),
    ("Olen 59.", 59),
    ("olen viisikymmentäyhdeksän", 59),
    ("ikä 35", 35),
    ("ikää 41", 41),
    ("minun ikä on 39", 39),
    ("täytin just 66", 66),
    ("täytän ensi kuussa 18", 18),
    ("tyttö täyttää kohta 12", 12),
    ("kuusvuotias", 6),
    ("kuusivuotias", 6),
    ("viisivuotiaalle", 5),
    ("yhdeksänvuotiaalla", 9),
    ("puolitoistavuotias", 1),
    ("kolmekymmentäviisivuotias", 35),
    ("seitsemänkymppinen", 70),
    ("kuuskymppinen", 60),
    ("viisikymppisen", 50),
    ("kaksikymppiselle", 20),
    ("poika on 6", 6),
    ("poika 18v", 18),
    ("lapsi on 9 vuotta", 9),
    ("Minun lapsi 7 vuotta", 7),
    ("isä 68 halvaantunut", 68),
    ("hän on 12", 12),
    ("38 vuotta", 38),
    ("18 vuotta", 18),
    ("64-vuotiaan MS-potilaan", 64),
    ("I'm 45", 45),
    ("im 45", 45),
    ("I’m 45", 45),
    ("I am 64 now", 64),
    ("45yo", 45),
    ("45 y.o.", 45),
    ("44 y old", 44),
    ("45 years old", 45),
    ("42 years", 42),
    ("55 yrs", 55),
    ("5-year-old", 5),
    ("an 8-year-old with epilepsy", 8),
    ("aged 59", 59),
    ("age 58", 58),
    ("my son is 6", 6),
    ("My daughter is six", 6),
    ("We have a client, 63, with ALS", 63),
    ("he's 14", 14),
    ("shes 78", 78),
    ("turning 66 in spring", 66),
    ("I turned 19", 19),
    ("child 7 yrs", 7),
    ("a man of 36", 36),
]

NO_BIRTHS = ["syntynyt toukokuussa", "born on 3 May", "synt. 3.5.", "vuonna 2026", "2030", "maksoi 1961 euroa"]

NO_AGES = [
    "vauva",
    "olen 45 km päässä",
    "olen maksanut 60 euroa",
    "sairastanut 3 vuotta",
    "sairastanut 20 vuotta",
    "kestää vähintään 12 kuukautta",
    "I am paying 60 euros",
    "for 20 years",
]

BIRTH_YEARS = [
    ("synt. 1961", 1961),
    ("syntynyt vuonna 1988", 1988),
    ("olen syntynyt 1988", 1988),
    ("s. 1975", 1975),
    ("syntymävuosi 2008", 2008),
    ("olen -61 syntynyt", 1961),
    ("oon syntyny -61", 1961),
    ("vm 58", 1958),
    ("vm. -58", 1958),
    ("vuosimallia 58", 1958),
    ("vuonna -59", 1959),
    ("syntynyt -08", 2008),
    ("Nuori syntyi lokakuussa 2008", 2008),
    ("Syntymäaika on vuonna 2010", 2010),
    ("born in 2008", 2008),
    ("born 1961", 1961),
    ("she was born in '61", 1961),
    ("1961", 1961),
    ("year 2007", 2007),
]

BIRTH_DATES = [
    ("3.5.2008 syntynyt", "2008-05-03"),
    ("syntynyt 3.5.2008", "2008-05-03"),
    ("synt. 03.05.2008", "2008-05-03"),
    ("syntymäaika 3. toukokuuta 2008", "2008-05-03"),
    ("syntymäpäivä on 3.5.2008", "2008-05-03"),
    ("born 3 May 2008", "2008-05-03"),
    ("born on May 3, 2008", "2008-05-03"),
    ("date of birth 2008-05-03", "2008-05-03"),
    ("born on the 3rd of May 2008", "2008-05-03"),
]

GROUPS = [
    ("lapsi", "child"),
    ("lapsellani on ADHD", "child"),
    ("meidän poika", "child"),
    ("tyttärelleni", "child"),
    ("vauvalla", "child"),
    ("my son", "child"),
    ("for my daughter", "child"),
    ("kids", "child"),
    ("nuorelle", "adolescent"),
    ("teini", "adolescent"),
    ("a teenager", "adolescent"),
    ("young person", "adolescent"),
    ("aikuinen", "adult"),
    ("aikuisille", "adult"),
    ("for adults", "adult"),
    ("vanhukselle", "elderly"),
    ("iäkäs asiakas", "elderly"),
    ("ikäihmisten kuntoutus", "elderly"),
    ("eläkeläinen", "elderly"),
    ("elderly", "elderly"),
    ("pensioners", "elderly"),
]

NO_GROUPS = ["Teen yötyötä", "polio from childhood", "sonnet", "reason", "person"]


def _values(kind: str, text: str, language: str = "fi") -> list[object]:
    return [found.value for found in extract(text, language) if found.kind == kind]


@pytest.mark.parametrize(("text", "age"), AGES)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_age_is_found(text: str, age: int, language: str) -> None:
    assert _values("age", text, language) == [age]


@pytest.mark.parametrize("text", NO_AGES)
def test_other_numbers_are_no_age(text: str) -> None:
    assert _values("age", text) == []


@pytest.mark.parametrize(("text", "year"), BIRTH_YEARS)
def test_birth_year_is_found(text: str, year: int) -> None:
    assert _values("birth_year", text) == [year]


@pytest.mark.parametrize(("text", "day"), BIRTH_DATES)
def test_birth_date_is_found(text: str, day: str) -> None:
    assert _values("birth_date", text) == [day]


@pytest.mark.parametrize("text", NO_BIRTHS)
def test_a_birth_without_a_year_is_none(text: str) -> None:
    assert _values("birth_year", text) + _values("birth_date", text) == []


@pytest.mark.parametrize(("text", "group"), GROUPS)
def test_group_of_people_is_found(text: str, group: str) -> None:
    assert _values("person_group", text) == [group]


@pytest.mark.parametrize("text", NO_GROUPS)
def test_other_words_name_no_group(text: str) -> None:
    assert _values("person_group", text) == []
