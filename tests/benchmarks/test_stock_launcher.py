"""The stock arrangement differs from the usual one in Rasa's server alone."""

from __future__ import annotations

import pytest

from benchmarks import stock_launcher
from bot.run import launcher
from devtools.paths import ROOT

NUMBERS = {"gateway": 1, "rasa": 2, "actions": 3}


@pytest.mark.parametrize("workers", [[2], [2, 4]])
def test_only_rasas_server_is_replaced(workers: list[int]) -> None:
    usual = {part.name: part for part in launcher.parts(NUMBERS, workers)}
    found = {part.name: part for part in stock_launcher.parts(NUMBERS, workers)}
    assert list(found) == list(usual)
    for name, part in found.items():
        if name.startswith("rasa"):
            assert "benchmarks.stock_server" in part.command
            assert str(ROOT / "benchmarks" / "stock_endpoints.yml") in part.command
            assert part.ready_url == usual[name].ready_url
        else:
            assert part == usual[name]


def test_a_launcher_without_rasas_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock_launcher, "SERVER", "bot.another_server")
    with pytest.raises(RuntimeError, match="no process of the launcher runs"):
        stock_launcher.parts(NUMBERS, [2])
