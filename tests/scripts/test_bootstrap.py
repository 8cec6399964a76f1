"""The bootstrap makes do with any Python 3, fetches what is missing, and says clearly what it cannot do."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What a system has without Python and uv.
PROGRAMS = ("bash", "cat", "cp", "cut", "dirname", "env", "grep", "mkdir", "rm", "sha256sum", "touch")
LOCKS = ("gateway", "gateway-dev", "rasa", "rasa-dev")

# Stands in for uv: it notes what it is asked, and fetches Pythons where it may.
UV = """#!/usr/bin/env bash
echo "$*" >>"$NOTES"
case "$1 ${2:-}" in
    "--version ") ;;
    "python find") for last; do :; done; [ -e "$FETCHED/$last" ] && echo "$FETCHED/$last" ;;
    "python install") [ "$MAY_FETCH" = yes ] && cp "$ANY" "$FETCHED/$3" ;;
    "venv "*) for last; do :; done; mkdir -p "$last/bin"; cp "$ANY" "$last/bin/python" ;;
    "pip sync") ;;
esac
"""
# Stands in for a Python that uv fetched: whatever it is asked, it is that version.
ANY_PYTHON = "#!/usr/bin/env bash\n[ \"${1:-}\" != --version ] || echo 'Python from uv'\n"
# A system's Python 3 of another version, without what makes an environment, and with pip or not.
SYSTEM_PYTHON = """#!/usr/bin/env bash
case "$*" in
    "-m venv "*) exit 1 ;;
    "-m pip "*) [ "$HAS_PIP" = yes ] && mkdir -p .venv-tools/bin && cp "$UV" .venv-tools/bin/uv ;;
    *"import ssl"*) exit 1 ;;
esac
"""


@dataclass
class Machine:
    """A copy of what the bootstrap needs, and a PATH that holds nothing else."""

    project: Path
    bin: Path
    notes: Path
    environment: dict[str, str]

    def program(self, name: str, text: str) -> Path:
        """Put a program on PATH."""
        return write(self.bin / name, text)

    def bootstrap(self, kind: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the bootstrap."""
        return subprocess.run(
            ["bash", "scripts/bootstrap.sh", kind],
            cwd=self.project,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def asked(self) -> list[str]:
        """Return what uv was asked to do, without looking."""
        lines = self.notes.read_text().splitlines()
        return [line for line in lines if not line.startswith(("--version", "python find"))]


def write(path: Path, text: str) -> Path:
    """Write a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with neither Python nor uv."""
    project = tmp_path / "project"
    (project / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "bootstrap.sh", project / "scripts")
    (project / "requirements").mkdir()
    for name in LOCKS:
        (project / "requirements" / f"{name}.lock").write_text(name)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in PROGRAMS:
        found = shutil.which(name)
        assert found, name
        (programs / name).symlink_to(found)
    (tmp_path / "fetched").mkdir()
    notes = tmp_path / "notes"
    notes.write_text("")
    environment = {
        "PATH": str(programs),
        "HOME": str(tmp_path / "home"),
        "NOTES": str(notes),
        "FETCHED": str(tmp_path / "fetched"),
        "UV": str(write(tmp_path / "uv", UV)),
        "ANY": str(write(tmp_path / "any-python", ANY_PYTHON)),
        "MAY_FETCH": "yes",
        "HAS_PIP": "yes",
    }
    return Machine(project, programs, notes, environment)


def note(machine: Machine, folder: str) -> list[str]:
    """Return an environment's note of what it holds."""
    return (machine.project / folder / ".installed").read_text().splitlines()


def digest(name: str) -> str:
    """Return the digest of a lock file as the fixture writes it."""
    return hashlib.sha256(name.encode()).hexdigest()


def test_with_some_python_and_no_uv_it_brings_uv_and_uv_fetches_both_pythons(machine: Machine) -> None:
    machine.program("python3", SYSTEM_PYTHON)
    result = machine.bootstrap("runtime")
    assert result.returncode == 0, result.stderr
    assert "Bringing uv" in result.stdout + result.stderr
    assert machine.asked() == [
        "python install 3.13",
        f"venv --quiet --no-project --python {machine.environment['FETCHED']}/3.13 .venv",
        "pip sync --python .venv/bin/python --require-hashes --compile-bytecode requirements/gateway.lock",
        "python install 3.10",
        f"venv --quiet --no-project --python {machine.environment['FETCHED']}/3.10 .venv-rasa",
        "pip sync --python .venv-rasa/bin/python --require-hashes --compile-bytecode requirements/rasa.lock",
    ]


def test_a_python_on_the_path_is_used(machine: Machine) -> None:
    machine.program("uv", UV)
    for version in ("3.10", "3.12"):
        machine.program(f"python{version}", ANY_PYTHON)
    assert machine.bootstrap("runtime").returncode == 0
    assert [line.split()[-2:] for line in machine.asked() if line.startswith("venv")] == [
        [str(machine.bin / "python3.12"), ".venv"],
        [str(machine.bin / "python3.10"), ".venv-rasa"],
    ]


def test_a_python_of_pyenv_is_used_where_the_path_has_none(machine: Machine, tmp_path: Path) -> None:
    machine.program("uv", UV)
    # pyenv's shim is there and refuses to run.
    machine.program("python3.10", "#!/usr/bin/env bash\nexit 127\n")
    for version in ("3.10.13", "3.13.0"):
        write(tmp_path / "pyenv" / "versions" / version / "bin" / f"python{version.rpartition('.')[0]}", ANY_PYTHON)
    assert machine.bootstrap("runtime", PYENV_ROOT=str(tmp_path / "pyenv")).returncode == 0
    assert [line.split()[-2].split("/")[-3] for line in machine.asked() if line.startswith("venv")] == [
        "3.13.0",
        "3.10.13",
    ]


def test_what_is_installed_is_not_installed_again_until_its_lock_changes(machine: Machine) -> None:
    machine.program("uv", UV)
    assert machine.bootstrap("dev").returncode == 0
    assert note(machine, ".venv") == [f"runtime {digest('gateway')}", f"dev {digest('gateway-dev')}"]
    first = machine.asked()
    (machine.bin / "uv").unlink()
    for kind in ("dev", "runtime"):
        again = machine.bootstrap(kind)
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    machine.program("uv", UV)
    (machine.project / "requirements" / "rasa-dev.lock").write_text("rasa-dev, changed")
    assert machine.bootstrap("dev").returncode == 0
    assert [line.split()[-1] for line in machine.asked()[len(first) :]] == ["requirements/rasa-dev.lock"]


@pytest.mark.parametrize(
    ("pip", "python", "expected"),
    [
        pytest.param("yes", False, "there is neither a Python 3 nor uv here", id="neither Python nor uv"),
        pytest.param("no", True, "apt-get install python3-venv", id="a Python without venv and pip"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_install(
    machine: Machine, pip: str, python: bool, expected: str
) -> None:
    if python:
        machine.program("python3", SYSTEM_PYTHON)
    result = machine.bootstrap("runtime", HAS_PIP=pip)
    assert result.returncode == 1
    assert "Not done: " in result.stderr
    assert expected in result.stderr
    assert not (machine.project / ".venv-tools").exists()


def test_a_python_that_uv_may_not_fetch_is_named(machine: Machine) -> None:
    machine.program("uv", UV)
    machine.program("python3.13", ANY_PYTHON)
    result = machine.bootstrap("runtime", MAY_FETCH="no")
    assert result.returncode == 1
    assert "no working Python was found for Rasa and the actions: it takes 3.10." in result.stderr
    assert "uv python install 3.10" in result.stderr


def test_who_asks_for_something_else_is_told_the_usage(machine: Machine) -> None:
    result = machine.bootstrap("everything")
    assert result.returncode == 2
    assert "runtime|dev" in result.stderr
