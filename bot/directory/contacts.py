"""Kela's e-mail boxes for partners, and the phone numbers and postal addresses that answers give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.data_files import Records, load_records

MAILBOXES_FILE = Path(__file__).parent / "mailboxes.yml"
PHONES_FILE = Path(__file__).parent / "phones.yml"
ADDRESSES_FILE = Path(__file__).parent / "addresses.yml"


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


@dataclass(frozen=True)
class Address:
    """A postal address in one line."""

    id: str
    address: str
    source: str


@lru_cache(maxsize=1)
def mailboxes() -> Records[Mailbox]:
    """Return every mailbox by id."""
    return load_records(MAILBOXES_FILE, Mailbox)


@lru_cache(maxsize=1)
def phones() -> Records[Phone]:
    """Return every phone number by id."""
    return load_records(PHONES_FILE, Phone)


@lru_cache(maxsize=1)
def addresses() -> Records[Address]:
    """Return every postal address by id."""
    return load_records(ADDRESSES_FILE, Address)
