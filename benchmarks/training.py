"""Measures how long a training takes, the first one and one after a changed example, beside another working copy.

Each copy is trained in a temporary folder with its tracked files and its environments, so neither loses its model or
its kept vectors. Writes training.md to docs/benchmarks/.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from devtools.pythons import run_on

run_on("gateway", __name__)

from devtools.paths import ROOT
from devtools.report import BENCHMARKS, measured_on, table, write

ENVIRONMENTS = (".venv", ".venv-rasa")
EXAMPLES = "data/nlu"
KIB_A_MIB = 1024


@dataclass(frozen=True)
class Training:
    """What one training took.

    Attributes:
        what: which one.
        seconds: from its start to its end.
        processor_seconds: of all its processes together.
        peak_mib: of the largest process.
        load: load average of the machine as it began: what else was running.
        model_mib: size of the model.
    """

    what: str
    seconds: float
    processor_seconds: float
    peak_mib: float
    load: float
    model_mib: float


def copied(root: Path, folder: Path) -> None:
    """Copy a working copy's tracked files into a folder, with links to its environments."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        # A file that is tracked may have been removed.
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
    for name in ENVIRONMENTS:
        (folder / name).symlink_to((root / name).resolve())


def change_an_example(folder: Path) -> None:
    """Make the first example of the examples another one."""
    file = min((folder / EXAMPLES).glob("*/*.yml"))
    file.write_text(file.read_text(encoding="utf-8").replace("    - ", "    - and then, ", 1), encoding="utf-8")


def trained(what: str, folder: Path) -> Training:
    """Train in a folder and return what it took."""
    load, started = os.getloadavg()[0], monotonic()
    process = subprocess.Popen(
        [folder / ".venv/bin/python", "-m", "bot.run.training"], cwd=folder, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{what}: the training failed: see above")
    return Training(
        what,
        monotonic() - started,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / KIB_A_MIB,
        load,
        sum(file.stat().st_size for file in (folder / "models").glob("*.tar.gz")) / KIB_A_MIB**2,
    )


def trainings(name: str, root: Path) -> Iterator[Training]:
    """Train a working copy twice, with nothing kept and after a changed example, and yield what each took."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        copied(root, folder)
        yield trained(f"{name}, first", folder)
        change_an_example(folder)
        yield trained(f"{name}, one example changed", folder)


def report(measured: str, found: list[Training]) -> str:
    """Return the page."""
    head = ("training", "seconds", "processor seconds", "peak MiB of a process", "load before", "model MiB")
    rows = [
        (each.what, *(f"{value:.0f}" for value in (each.seconds, each.processor_seconds, each.peak_mib)))
        + (f"{each.load:.1f}", f"{each.model_mib:.1f}")
        for each in found
    ]
    return f"""# Training

Written by `.venv/bin/python -m benchmarks.training`; all rows in one run, one after the other. {measured}

{table(head, rows)}
"""


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__)
    parser.add_argument("--beside", type=Path, metavar="PATH", help="another working copy, with environments")
    options = parser.parse_args()
    copies = {"now": ROOT} | ({"before": options.beside.resolve()} if options.beside else {})
    measured = measured_on()
    found = []
    for name, root in copies.items():
        for training in trainings(name, root):
            print(training, flush=True)
            found.append(training)
    write("training.md", report(measured, found), BENCHMARKS)


if __name__ == "__main__":
    main()
