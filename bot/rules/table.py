"""Prints every parameter with its dates and sources, for a human to check: `python -m bot.rules.table [YYYY-MM-DD]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime, timezone

from tabulate import tabulate

from bot.rules.parameters import Parameter, all_parameters, find_parameter, is_stale

HEADINGS = ("parameter", "value", "valid from", "confirmed until", "state", "source")


def lines(on: date) -> Iterator[str]:
    """Yield the table's lines; the state of each value is as it is on a day."""
    rows = [_row(each, on) for each in all_parameters()]
    yield from tabulate(rows, HEADINGS, tablefmt="plain", disable_numparse=True).splitlines()
    yield ""
    yield "~ the sources do not state this first day"
    yield from (f"{each.name} ({each.valid_from}): {each.note}" for each in all_parameters() if each.note)
    yield ""
    sources = {each.source: each.source_url for each in all_parameters()}
    yield from (f"{source}: {sources[source]}" for source in sorted(sources))


def _row(each: Parameter, on: date) -> tuple[str, ...]:
    return (
        each.name,
        f"{each.value} {each.unit}",
        f"{'' if each.valid_from_stated else '~'}{each.valid_from}",
        str(each.confirmed_until or "never"),
        _state(each, on),
        each.source,
    )


def _state(each: Parameter, on: date) -> str:
    if find_parameter(each.name, on) != each:
        return "not in force"
    if is_stale(each, on):
        return "STALE"
    return "confirmed" if each.confirmed_on(on) else "unconfirmed"


if __name__ == "__main__":
    print("\n".join(lines(date.fromisoformat(sys.argv[1]) if sys.argv[1:] else datetime.now(timezone.utc).date())))
