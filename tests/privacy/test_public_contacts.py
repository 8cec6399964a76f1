"""The contacts that answers give are never redacted when a person repeats them."""

from __future__ import annotations

import pytest

from bot.directory import mailboxes, phones
from bot.privacy import redact
from bot.privacy.public_contacts import public_contacts


@pytest.mark.parametrize("mailbox", [box.address for box in mailboxes().values()])
def test_mailboxes_of_the_directory_are_public(mailbox: str) -> None:
    for written in (mailbox, mailbox.upper(), mailbox.replace("@", "(at)"), mailbox.replace("@", " (at) ")):
        assert redact(f"Lähetänkö osoitteeseen {written}?").text == f"Lähetänkö osoitteeseen {written}?"


@pytest.mark.parametrize(
    "number", [phone.number for phone in phones().values()] + list(public_contacts().phone_numbers)
)
def test_phone_numbers_of_the_directory_are_public(number: str) -> None:
    international = f"+358 {number[1:]}" if number.startswith("0") else number
    for written in (number, number.replace(" ", ""), number.replace(" ", "-"), international):
        assert redact(f"Soitin {written} eilen").text == f"Soitin {written} eilen"


def test_mailboxes_are_in_lower_case_and_listed_once() -> None:
    listed = public_contacts().mailboxes

    assert [mailbox.lower() for mailbox in listed] == list(listed)
    assert len(set(listed)) == len(listed)
