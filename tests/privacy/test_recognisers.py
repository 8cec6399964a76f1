"""The registry names every recogniser, and every kind that the words of the bot know."""

from __future__ import annotations

import pkgutil

from bot.privacy import recognisers


def test_every_module_is_registered_under_its_name() -> None:
    modules = {module.name for module in pkgutil.iter_modules(recognisers.__path__)}

    assert set(recognisers.RECOGNISERS) == modules
    for kind, find in recognisers.RECOGNISERS.items():
        assert find.__module__ == f"{recognisers.__name__}.{kind}"
