"""Shared fixtures: the whole assistant, started once as a user starts it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pytest

with contextlib.suppress(ModuleNotFoundError):
    import sanic  # noqa: F401 (from its import on it shows deprecations; imported here, pytest puts its own rules back)

# Rasa 3.6 was written for SQLAlchemy 1.4, which says so at every import.
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

from devtools.service import Service, running_service


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Start everything that `make run` starts, on ports of its own; the model is trained first where it has to be.

    It is a Saturday for it, so that the partner chat is closed. Tests that use it are marked `service`.
    """
    with running_service(tmp_path_factory.mktemp("var"), now="2026-11-28T12:00:00+02:00") as running:
        yield running
