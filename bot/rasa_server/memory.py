"""Settles the memory of a server whose model is loaded: what loading needed is given back, and what stays is let be."""

from __future__ import annotations

import ctypes
import gc
from typing import Any

from rasa.core import run
from rasa.core.agent import Agent

_M_ARENA_MAX = -8  # of glibc's malloc.h
_load = run.load_agent_on_start


async def load_agent_on_start(*arguments: Any) -> Agent:
    """Load the agent, then settle.

    The garbage collector is told that all there is now will stay: 300,000 objects, a pause of 0.2 s each time it looks
    through them.
    """
    agent = await _load(*arguments)
    gc.collect()
    gc.freeze()
    _of_malloc("malloc_trim", 0)
    return agent


def _of_malloc(function: str, *arguments: int) -> None:
    """Call a function of glibc's allocator; other C libraries have none of them."""
    found = getattr(ctypes.CDLL(None), function, None)
    if found is not None:
        found(*arguments)


def install() -> None:
    """Put it in place of Rasa's own, and let all threads share one heap, for only one thread works after the start."""
    _of_malloc("mallopt", _M_ARENA_MAX, 1)
    run.load_agent_on_start = load_agent_on_start
