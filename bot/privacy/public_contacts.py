"""The public contacts, which no person owns and which are therefore not redacted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.data_files import load_record

PUBLIC_CONTACTS_FILE = Path(__file__).parent / "public_contacts.yml"


@dataclass(frozen=True)
class PublicContacts:
    """Mailboxes in lower case, and phone numbers in the Finnish form that begins with 0."""

    mailboxes: tuple[str, ...]
    phone_numbers: tuple[str, ...]


@lru_cache(maxsize=1)
def public_contacts() -> PublicContacts:
    """Return the contacts of public_contacts.yml."""
    return load_record(PUBLIC_CONTACTS_FILE, PublicContacts)
