"""Kela's e-mail boxes for partners and the phone numbers that answers give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.data_files import load_records

MAILBOXES_FILE = Path(__file__).parent / "mailboxes.yml"
PHONES_FILE = Path(__file__).parent / "phones.yml"


@dataclass(frozen=True)
class Mailbox:
    """An e-mail box and the topic that answers what it is for."""

    id: str
    address: str
    topic: str
    source: str


@dataclass(frozen=True)
class Phone:
    """A phone number; `hours` is the channel whose opening hours it keeps, None where it has no fixed ones."""

    id: str
    number: str
    hours: str | None
    source: str
    confirmed: date | None


@lru_cache(maxsize=1)
def mailboxes() -> dict[str, Mailbox]:
    """Return every mailbox by id."""
    return load_records(MAILBOXES_FILE, Mailbox)


@lru_cache(maxsize=1)
def phones() -> dict[str, Phone]:
    """Return every phone number by id."""
    return load_records(PHONES_FILE, Phone)


def mailbox(mailbox_id: str) -> Mailbox:
    """Return a mailbox.

    Raises:
        KeyError: there is no such mailbox.
    """
    try:
        return mailboxes()[mailbox_id]
    except KeyError:
        raise KeyError(f"no mailbox '{mailbox_id}': add it to {MAILBOXES_FILE.name}") from None


def phone(phone_id: str) -> Phone:
    """Return a phone number.

    Raises:
        KeyError: there is no such number.
    """
    try:
        return phones()[phone_id]
    except KeyError:
        raise KeyError(f"no phone number '{phone_id}': add it to {PHONES_FILE.name}") from None
