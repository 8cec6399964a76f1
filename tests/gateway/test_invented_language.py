"""The gateway speaks whatever language has a folder: schemas, description, pages and conversations."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import invented_language


@pytest.mark.slow
def test_the_gateway_takes_an_invented_language(tmp_path: Path) -> None:
    invented_language.invent(tmp_path)
    failures = invented_language.run_tests(tmp_path, "tests/gateway/invented/served.py")
    assert not failures, failures
