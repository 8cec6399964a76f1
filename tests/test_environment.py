"""The two locked environments agree on what they share and lack what Rasa asks for and this project never loads."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.run.training import RASA_PYTHON

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["gateway", "gateway-dev", "rasa", "rasa-dev"]
PYTHONS = {".venv": sys.executable, ".venv-rasa": str(RASA_PYTHON)}

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SHARED = dict(line.split("==") for line in PROJECT["project"]["dependencies"])
OVERRIDES = PROJECT["tool"]["uv"]["override-dependencies"]
DROPPED = [line.split(";")[0] for line in OVERRIDES if line.endswith("; sys_platform == 'never'")]
RAISED = [line for line in OVERRIDES if "==" in line.split(";")[0]]


def lock(name: str) -> str:
    """Return a lock file's text."""
    return (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")


def locked(name: str) -> dict[str, str]:
    """Return the version of each package of a lock file."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", lock(name), re.M))


@pytest.mark.parametrize("name", LOCKS)
def test_what_both_environments_need_is_locked_in_one_version(name: str) -> None:
    assert {package: locked(name).get(package) for package in SHARED} == SHARED


@pytest.mark.parametrize("name", ["gateway", "rasa"])
def test_a_development_lock_holds_all_of_the_runtimes(name: str) -> None:
    assert locked(name).items() <= locked(f"{name}-dev").items()


@pytest.mark.parametrize("line", RAISED)
def test_what_is_raised_over_rasas_own_bound_is_the_version_of_both(line: str) -> None:
    name, version = line.split("==")
    assert SHARED[name] == version


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_index_and_has_a_digest_of_every_package(name: str) -> None:
    assert "://" not in lock(name)
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\w)", lock(name)))


def test_something_is_dropped() -> None:
    assert "jax" in DROPPED


@pytest.mark.parametrize("package", DROPPED)
def test_a_dropped_package_is_in_no_lock_file(package: str) -> None:
    assert [name for name in LOCKS if package in locked(name)] == []


@pytest.mark.parametrize("python", PYTHONS.values(), ids=PYTHONS)
def test_a_dropped_package_is_not_installed(python: str) -> None:
    program = "import importlib.metadata; print(*{each.name.lower() for each in importlib.metadata.distributions()})"
    listed = subprocess.run(
        [python, "-c", program], check=True, cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    assert "pydantic" in listed
    assert set(DROPPED) & set(listed) == set()


@pytest.mark.slow
def test_rasa_loads_all_it_registers_without_them() -> None:
    program = "import rasa.engine.recipes.default_components, rasa.core.channels, rasa.core.run, rasa.model_training"
    subprocess.run([RASA_PYTHON, "-W", "ignore", "-c", program], check=True, cwd=ROOT, capture_output=True)


def test_the_gateways_environment_has_nothing_of_rasas() -> None:
    assert {"rasa", "rasa-sdk", "tensorflow-cpu", "spacy", "numpy", "sanic"} & set(locked("gateway-dev")) == set()
