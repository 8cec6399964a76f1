"""Rasa's own channel, and whatever else runs in its processes, writes no message into a log."""

from __future__ import annotations

import asyncio
import io
import logging
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from rasa.core.channels import rest
from rasa.utils.log_utils import configure_structlog

from bot.rasa_server import logs

ROOT = Path(__file__).resolve().parents[2]
MARKED = "Marked Person, born 3.4.1957"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """All that Rasa's process would write into its log, of every logger at every level."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    before, factory, level, show = (
        structlog.get_config(), logging.getLogRecordFactory(), root.level, warnings.showwarning
    )  # fmt: skip
    configure = structlog.configure
    logs.install()
    configure_structlog(logging.DEBUG)
    # The channel keeps the logger that it got first.
    monkeypatch.setattr(rest, "structlogger", structlog.get_logger())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)
    logging.setLogRecordFactory(factory)
    monkeypatch.setattr(structlog, "configure", configure)
    configure(**before)
    warnings.showwarning = show


class Request:
    """What the channel reads of a request."""

    json = {"sender": "x", "message": MARKED, "metadata": {"note": MARKED}}
    args: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (asyncio.CancelledError(), "rest.message.received.timeout"),
        (ValueError(MARKED), "rest.message.received.failure (ValueError at "),
    ],
    ids=["too late", "failed"],
)
async def test_a_message_that_gets_no_answer_is_not_logged(log: io.StringIO, error: BaseException, event: str) -> None:
    async def fail(message: Any) -> None:
        raise error

    blueprint = rest.RestInput().blueprint(fail)
    receive = next(route.handler for route in blueprint._future_routes if route.uri == "/webhook")
    await receive(Request())
    assert event in log.getvalue()
    assert "Marked" not in log.getvalue()


def test_a_structured_event_keeps_its_name(log: io.StringIO) -> None:
    structlog.get_logger("rasa.core").debug("processor.message.parse", text=MARKED, event_info=MARKED)
    structlog.get_logger("rasa.core").info(MARKED)
    assert log.getvalue() == "processor.message.parse\nan event without a name\n"


def test_an_ordinary_logger_of_rasa_keeps_what_its_source_says(log: io.StringIO) -> None:
    logging.getLogger("rasa.core.processor").debug(f"Received user message '{MARKED}'")
    logging.getLogger("sanic.error").error("Exception occurred while handling uri: %s", MARKED)
    assert "Marked" not in log.getvalue()
    assert "Exception occurred while handling uri: …" in log.getvalue()


@pytest.mark.parametrize("module", ["actions", "bot.rasa_server.logs"])
def test_the_action_server_is_quiet_as_well(module: str) -> None:
    code = (
        f"import logging, {module}\n"
        f"{'' if module == 'actions' else 'bot.rasa_server.logs.install()'}\n"
        "logging.basicConfig(level=logging.DEBUG)\n"
        f"logging.getLogger('rasa_sdk.executor').error('Marked {{}}'.format('text'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "rasa_sdk.executor" in done.stderr
    assert "Marked text" not in done.stderr


def test_the_server_sets_its_logs_before_anything_of_rasa_is_imported() -> None:
    source = (ROOT / "bot" / "rasa_server" / "__main__.py").read_text(encoding="utf-8")
    assert source.index("logs.install()") < source.index("from rasa.")
