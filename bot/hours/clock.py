"""The present moment, as the processes of the assistant ask for it at their edges."""

from __future__ import annotations

import os
from datetime import datetime
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
# A fixed moment for demonstrations and tests of opening hours, ISO 8601 with a time zone.
NOW_VARIABLE = "KUNTOUTUSNEUVO_NOW"


def helsinki_now() -> datetime:
    """Return the present moment in Helsinki."""
    fixed = os.environ.get(NOW_VARIABLE)
    return datetime.fromisoformat(fixed).astimezone(HELSINKI) if fixed else datetime.now(HELSINKI)
