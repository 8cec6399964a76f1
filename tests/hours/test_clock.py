"""A fixed moment is one that everybody reads alike, or no process of the assistant starts."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.hours.clock import NOW_VARIABLE, check_clock, helsinki_now
from devtools.paths import ROOT
from devtools.ports import free_ports
from devtools.pythons import python

WRONG = [
    pytest.param("soon", id="a word"),
    pytest.param("2026-11-28T12:00:00", id="no time zone"),
    pytest.param("2026-11-28", id="a day"),
    pytest.param("2026-13-28T12:00:00+02:00", id="no such month"),
    pytest.param("2026-11-28T12:00:00 Europe/Helsinki", id="a zone by its name"),
    pytest.param("1764324000", id="a number of seconds"),
    pytest.param("0001-01-01T00:00:00+14:00", id="a moment before the calendar"),
    pytest.param(" ", id="a blank"),
]


@pytest.mark.parametrize("value", WRONG)
def test_what_is_no_moment_is_refused_with_an_example(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NOW_VARIABLE, value)
    with pytest.raises(SystemExit) as caught:
        check_clock()
    said = str(caught.value)
    assert said.startswith(f"KUNTOUTUSNEUVO_NOW is '{value}': ")
    assert "such as 2026-11-28T12:00:00+02:00" in said


@pytest.mark.parametrize(
    ("value", "hour"),
    [("2026-11-28T12:00:00+02:00", 12), ("2026-11-28T12:00:00Z", 14), ("2026-11-28T12:00:00-05:00", 19)],
)
def test_a_moment_of_any_zone_is_told_in_helsinkis(monkeypatch: pytest.MonkeyPatch, value: str, hour: int) -> None:
    monkeypatch.setenv(NOW_VARIABLE, value)
    check_clock()
    assert helsinki_now().isoformat() == f"2026-11-28T{hour}:00:00+02:00"


@pytest.mark.parametrize("value", [None, ""])
def test_where_nothing_is_fixed_the_clock_goes_on(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv(NOW_VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(NOW_VARIABLE, value)
    check_clock()
    assert abs((helsinki_now() - datetime.now(timezone.utc)).total_seconds()) < 60


GATEWAY, RASA = str(python("gateway")), str(python("rasa"))
STARTS = {
    "launcher": [GATEWAY, "-m", "bot.run.launcher"],
    "gateway": [GATEWAY, "-m", "bot.gateway"],
    "rasa": [RASA, "-m", "bot.rasa_server", "run"],
    "actions": [RASA, "-m", "rasa_sdk", "--actions", "actions"],
}


@pytest.mark.parametrize("process", STARTS)
def test_no_process_starts_with_a_moment_that_is_none(tmp_path: Path, process: str) -> None:
    (port,) = free_ports(1)
    result = subprocess.run(
        STARTS[process],
        cwd=ROOT,
        env={
            **os.environ,
            NOW_VARIABLE: "soon",
            "KUNTOUTUSNEUVO_PORT": str(port),
            "KUNTOUTUSNEUVO_VAR": str(tmp_path / "var"),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("KUNTOUTUSNEUVO_NOW is 'soon': write a moment in ISO 8601")
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "var").exists(), "nothing was begun"
