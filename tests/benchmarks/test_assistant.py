"""Any working copy is started, measured and stopped through its own launcher."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from benchmarks.assistant import NotThere, beside, require_model, running
from benchmarks.memory import memories
from benchmarks.people import Answered, Texts, talk

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("workers", "parts"),
    [
        (1, {"gateway", "actions", "rasa", "launcher"}),
        (2, {"gateway", "actions", "rasa-1", "rasa-2", "launcher"}),
    ],
)
def test_a_working_copy_is_run_with_its_parts_by_name(working_copy: Path, workers: int, parts: set[str]) -> None:
    with running(beside("before", working_copy), workers) as assistant:
        assert set(assistant.pids) == parts
        assert set(assistant.part_seconds) == parts - {"launcher"}
        assert all(0 <= seconds < 30 for seconds in assistant.part_seconds.values())
        held = memories(assistant.pids)
    assert not any(psutil.pid_exists(pid) for pid in assistant.pids.values())
    assert all(0 < each.pss <= each.rss for each in held.values())


def test_people_talk_to_a_running_assistant(working_copy: Path) -> None:
    answered: list[Answered] = []
    with running(beside("before", working_copy)) as assistant:
        seconds = talk(assistant, Texts(), conversations=6, turns=3, clients=2, each=answered.append)
    assert sorted(each.turn for each in answered) == [1] * 6 + [2] * 6 + [3] * 6
    assert max(each.seconds for each in answered) < seconds


def test_a_working_copy_whose_model_is_old_is_not_measured(working_copy: Path) -> None:
    require_model(beside("before", working_copy))
    (working_copy / "models" / "up-to-date").unlink()
    with pytest.raises(NotThere, match="run `make train` there"):
        require_model(beside("before", working_copy))


@pytest.mark.parametrize(
    ("missing", "advice"),
    [
        ("bot/launcher.py", "name a working copy of this project"),
        (".venv/bin/python", "run `make setup-dev` in"),
    ],
)
def test_what_is_missing_in_a_working_copy_is_said(working_copy: Path, missing: str, advice: str) -> None:
    (working_copy / missing).unlink()
    with pytest.raises(NotThere, match=advice):
        beside("before", working_copy)
