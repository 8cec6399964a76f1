"""Mailboxes and phone numbers are real addresses that lead to topics, sources and opening hours that exist."""

from __future__ import annotations

import re

import pytest

from bot.directory import addresses, districts, mailboxes, phones
from bot.hours import channels
from bot.knowledge import sources, topics

MAILBOXES = {
    "psychotherapy": "kuntoutuspsykoterapeuttien_patevyydet@kela.fi",
    "service_changes": "Kuntoutuspalvelut_muutokset@kela.fi",
    "contract_management": "kuntoutus_sopimushallinta@kela.fi",
    "service_descriptions": "kuntoutus_palvelukuvaukset@kela.fi",
    "akva_reporting": "tulos@kela.fi",
    "development_projects": "kuntoutushanke@kela.fi",
    "interpreting_order": "vatu.kuntoutus@kela.fi",
    "interpreting_feedback": "kuntoutus_tulkkaus@kela.fi",
    "interpreting_contract": "kuntoutus_tulkkaus_sopimuksenhallinta@kela.fi",
    "systems": "kuntoutus_jarjestelmat@kela.fi",
    "district_southern": "etelainenvp.terapiasopimukset@kela.fi",
    "district_central": "keskinenvp.terapiasopimukset@kela.fi",
    "district_western": "lantinenvp.terapiasopimukset@kela.fi",
    "district_eastern": "itainenvp.terapiasopimukset@kela.fi",
    "district_northern": "pohjoinenvp.terapiasopimukset@kela.fi",
}
PHONES = {
    "authority_line": "020 692 235",
    "rehabilitation": "020 692 205",
    "travel": "020 692 204",
    "emergency": "112",
    "crisis_fi": "09 2525 0111",
    "crisis_en": "09 2525 0116",
}


def test_the_mailboxes_are_those_of_the_contacts_page() -> None:
    assert {entry.id: entry.address for entry in mailboxes().values()} == MAILBOXES


def test_the_phone_numbers_are_the_known_ones() -> None:
    assert {entry.id: entry.number for entry in phones().values()} == PHONES


def test_every_mailbox_leads_to_a_topic_and_a_source() -> None:
    for entry in mailboxes().values():
        assert re.fullmatch(r"[\w.]+@kela\.fi", entry.address)
        assert entry.topic in topics()
        assert entry.source in sources()


def test_every_postal_address_leads_to_a_source() -> None:
    for entry in addresses().values():
        assert re.search(r", \d{5} [A-Z]+$", entry.address)
        assert entry.source in sources()


def test_every_phone_number_leads_to_a_source_and_to_hours() -> None:
    for entry in phones().values():
        assert entry.source in sources()
        assert entry.hours is None or entry.hours in channels()


def test_every_district_has_its_mailbox() -> None:
    assert {entry.mailbox for entry in districts().values()} <= set(mailboxes())


def test_an_unknown_contact_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="no mailbox 'billing'"):
        mailboxes()["billing"]
    with pytest.raises(KeyError, match="no phone 'fax'"):
        phones()["fax"]
