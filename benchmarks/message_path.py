"""Prints which of the project's files one message passes through, by process: `python -m benchmarks.message_path`.

With `--beside PATH`, another working copy is asked the same. Only functions that run count, so a file that holds
nothing but data or types is not listed. A first message warms up what is loaded or computed once.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from devtools.pythons import run_on

run_on("gateway", __name__)

from benchmarks.assistant import Arrangement, Assistant, NotThere, beside, exit_where_not_there, running, this
from devtools.paths import ROOT
from devtools.report import table
from devtools.service import Conversation

WARM_UP = "Kuinka pitkäksi ajaksi terapia myönnetään?"
MESSAGE = "Mikä on taksimatkan omavastuu?"
TRACING = Path(__file__).parent / "tracing"
# From the person to the answer.
PARTS = ("gateway", "rasa", "actions")


@dataclass(frozen=True)
class Passed:
    """The files that one process passed through, each as often as the message came into it from another one."""

    part: str
    files: tuple[str, ...]

    @property
    def different(self) -> tuple[str, ...]:
        """Each file once, in the order in which the message first came into it."""
        return tuple(dict.fromkeys(self.files))


def message_path(arrangement: Arrangement) -> list[Passed]:
    """Start an assistant, send it one message, and return what it passed through in each process."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            "PYTHONPATH": str(TRACING),
            "TRACE_ROOT": str(arrangement.root),
            "TRACE_FOLDER": str(folder),
        }
        with running(arrangement, environment=environment) as assistant:
            conversation = Conversation(assistant.service, language="fi")
            conversation.say(WARM_UP)
            begun = time.time()
            conversation.say(MESSAGE)
            return [Passed(part, passed(folder, assistant, part, begun)) for part in PARTS]


def passed(folder: Path, assistant: Assistant, part: str, begun: float) -> tuple[str, ...]:
    """Return the files that a part noted since a moment; of several processes, those of the part's own."""
    notes = (folder / str(assistant.pids[part])).read_text(encoding="utf-8").splitlines()
    return since(notes, begun)


def since(notes: Iterable[str], begun: float) -> tuple[str, ...]:
    """Return the files of the notes from a moment on."""
    parted = (note.split(" ", 1) for note in notes)
    return tuple(file for moment, file in parted if float(moment) >= begun)


def report(name: str, path: list[Passed]) -> str:
    """Return the path as text: a summary, then the files in order."""
    head = table(
        (name, "files", "times it came into a file"),
        [(each.part, len(each.different), len(each.files)) for each in path],
    )
    whole = len({file for each in path for file in each.different})
    listed = "\n".join(f"{each.part}: {file}" for each in path for file in each.different)
    return f"{head}\n\n{whole} different files:\n\n{listed}\n"


def main() -> None:
    """Print the path in each working copy."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.message_path", description=__doc__)
    parser.add_argument("--beside", type=Path, metavar="PATH", help="another working copy, with environments and model")
    options = parser.parse_args()
    try:
        other = [beside("before", options.beside)] if options.beside else []
    except NotThere as missing:
        parser.error(str(missing))
    arrangements = [*other, this()]
    exit_where_not_there(*arrangements)
    for arrangement in arrangements:
        print(report(arrangement.name, message_path(arrangement)))


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
