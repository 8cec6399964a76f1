"""Rasa begins no message that nobody waits for any more."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa.core.channels.rest import RestInput

from bot.contract import ANSWER_BY
from bot.rasa_server import deadlines


@dataclass
class Request:
    """What the check reads of a request."""

    headers: dict[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, None),
        ({ANSWER_BY: f"{time.time() + 600}"}, None),
        ({ANSWER_BY: f"{time.time() - 1}"}, 503),
        ({ANSWER_BY: "soon"}, None),
    ],
    ids=["no deadline", "in time", "too late", "no number"],
)
async def test_a_message_whose_time_has_passed_is_refused(headers: dict[str, str], status: int | None) -> None:
    request: Any = Request(headers)
    response = await deadlines.refuse_late(request)
    assert (response and response.status) == status


def test_the_check_stands_in_front_of_rasas_own_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    async def understand(message: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(RestInput, "blueprint", deadlines.blueprint)
    made = RestInput().blueprint(understand)
    assert [(each.middleware, each.attach_to) for each in made._future_middleware] == [
        (deadlines.refuse_late, "request")
    ]
