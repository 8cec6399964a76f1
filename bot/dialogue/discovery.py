"""Finds the guided dialogues: every module of bot/dialogue/flows/ that has a FLOW."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from types import ModuleType
from typing import Dict

from bot.dialogue import flows as package
from bot.dialogue.engine import Flow


class DuplicateFlow(ValueError):
    """Two modules hold a dialogue of the same id."""


@lru_cache(maxsize=1)
def flows() -> Dict[str, Flow]:
    """Return the guided dialogues by topic id."""
    return find_flows(package)


def find_flows(folder: ModuleType) -> Dict[str, Flow]:
    """Return the dialogues of a package's modules by topic id; a module without a FLOW is none.

    Raises:
        DuplicateFlow: two modules have the same id.
    """
    found: Dict[str, Flow] = {}
    for module in sorted(pkgutil.iter_modules(folder.__path__), key=lambda module: module.name):
        flow = getattr(importlib.import_module(f"{folder.__name__}.{module.name}"), "FLOW", None)
        if flow is None:
            continue
        if flow.id in found:
            raise DuplicateFlow(f"{folder.__name__}.{module.name} has the id of another dialogue, {flow.id}: change it")
        found[flow.id] = flow
    return found
