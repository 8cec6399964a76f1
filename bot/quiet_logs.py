"""Keeps what people write out of every log: a record tells what happened and where, never what it happened to.

Libraries quote what they were given: raw requests, whole messages, the error that names a wrong value. No list of their
messages could be complete, so a record of theirs keeps only what is written in the source that logs it: a message that
stands there word for word, without its arguments. Of an error only the kind and the place stay. This holds in the whole
process, for every logger, handler and level.
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from types import FrameType, TracebackType
from typing import Any

# The loggers whose messages are checked here: they say kinds, numbers and ids of topics.
TRUSTED = ("bot", "__main__")
# Everything that a terminal or a reader of lines takes for something else than a letter.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-#0 +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[a-zA-Z]")
_NO_LINE = "?"

_make_record = logging.LogRecord


class Safe(str):
    """A message that holds nothing of anybody's, by the word of who made it."""


def escaped(text: str) -> str:
    """Return a text on one line, with control characters written out."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def kind_and_place(error: BaseException | None) -> str:
    """Return the kind of an error and the place in the program that it comes from, without its own words."""
    trace: TracebackType | None = error.__traceback__ if error is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else _NO_LINE
    return f"{type(error).__name__} at {place}"


def install() -> None:
    """Make every record of this process a quiet one, and every warning."""
    logging.setLogRecordFactory(quiet_record)
    warnings.showwarning = _quiet_warning


def quiet_record(
    name: str | None,
    level: int,
    pathname: str,
    lineno: int,
    msg: object,
    args: Any,
    exc_info: Any,
    *more: Any,
    **rest: Any,
) -> logging.LogRecord:
    """Return a log record without what people write; the arguments are those of `logging.LogRecord`."""
    name = name or ""
    text = _message(name, msg, args, pathname, lineno)
    if isinstance(exc_info, tuple) and exc_info[1] is not None:
        text = f"{text} ({kind_and_place(exc_info[1])})"
    return _make_record(name, level, pathname, lineno, escaped(text), (), None, *more[:1])


def _message(name: str, msg: object, args: Any, pathname: str, lineno: int) -> str:
    if name.partition(".")[0] in TRUSTED:
        return str(logging.LogRecord(name, 0, pathname, lineno, msg, args, None).getMessage())
    if isinstance(msg, Safe):
        return msg
    if isinstance(msg, str) and _stands_in_source(msg, pathname):
        return _PLACEHOLDER.sub("…", msg) if args else msg
    return f"{pathname}:{lineno}"


def _stands_in_source(msg: str, pathname: str) -> bool:
    """Whether the file that logs a message has it word for word, in a function that is running."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename == pathname and msg in frame.f_code.co_consts:
            return True
        frame = frame.f_back
    return False


def _quiet_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any, **__: Any
) -> None:
    logging.getLogger("py.warnings").warning(Safe(f"{category.__name__} at {filename}:{lineno}"))
