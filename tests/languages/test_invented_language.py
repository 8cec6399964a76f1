"""A language is a folder: an invented one, made by the scaffold, is spoken without a line of code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import invented_language


@pytest.mark.slow
def test_an_invented_language_is_read_and_spoken(tmp_path: Path) -> None:
    invented_language.invent(tmp_path)
    failures = invented_language.run_tests(tmp_path, "tests/languages/invented/spoken.py")
    assert not failures, failures
