"""Personal identity codes go, however they are written. All codes are artificial (900-series)."""

from __future__ import annotations

import pytest

from bot.privacy import redact
from tests.privacy.marked import assert_found
from tests.support.shared_data import json_lines

KIND = "personal_identity_code"

SIGNS = "+-YXWVUABCDEF"
WRITTEN = [
    "{date}{sign}{end}",
    "{date} {sign}{end}",
    "{date}{sign} {end}",
    "{date} {sign} {end}",
    "{date}{sign}{number} {check}",
    "{date} {sign} {number} {check}",
    "{date}\u00a0{sign}\u2009{end}",
    "{date}\u200b{sign}\u2060{end}",
    "{dotted}{sign}{end}",
]

REDACTED = [
    # The letter O for zeros.
    "«O1O1O1A9OOR»",
    "«01O190-900P»",
    "hetu «o1o190-9oop»",
    "hetuni on «010101A900R», missä hakemus on",
    "Hetuni on «010101a900r».",
    "HENKILÖTUNNUS: «010101A900R»",
    "sotu=«010101A900R»;",
    "(«010101A900R»)",
    '"«010101A900R»"',
    "«010101A900R»/«131052-9085»",
    "asiakas «010101A900R»:n päätös",
    "asiakkaan «131052-9085»n matkat",
    "hetu«131052-9085»",
    "my id code is«010101A900R».",
    "osasto 12 «131052-9085»",
    "nro 5 «131052-9085» ja 3 kertaa",
    "Pojan hetu «050312A917A» ja minun «131052-9085»",
    "patient «170968-9447», born in Oulu",
    # Another sign than the keyboard's hyphen.
    "«131052–9085»",
    "«131052—9085»",
    "«131052−9085»",
    "«131052‑9085»",
    "«131052－9085»",
    # Without a sign, or with the wrong one.
    "«010101 900R»",
    "«010101900R»",
    "«010101/900R»",
    "«010101:900R»",
    "«010101.900R»",
    "«010101_900R»",
    "hetu «131052 9085»",
    "hetu «1310529085»",
    "«010190,900P»",
    "«010190=900P»",
    "«010190 = 900P»",
    "«010594,9032»",
    "«010190 viiva 900P»",
    "«010190 väliviiva 900P»",
    "«010190 miinus 900P»",
    "«010190 minus 900P»",
    "my code is «010190 dash 900P»",
    "«010190viiva9088»",
    # In pieces, or with the whole year.
    "«1 3 1 0 5 2 - 9 0 8 5»",
    "«13 10 52 - 908 5»",
    "«13.10.52-9085»",
    "«13.10.1952-9085»",
    "«13/10/1952-9085»",
    "«13101952-9085»",
    "«01.01.2001 A 900R»",
    "«010101 A900R»",
    # Another script's digits and letters.
    "«０１０１０１Ａ９００Ｒ»",
    "«٠١٠١٠١A٩٠٠R»",
    "«010101А900R», kirjoitettu kyrillisellä А:lla",
    "«0\u200b1\u200b0\u200b1\u200b0\u200b1A900R»",
    "«010101\u202eA900R»",
    "«010101A90\u00ad0R»",
    # Mistyped: the shape says it.
    "«131052-908T»",
    "«131052-9088»",
    "«131052 - 908T»",
    "«13.10.1952-908T»",
    "«010101A900X»",
    "«290201-910A», päivää ei ollut",
    "«320198-923P», päivää ei ole",
    "«011301-910P», kuukautta ei ole",
    "«010195G933X», merkkiä ei ole",
    "«010101-900G», tarkistusmerkkiä ei ole",
    # Mistyped beyond its shape, or in part: the words before say it.
    "hetu «131052-908»",
    "henkilötunnus «131052-90855» tms",
    "henkilötunnukseni alkaa «131052»",
    "syntymäaika ja hetu: «131052»",
    "hetun loppuosa «908T»",
    "hetun loppu on «9085»",
    "henkilötunnuksen viimeiset merkit «900R»",
    "hetu päättyy «-908T»",
    "viimeiset neljä hetusta «908T»",
    "sosiaaliturvatunnuksen loppuosa on «A900R»",
    "my identity code ends «-908T»",
    "the last four of my personal identity code are «908T»",
    "social security number ending in «-900R»",
    "personbeteckning «131052-908»",
    # Told apart from the date of birth, which stays.
    "syntymäaika 010190 ja perässä «-900P»",
    "syntymäaika 010190 ja perään «900P»",
    "syntynyt 1.1.1990, loppuosa «900P»",
    "synt. 131052, tunnusosa «9085»",
    "loppuosa «900P»",
    "loppuosa on «-9085»",
    "viimeiset neljä merkkiä ovat «900P»",
    "born 1 January 1990, last four «900P»",
    "date of birth 010190 and the last four digits are «9085»",
]

KEPT = [
    "Olen syntynyt 13.10.1952",
    "syntymäaika 131052",
    "born 15.6.2009",
    "Kirjoitetaanko hetu lomakkeeseen SV 67?",
    "Pitääkö hetu laittaa KU 112e lomakkeelle?",
    "Do I write my identity code on form KU 112e?",
    "Tarvitaanko hetu numeroon 020 692 235?",
    "Saako hetun sanoa numerossa 020692235?",
    "Tarvitaanko hetu, jos matka on 120 km ja maksaa 250 e?",
    "Is a social security number needed if it costs 100000 e?",
    "Tarvitaanko hetu, jos kuntoutus loppuu 2026?",
    "Kysytäänkö hetun loppuosa lomakkeella KU 112e?",
    "hetun voi vaihtaa 12.5.2026 alkaen",
    "loppuosa 300e maksetaan myöhemmin",
    "loppuosa 9085",
    "omavastuun loppuosa 250 e",
    "viimeiset neljä 2026",
    "the last four months of 2026",
    "perässä 120 km",
    "010190, 900 e",
    "010190 ja 900 e",
    "miinus 300 e",
    "1000, 2000 tai 300 e",
    "12.05.26 - 300 e",
    "23.11.2026-300 e",
    "taksi 12.05.26 a 100 e",
    "ajalla 01.01.2026-31.12.2026",
    "100000-2000",
    "klo 08.30-16.00",
    # Kela's numbers are dates and numbers to which "e" would be the right check character.
    "Soitin 020 692 235 eilen",
    "soita 020 692 204 E",
    "Y-tunnus 1234567-8",
    "asianumero 1234567890123",
]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("form", WRITTEN)
def test_every_century_sign_in_every_form_and_case(form: str, sign: str) -> None:
    code = form.format(date="010101", dotted="01.01.01", sign=sign, end="900R", number="900", check="R")

    assert_found(f"hei «{code}», kiitos", KIND)
    assert_found(f"hei «{code.lower()}», kiitos", KIND)


@pytest.mark.parametrize("marked", REDACTED)
def test_a_code_is_redacted(marked: str) -> None:
    assert_found(marked, KIND)


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_a_code_is_kept(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize(
    "sentence", ["{}", "Hetuni on {}.", "my code is {} thanks", "asiakkaan ({}) asia", "sotu:{}, ok"]
)
def test_valid_codes_of_other_projects_are_redacted_in_sentences(sentence: str) -> None:
    codes = [record["code"].strip() for record in json_lines("data/hetu/vectors.jsonl") if record["valid"]]
    assert codes

    for code in codes:
        for written in (code, code.lower()):
            assert redact(sentence.format(written)).text == sentence.format(f"[{KIND}]")


def test_presidios_spans_are_found() -> None:
    # What Presidio leaves, mistyped codes, we redact.
    records = [record for record in json_lines("data/hetu/presidio_text_cases.jsonl") if record["spans"]]
    assert records

    for record in records:
        assert [[finding.start, finding.end] for finding in redact(record["text"]).findings] == record["spans"]
