"""Whom to contact at Kela: mailboxes, phone numbers, districts, and which area a municipality belongs to."""

from __future__ import annotations

from bot.directory.areas import District, district, districts, find_district
from bot.directory.contacts import Mailbox, Phone, mailbox, mailboxes, phone, phones
from bot.directory.places import Match, Municipality, area_of, find_municipalities, municipalities

__all__ = [
    "District",
    "Mailbox",
    "Match",
    "Municipality",
    "Phone",
    "area_of",
    "district",
    "districts",
    "find_district",
    "find_municipalities",
    "mailbox",
    "mailboxes",
    "municipalities",
    "phone",
    "phones",
]
