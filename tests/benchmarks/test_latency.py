"""Arrangements are measured in alternate order, and their figures stand side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.assistant import Arrangement, stock
from benchmarks.latency import SETTINGS, Load, Round, Setting, in_a_round, measure_all, report
from benchmarks.memory import Memory
from benchmarks.people import Answered, Texts, percentiles
from devtools.paths import ROOT

BEFORE = Arrangement("before", Path("/elsewhere"), "bot.launcher")
NOW = Arrangement("now", ROOT, "bot.run.launcher")


class Measured:
    """Stands in for what starts an assistant; each start is one hundredth of a second slower."""

    def __init__(self) -> None:
        self.starts: list[tuple[str, int]] = []

    def __call__(self, arrangement: Arrangement, setting: Setting, texts: Texts, rounds: int) -> Round:
        self.starts.append((arrangement.name, setting.workers))
        texts.next()
        answered = [[Answered(1, 0.01 * len(self.starts))] * 20 for _ in setting.loads]
        held = {"rasa": Memory(700, 600), "gateway": Memory(50, 30)}
        return Round(answered, [2.0 for _ in setting.loads], 10.0, {"rasa": 9.0}, held, held)


def test_each_round_starts_every_arrangement_in_the_opposite_order() -> None:
    measured = Measured()
    measure_all([BEFORE, NOW], 2, measured)
    one, two = [(setting.workers) for setting in SETTINGS]
    assert measured.starts == [
        *[("before", one), ("now", one), ("before", two), ("now", two)],
        *[("now", one), ("before", one), ("now", two), ("before", two)],
    ]


def test_the_page_has_a_row_for_each_load_of_each_arrangement() -> None:
    page = report("Measured today.", measure_all([BEFORE, NOW], 1, Measured()))
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("|")]
    assert ["1", "1", "before", "20", "10.0", "10.0", "10.0", "10.0", "10.0 (10.0–10.0)"] in rows
    assert ["16", "1", "now", "20", "20.0", "20.0", "20.0", "20.0", "10.0 (10.0–10.0)"] in rows
    assert ["16", "2", "now", "20", "40.0", "40.0", "40.0", "40.0", "10.0 (10.0–10.0)"] in rows
    assert ["1", "before", "all", "10.0", "750", "750", "630", "630"] in rows
    assert ["1", "before", "gateway", "–", "50", "50", "30", "30"] in rows
    assert "- before: the working copy `elsewhere`\n- now: this working copy\n" in page


@pytest.mark.parametrize(
    ("arrangement", "load", "rounds", "conversations"),
    [
        pytest.param(NOW, Load(1, 60), 3, 20, id="a third of the conversations in each of three rounds"),
        pytest.param(NOW, Load(16, 20), 3, 16, id="one conversation for each client at least"),
        pytest.param(stock(), Load(1, 60), 3, 5, id="fewer of the stock arrangement, which is slow"),
    ],
)
def test_conversations_of_a_round(arrangement: Arrangement, load: Load, rounds: int, conversations: int) -> None:
    assert in_a_round(arrangement, load, rounds) == conversations


def test_percentiles_are_milliseconds() -> None:
    answered = [Answered(1, seconds / 1000) for seconds in range(101)]
    assert percentiles(answered, 0, 50, 95, 100) == pytest.approx([0, 50, 95, 100])
