"""What schemathesis cannot know of the gateway: how its moments are written, and what it refuses for good reasons."""

from __future__ import annotations

import datetime
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis.core.failures import Failure
from schemathesis.specs.openapi.checks import positive_data_acceptance

# What no schema can say: parts of the hints to requests of the right shape that fit neither the world nor what was
# said before.
WORLD = (
    "has no value on",  # a day that no source covers
    "Give the name of a Finnish municipality of 2026",
    "Give one municipality",
    "Give one of municipality and district",
    "is after",  # a birth after the day asked about
    "a person born on",  # an age that is another than the birth date's
    "is not between 0 and 120",  # a birth too long ago
    "Send back, unchanged, the payload of a button",
    "Send at least one character to read",  # white space and signs alone
    "characters are too many",  # some characters count as several
)

# Moments that have opening hours; schemathesis's own are of any year.
_SECONDS = [int(datetime.datetime(year, 1, 2, tzinfo=datetime.timezone.utc).timestamp()) for year in (2000, 2100)]
schemathesis.openapi.format(
    "date-time",
    st.integers(*_SECONDS).map(
        lambda seconds: datetime.datetime.fromtimestamp(seconds, tz=datetime.timezone.utc).isoformat()
    ),
)


@schemathesis.check
def what_has_the_right_shape_is_taken(ctx: Any, response: Any, case: Any) -> None:
    """Hold schemathesis's check of accepted data, but for refusals whose reason stands in WORLD."""
    try:
        positive_data_acceptance(ctx, response, case)
    except Failure:
        if response.status_code != 422:
            raise
        hints = [error["hint"] for error in response.json().get("errors", [])]
        if not hints or not all(any(reason in hint for reason in WORLD) for hint in hints):
            raise
