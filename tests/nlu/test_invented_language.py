"""The understanding reads a language that has a folder, without a line of code and without training."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import invented_language


@pytest.mark.slow
def test_an_invented_language_is_understood_before_its_topic(tmp_path: Path) -> None:
    invented_language.invent(tmp_path)
    failures = invented_language.run_tests(tmp_path, "tests/nlu/invented/understood.py")
    assert not failures, failures
