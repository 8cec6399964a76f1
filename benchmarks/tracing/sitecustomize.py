"""Notes which of a project's files run: Python imports this by itself where the folder is on PYTHONPATH.

It stands alone, since it runs in every process of the assistant, in either environment and in older working copies.
Lines of $TRACE_FOLDER/<process id>: the time, and the path of a file in $TRACE_ROOT in which a function begins or goes
on. A line is left out where the one before it has the same file.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from types import FrameType
from typing import Any

_ROOT = os.environ["TRACE_ROOT"] + os.sep
_lines = open(os.path.join(os.environ["TRACE_FOLDER"], str(os.getpid())), "a", buffering=1, encoding="utf-8")  # noqa: SIM115
_last = ""


def _note(frame: FrameType, event: str, argument: Any) -> None:
    global _last
    file = frame.f_code.co_filename
    if event == "call" and file.startswith(_ROOT) and file != _last and f"{os.sep}.venv" not in file:
        _last = file
        _lines.write(f"{time.time()} {file[len(_ROOT) :]}\n")


threading.setprofile(_note)
sys.setprofile(_note)
