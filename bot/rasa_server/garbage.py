"""Keeps the garbage collector away from the loaded model: 300,000 objects that stay, and a pause of 0.2 s each time."""

from __future__ import annotations

import gc
from typing import Any

from rasa.core import run
from rasa.core.agent import Agent

_load = run.load_agent_on_start


async def load_agent_on_start(*arguments: Any) -> Agent:
    """Load the agent, and tell the collector that all there is now will stay."""
    agent = await _load(*arguments)
    gc.collect()
    gc.freeze()
    return agent


def install() -> None:
    """Put it in place of Rasa's own."""
    run.load_agent_on_start = load_agent_on_start
