"""How figures are written: Markdown tables, shares, and where and when they were measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from tabulate import tabulate

from devtools.paths import ROOT

EVALUATION = ROOT / "docs" / "evaluation"
BENCHMARKS = ROOT / "docs" / "benchmarks"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table, its columns padded so that it reads as well on a terminal; NaN is shown as a dash."""
    cells = [[_cell(value) for value in row] for row in rows]
    return str(tabulate(cells, list(head), tablefmt="github", disable_numparse=True))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "–" if value != value else f"{value:.3f}"
    return str(value).replace("|", "\\|")


def measured_on() -> str:
    """Return the day, the processor and what else the machine was doing, in one line."""
    day = datetime.now(timezone.utc).date().isoformat()
    return (
        f"Measured {day} on {_processor()}, {os.cpu_count()} processors, {_memory_gib():.0f} GiB, "
        f"Python {platform.python_version()}, load average {os.getloadavg()[0]:.1f} at the start."
    )


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def write(name: str, text: str, folder: Path) -> None:
    """Write a file of a documentation folder and print it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text.rstrip() + "\n", encoding="utf-8")
    print(text)


def rounded(value: Any) -> Any:
    """Return figures, however nested, with four decimals, and null where nothing could be measured."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(each) for each in value]
    if isinstance(value, float):
        return None if value != value else round(value, 4)
    return value
