"""Becomes another program that ends with its parent, on Linux: `python -I -S tied.py PARENT COMMAND...`.

The kernel kills the program as soon as the thread that started it ends, so whoever uses `tied` starts programs from its
main thread. A hook between fork and exec (`preexec_fn`) would do without this file, but may lock up where the starting
process has threads. Elsewhere than on Linux a program is only started.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # of Linux's sys/prctl.h


def tied(command: Sequence[str]) -> list[str]:
    """Return a command that ends when the process that starts it does, even where that one is killed."""
    return [sys.executable, "-I", "-S", str(Path(__file__)), str(os.getpid()), *command]


def main(parent: int, command: Sequence[str]) -> None:
    """Tie this process to its parent and become the command."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # The parent may have ended before.
        if os.getppid() != parent:
            sys.exit("the process that wanted this one has ended")
    try:
        os.execvp(command[0], list(command))  # noqa: S606 (a shell is not wanted)
    except OSError as error:
        sys.exit(f"{command[0]} cannot be started: {error.strerror}")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
