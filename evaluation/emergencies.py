"""Measures how many emergencies inside longer messages are detected, and how many messages raise a false alarm.

`python -m evaluation.emergencies` prints a table of the emergency cases, and those that went wrong.
"""

from __future__ import annotations

import asyncio

from devtools.pythons import run_on

run_on("rasa", __name__)

from bot.decision.labels import EMERGENCY
from devtools.report import table
from evaluation.cases import MEASURED_ON, SERVED, TUNED_ON, Case, emergency_cases
from evaluation.decisions import decide, require_model
from evaluation.measures import share


def main() -> None:
    """Measure and print."""
    require_model()
    messages = [each for language in SERVED for each in emergency_cases(language)]
    decisions = asyncio.run(decide([Case(each.text, EMERGENCY.topic, each.language) for each in messages]))
    detected = {each: decision.topic == EMERGENCY.topic for each, decision in zip(messages, decisions, strict=True)}
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


if __name__ == "__main__":
    main()
