"""A command runs on the environment that has what it needs, from whichever it is started."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from devtools import pythons
from devtools.paths import ROOT

COMMAND = """
import sys
from pathlib import Path
from devtools import pythons
pythons.ROOT = Path.cwd()
pythons.python.__defaults__ = (Path.cwd(),)
pythons.run_on("rasa", __name__)
print(sys.prefix, sys.argv[1:])
"""


@pytest.fixture
def working_copy(tmp_path: Path) -> Path:
    """Make a folder with a command that needs Rasa's environment, and no environment."""
    (tmp_path / "command.py").write_text(COMMAND, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "command", *arguments],
        cwd=folder,
        env={"PYTHONPATH": f"{folder}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_starts_again_on_the_environment_that_it_needs(working_copy: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", working_copy / ".venv-rasa"], check=True)
    ended = run(working_copy, "--language", "fi")
    assert ended.stdout.strip() == f"{working_copy / '.venv-rasa'} ['--language', 'fi']", ended.stderr
    assert ended.stderr.strip() == "python -m command runs on .venv-rasa/bin/python."


def test_a_command_without_its_environment_says_what_to_do(working_copy: Path) -> None:
    ended = run(working_copy)
    assert ended.returncode == 1
    assert "needs .venv-rasa/bin/python, which is not there. Run `make setup-dev` first." in ended.stderr


def test_an_imported_module_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.execv", lambda *_: pytest.fail("it started something"))
    pythons.run_on("rasa", "evaluation.evaluate")
    pythons.run_on("gateway", "benchmarks.latency")
