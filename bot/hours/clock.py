"""The present moment, as the processes of the assistant ask for it at their edges."""

from __future__ import annotations

import os
import re
from datetime import datetime
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
# A fixed moment for demonstrations and tests of opening hours, ISO 8601 with a time zone.
NOW_VARIABLE = "KUNTOUTUSNEUVO_NOW"


def helsinki_now() -> datetime:
    """Return the present moment in Helsinki.

    Raises:
        ValueError: the variable holds no moment.
    """
    return _fixed() or datetime.now(HELSINKI)


def check_clock() -> None:
    """End a process at its start where the variable holds no moment, before people ask it for the time.

    Raises:
        SystemExit: says how to write it.
    """
    try:
        _fixed()
    except ValueError as error:
        raise SystemExit(str(error)) from None


def _fixed() -> datetime | None:
    """Return the moment that the variable holds, None where it is not set."""
    value = os.environ.get(NOW_VARIABLE)
    if not value:
        return None
    try:
        # Python 3.10 does not know the Z of UTC.
        moment = datetime.fromisoformat(re.sub("[Zz]$", "+00:00", value))
        if moment.tzinfo is None:
            raise ValueError("no time zone")
        return moment.astimezone(HELSINKI)
    # OverflowError: a moment that Helsinki would call the year 0 or 10000.
    except (ValueError, OverflowError):
        raise ValueError(
            f"{NOW_VARIABLE} is '{value}': write a moment in ISO 8601 with its time zone, such as "
            "2026-11-28T12:00:00+02:00, or leave the variable out"
        ) from None
