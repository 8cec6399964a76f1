"""The registry of recognisers: one module a kind of personal data.

A recogniser is a module named after its kind with `find(text)`, which yields the spans of `text`, a folded text
(bot/privacy/folding.py). Its patterns repeat nothing without a bound, so that no message can make the guard slow;
tests/privacy/test_patterns.py checks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from bot.privacy.recognisers import (
    client_number,
    email_address,
    iban,
    name,
    payment_card,
    personal_identity_code,
    phone_number,
    street_address,
)

Find = Callable[[str], Iterator[tuple[int, int]]]

# Of two findings of the same length the kind that comes first is named.
RECOGNISERS: MappingProxyType[str, Find] = MappingProxyType(
    {
        "personal_identity_code": personal_identity_code.find,
        "iban": iban.find,
        "payment_card": payment_card.find,
        "email_address": email_address.find,
        "client_number": client_number.find,
        "phone_number": phone_number.find,
        "street_address": street_address.find,
        "name": name.find,
    }
)

# For texts that are kept, what may be a name is found on weaker evidence.
STRICT_RECOGNISERS: MappingProxyType[str, Find] = MappingProxyType({**RECOGNISERS, "name": name.find_any})
