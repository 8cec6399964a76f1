"""The locked environment lacks what Rasa asks for and this project never loads, and Rasa imports without it."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path
from typing import List

import pytest

ROOT = Path(__file__).resolve().parent.parent


def dropped() -> List[str]:
    """Return the packages that pyproject.toml overrides away."""
    # tomllib came with Python 3.11; the lines are of one form.
    return re.findall(r'^    "([\w-]+); sys_platform == \'never\'",$', (ROOT / "pyproject.toml").read_text(), re.M)


def test_something_is_dropped() -> None:
    assert "jax" in dropped()


@pytest.mark.parametrize("package", dropped())
def test_a_dropped_package_is_in_no_lock_file_and_not_installed(package: str) -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert not re.search(rf"^{package}==", (ROOT / lock).read_text(), re.M)
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version(package)


def test_rasa_loads_all_it_registers_without_them() -> None:
    program = "import rasa.engine.recipes.default_components, rasa.core.channels, rasa.core.run, rasa.model_training"
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True, cwd=ROOT, capture_output=True)


def test_the_lock_files_name_no_index() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / lock).read_text()
