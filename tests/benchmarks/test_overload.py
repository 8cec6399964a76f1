"""What came of many messages stands in one row, and who asks meanwhile asks until they are done."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from benchmarks import overload
from benchmarks.memory import Memory
from benchmarks.overload import CLIENTS, DEAR_TEXTS, HEAD, Figures, Sent, beside, report


def sent(*messages: tuple[int, float]) -> Sent:
    """Return what came of messages, by status and seconds."""
    noted = Sent()
    for status, seconds in messages:
        noted.note(status, seconds)
    return noted


@pytest.mark.parametrize(
    ("messages", "row"),
    [
        ([], (0, "–", "–", "–", "–", "–", "–", "–")),
        ([(200, 0.5)], (1, "–", "–", "–", "–", "500", "500", "500")),
        (
            [(200, 0.1), (200, 0.2), (200, 0.3), (503, 9), (429, 9), (422, 9), (500, 9)],
            (3, 1, 1, 1, 1, "200", "290", "300"),
        ),
    ],
    ids=["nothing", "one answer", "answers and others"],
)
def test_a_row_counts_and_times_the_answers(messages: list[tuple[int, float]], row: tuple[Any, ...]) -> None:
    assert sent(*messages).row() == row
    assert len(row) == len(HEAD)


async def test_a_visitor_asks_until_the_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overload, "PROBE_SECONDS", 0.01)

    class Visitor:
        async def send(self, noted: Sent) -> None:
            noted.note(200, 0.0)

    visitor: Any = Visitor()
    asked = await beside([asyncio.create_task(asyncio.sleep(0.05))], visitor)
    assert asked.statuses[200] >= 2


def test_the_page_holds_every_load() -> None:
    answered = sent((200, 0.1))
    figures = Figures(dict.fromkeys(CLIENTS, answered), answered, answered, 7.0, 0.2)
    figures.dear = dict.fromkeys(DEAR_TEXTS, (sent((503, 0.1)), sent((200, 2.5))))
    held = {"rasa": Memory(700, 600), "launcher": Memory(800, 700)}
    page = report("Measured.", figures, held, held)
    assert "The other visitor waited 2.5 s at most." in page
    assert all(name in page for name in DEAR_TEXTS)
    assert "| all " in page
