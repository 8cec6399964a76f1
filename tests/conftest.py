"""Which tests an environment runs, and the shared fixture: the whole assistant, started once as a user starts it."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.service import Service, running_service

TESTS = Path(__file__).parent
# The rule (docs/adr/0018): tests of what needs Rasa run in .venv-rasa, those of the pure packages in both environments,
# all others in .venv. The names are those of the folders, or files, in tests/.
NEEDS_RASA = {"actions", "benchmarks/comparison", "encoder", "evaluation", "nlu", "rasa_server", "tuning"}
NEEDS_RASA |= {"test_catalogue.py"}
PURE = {
    "decision",
    "dialogue",
    "directory",
    "entities",
    "hours",
    "knowledge",
    "languages",
    "privacy",
    "rules",
    "wording",
}

HAS_RASA = importlib.util.find_spec("rasa") is not None
HERE, ELSEWHERE = (".venv-rasa", ".venv") if HAS_RASA else (".venv", ".venv-rasa")

# Rasa 3.6 and the libraries it pins speak for a Python and NumPy of 2022: what they say about their own insides while
# they are imported and run is no error, module by module.
RASA_WARNINGS = [
    r"ignore::DeprecationWarning:(apscheduler|click|matplotlib|packaging|pkg_resources|rasa|sanic|spacy|tensorflow|thinc|weasel)\b",
    r"ignore:the load_module\(\) method is deprecated:DeprecationWarning",  # pykwalify, which checks the domain
    "ignore:Slot auto-fill has been removed:UserWarning",  # Rasa, of any domain with entities and slots
]

if HAS_RASA:
    # Rasa 3.6 was written for SQLAlchemy 1.4, which says so at every import.
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # From its import on it shows deprecations; imported here, pytest puts its own rules back.
    importlib.import_module("sanic")


def runs_here(path: Path) -> bool:
    """Whether this environment runs the tests of a file, or some of a folder's."""
    name = path.relative_to(TESTS).as_posix()
    needs_rasa = any(f"{name}/".startswith(f"{room}/") for room in NEEDS_RASA)
    if not HAS_RASA:
        return not needs_rasa
    is_above = name == "." or any(room.startswith(f"{name}/") for room in NEEDS_RASA)
    return needs_rasa or is_above or path.relative_to(TESTS).parts[0] in PURE


def pytest_configure(config: pytest.Config) -> None:
    """Let Rasa's own warnings pass where there is Rasa."""
    for line in RASA_WARNINGS if HAS_RASA else []:
        config.addinivalue_line("filterwarnings", line)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what the other environment runs."""
    return None if runs_here(collection_path) else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the running assistant to .venv, which asks it the same questions."""
    if not HAS_RASA:
        return
    twice = [
        item for item in items if item.get_closest_marker("service") and item.path.relative_to(TESTS).parts[0] in PURE
    ]
    config.hook.pytest_deselected(items=twice)
    items[:] = [item for item in items if item not in twice]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """Say which environment this was, and where to look for a test that was not found."""
    terminalreporter.section(f"{HERE}, Python {sys.version.split()[0]}")
    if exitstatus in (pytest.ExitCode.NO_TESTS_COLLECTED, pytest.ExitCode.USAGE_ERROR):
        terminalreporter.line(f"No test here: if there should be one, try {ELSEWHERE}/bin/python -m pytest")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Start everything that `make run` starts, on ports of its own; the model is trained first where it has to be.

    It is a Saturday for it, so that the partner chat is closed. Tests that use it are marked `service`.
    """
    with running_service(tmp_path_factory.mktemp("var"), now="2026-11-28T12:00:00+02:00") as running:
        if not HAS_RASA:
            # Only here, where the gateway's libraries are, can its description be made.
            running.check = importlib.import_module("devtools.description").Description.own().check
        yield running
