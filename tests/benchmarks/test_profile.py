"""The profile counts work by its stage, and waiting not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.profile import STAGES, samples
from devtools.paths import ROOT

# What a pattern says of the project's own files.
PARTS_OF_BOT = re.compile(r"bot/(?:\([^)]*\)|[^|])*")
POOL = "_bootstrap (threading.py:973);run (threading.py:953);_worker (concurrent/futures/thread.py:81)"


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        pytest.param("main (a.py:1);encode (bot/encoder/encoder.py:60)", {"sentence vector": 3}, id="work"),
        pytest.param(f"{POOL};_vector (bot/encoder/encoder.py:64)", {"sentence vector": 3}, id="work in a pool"),
        pytest.param("serve (sanic/server/runners.py:155)", {"HTTP, JSON and the rest": 3}, id="no stage's frame"),
        pytest.param(POOL, {}, id="a pool without work"),
        pytest.param("encode (bot/encoder/encoder.py:57);wait (threading.py:320)", {}, id="waiting for a pool"),
    ],
)
def test_a_sample_counts_for_the_stage_at_work(tmp_path: Path, stack: str, expected: dict[str, int]) -> None:
    file = tmp_path / "rasa"
    file.write_text(f"{stack} 3\n")
    assert samples(file, STAGES["rasa"]) == expected


@pytest.mark.parametrize("pattern", [pattern for stages in STAGES.values() for pattern in stages.values() if pattern])
def test_every_stage_of_the_project_has_files(pattern: str) -> None:
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "bot").rglob("*.py")]
    for part in PARTS_OF_BOT.findall(pattern):
        assert any(re.search(part, file) for file in files), f"no file is {part}"
