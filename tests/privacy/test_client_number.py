"""Numbers that are called a client's, patient's or record's go; other figures after other words stay."""

from __future__ import annotations

import pytest

from bot.privacy import redact
from tests.privacy.marked import assert_found

KIND = "client_number"

REDACTED = [
    "asiakasnumero «123456»",
    "asiakasnumeroni on «123456», missä päätös on",
    "Asiakasnumero: «AB-123456»",
    "asiakasnro «12345»",
    "asiakastunnus «A12345»",
    "asiakkaan numero «123456»",
    "potilasnumero «1234567»",
    "jäsennumeroni «12345»",
    "diaarinumero «12/345/2026»",
    "diaarinumeroni oli «12/345/2026»",
    "dnro «12/032/2026»",
    "Dnro: «123/2026»",
    "client number «123456»",
    "my client number is «123456»",
    "customer no. «123456»",
    "Customer ID: «AB123456»",
    "patient number «1234567»",
    "diary number «12/345/2026»",
    "record number «KEL 12/345/2026»",
    "case number «12345»",
    "kundnummer «123456»",
]

KEPT = [
    "Mikä on asiakasnumero?",
    "Mistä löydän diaarinumeron?",
    "asiakasnumero 020 692 235",
    "Asiakasnumero on 112",
    "asiakaspalvelu 020 692 205",
    "asiakas 45 vuotta",
    "asiakastunnus 2026",
    "diaari 2026",
    "kuntoutus 12/2026",
    "potilas 123 km päässä",
    "What is my client number?",
    "client 123 km away",
    "a customer aged 45",
    "patient number 112",
    "in case number 2026 is full",
    "hakemusnumero 12345678",
    "Kurssinumero 85123",
    "lomake KU 104",
]


@pytest.mark.parametrize("marked", REDACTED)
def test_a_labelled_number_is_redacted(marked: str) -> None:
    assert_found(marked, KIND)


@pytest.mark.parametrize("text", KEPT)
def test_other_figures_are_kept(text: str) -> None:
    assert redact(text).text == text
