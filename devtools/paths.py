"""Where the project and the data beside it lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Data of third parties, which is not part of the repository.
SHARED = ROOT.parent / "shared" / "data"
