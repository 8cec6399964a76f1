"""Third-party data beside the repository, used where it is and never copied in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


def shared(path: str) -> Path:
    """Return a shared file; the test is skipped where the repository stands alone."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"../shared/{path} is not there")
    return file


def json_lines(path: str) -> list[dict[str, Any]]:
    """Return the records of a shared file with a JSON object a line."""
    return [json.loads(line) for line in shared(path).read_text(encoding="utf-8").splitlines()]
