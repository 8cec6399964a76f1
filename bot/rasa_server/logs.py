"""Keeps messages out of Rasa's log.

Rasa's REST channel logs the whole text of each message that fails or takes too long, and at the level DEBUG nearly
every part does. Of a structured event only its name is left here, with the kind and place of an error.
"""

from __future__ import annotations

import re
import sys
from typing import Any, MutableMapping

import structlog

from bot import quiet_logs

_NAME = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+")
_configure = structlog.configure


def render(_: Any, method: str, event: MutableMapping[str, Any]) -> quiet_logs.Safe:
    """Return the name of an event, and of its error the kind and place: a processor of structlog, the only one."""
    name = str(event.get("event"))
    said = name if _NAME.fullmatch(name) else "an event without a name"
    error = event.get("exc_info")
    if error is True or (error is None and method == "exception"):
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    return quiet_logs.Safe(f"{said} ({quiet_logs.kind_and_place(error)})" if isinstance(error, BaseException) else said)


def configure(*args: Any, **settings: Any) -> None:
    """Configure structlog as is asked for, but for the processors."""
    _configure(*args, **{**settings, "processors": [render]})


def install() -> None:
    """Make every record of this process quiet, whoever configures logging when; has to come before Rasa is imported."""
    quiet_logs.install()
    configurable: Any = structlog
    configurable.configure = configure
    configure()
