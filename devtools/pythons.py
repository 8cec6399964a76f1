"""Runs a command on the Python that has what it needs: .venv-rasa where it loads Rasa, .venv elsewhere.

A module calls `run_on` before it imports what only one of the two environments has, so that
`python -m evaluation.evaluate` works from either.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

from devtools.paths import ROOT

Environment = Literal["gateway", "rasa"]
FOLDERS: dict[Environment, str] = {"gateway": ".venv", "rasa": ".venv-rasa"}


def python(environment: Environment, root: Path = ROOT) -> Path:
    """Return the path of an environment's interpreter.

    Args:
        environment: "gateway" for the gateway and the developers' tools, "rasa" for understanding and actions.
        root: a working copy of the project.
    """
    return root / FOLDERS[environment] / "bin" / "python"


def run_on(environment: Environment, name: str) -> None:
    """Start the running command again on an environment's interpreter, where it runs on another one.

    Args:
        environment: the one that the command needs.
        name: the calling module's `__name__`; nothing happens where the module is imported instead of run.

    Raises:
        SystemExit: the environment is not there.
    """
    wanted = python(environment)
    # Not the interpreter itself, which both environments may link to: the environment's own folder.
    if name != "__main__" or Path(sys.prefix).resolve() == wanted.parents[1].resolve():
        return
    module = sys.modules["__main__"].__spec__
    command = f"python -m {module.name}" if module else sys.argv[0]
    if not wanted.exists():
        sys.exit(f"{command} needs {wanted.relative_to(ROOT)}, which is not there. Run `make setup-dev` first.")
    arguments = ["-m", module.name] if module else [sys.argv[0]]
    sys.stderr.write(f"{command} runs on {wanted.relative_to(ROOT)}.\n")
    sys.stderr.flush()
    os.execv(wanted, [str(wanted), *arguments, *sys.argv[1:]])  # the same command, on the other interpreter
