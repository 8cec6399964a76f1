"""The path of a message is noted by the processes that it passes through."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.message_path import TRACING, Passed, report, since

PROGRAM = """
import asyncio, threading
from house.hall import enter
from house.kitchen import cook

async def visit():
    enter()
    await asyncio.to_thread(cook)
    enter()

asyncio.run(visit())
"""


def test_a_process_notes_the_projects_files_in_which_functions_run(tmp_path: Path) -> None:
    notes, root = tmp_path / "notes", tmp_path / "project"
    notes.mkdir()
    (root / "house").mkdir(parents=True)
    (root / "house" / "hall.py").write_text("import json\ndef enter(): json.dumps([])\n", encoding="utf-8")
    (root / "house" / "kitchen.py").write_text("def cook(): pass\n", encoding="utf-8")
    (root / "program.py").write_text(PROGRAM, encoding="utf-8")
    variables = {"PYTHONPATH": str(TRACING), "TRACE_ROOT": str(root), "TRACE_FOLDER": str(notes)}
    begun = time.time()
    subprocess.run([sys.executable, "program.py"], cwd=root, env=variables, check=True)
    (written,) = notes.iterdir()
    lines = written.read_text(encoding="utf-8").splitlines()
    files = [file for file in since(lines, begun) if file != "program.py"]
    assert files[-3:] == ["house/hall.py", "house/kitchen.py", "house/hall.py"]
    assert since(lines, time.time()) == ()


def test_the_path_lists_each_file_once_in_order() -> None:
    path = [Passed("gateway", ("a.py", "b.py", "a.py")), Passed("rasa", ("b.py",))]
    assert path[0].different == ("a.py", "b.py")
    text = report("now", path)
    assert "| gateway | 2       | 3" in text
    assert text.endswith("2 different files:\n\ngateway: a.py\ngateway: b.py\nrasa: b.py\n")
