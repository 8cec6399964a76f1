"""Measures how many emergencies inside longer messages are detected, and how many messages raise a false alarm.

`python -m evaluation.emergencies` prints a table of the emergency cases, and those that went wrong.
"""

from __future__ import annotations

import asyncio
import sys

from bot.nlu.deciding.topic_decider import EMERGENCY
from bot.run import training
from devtools.report import table
from evaluation.cases import MEASURED_ON, SERVED, TUNED_ON, Case, emergency_cases
from evaluation.decisions import decide
from evaluation.measures import share


def main() -> int:
    """Measure and print; return 1 where the model is not made from what is here."""
    if not training.up_to_date():
        print("The model is older than what it is made from. Run `make train` first.", file=sys.stderr)
        return 1
    messages = [each for language in SERVED for each in emergency_cases(language)]
    decisions = asyncio.run(decide([Case(each.text, EMERGENCY, each.language) for each in messages]))
    detected = {each: decision.topic == EMERGENCY for each, decision in zip(messages, decisions, strict=True)}
    rows = []
    for part in (TUNED_ON, MEASURED_ON):
        for language in SERVED:
            group = [each for each in messages if (each.part, each.language) == (part, language)]
            emergencies = [detected[each] for each in group if each.emergency]
            others = [detected[each] for each in group if not each.emergency]
            rows.append((part, language, len(emergencies), share(emergencies), len(others), share(others)))
    print(table(("messages", "language", "emergencies", "detected", "others", "false alarms"), rows))
    for each in messages:
        if detected[each] != each.emergency:
            print("missed" if each.emergency else "false alarm", "|", each.text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
