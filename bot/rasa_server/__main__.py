"""Runs Rasa's command line with this package's changes."""

from __future__ import annotations

import sys

from bot.hours.clock import check_clock
from bot.rasa_server import logs, without_tensorflow


def main() -> None:
    """Change what has to be changed before Rasa is imported, then run it."""
    check_clock()
    logs.install()
    without_tensorflow.install()
    from rasa.__main__ import main as rasa

    from bot.rasa_server import action_calls, deadlines, graph_runner, memory

    for part in (action_calls, deadlines, graph_runner, memory):
        part.install()
    sys.argv[0] = "rasa"
    rasa()


main()
