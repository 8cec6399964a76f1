"""Whom to contact at Kela: mailboxes, phone numbers, addresses, districts, and the area of a municipality."""

from __future__ import annotations

from bot.directory.areas import District, districts, find_district
from bot.directory.contacts import Address, Mailbox, Phone, addresses, mailboxes, phones
from bot.directory.places import Match, Municipality, find_municipalities, municipalities

__all__ = [
    "Address",
    "District",
    "Mailbox",
    "Match",
    "Municipality",
    "Phone",
    "addresses",
    "districts",
    "find_district",
    "find_municipalities",
    "mailboxes",
    "municipalities",
    "phones",
]
