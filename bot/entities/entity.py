"""What an extractor finds: a kind of thing, its value, and where in the message it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

# JSON has no decimals, so an amount is a string that Decimal reads back without loss.
Value: TypeAlias = "str | int | dict[str, str]"


@dataclass(frozen=True)
class Entity:
    """A thing found in `text[start:end]`.

    Attributes:
        kind: what it is, for instance "money".
        value: ready for JSON; amounts are plain decimal strings ("60.5").
        unit: what qualifies the value: a period ("week"), "range" for the lower end of one, "round_trip"; else None.
    """

    kind: str
    value: Value
    start: int
    end: int
    unit: str | None = None


def plain(amount: Decimal) -> str:
    """Return an amount as a decimal string without exponent or trailing zeros."""
    return format(amount.normalize(), "f")
