"""Measures how many emergencies inside longer messages are detected, and how many messages raise a false alarm.

`python -m evaluation.emergencies` prints a table of the emergency cases, and those that went wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from devtools.pythons import run_on

run_on("rasa", __name__)

from bot.decision.labels import EMERGENCY
from devtools.report import table
from evaluation.cases import MEASURED_ON, SERVED, TUNED_ON, Case, EmergencyCase, emergency_cases
from evaluation.decisions import decide, require_model
from evaluation.measures import share


def main() -> None:
    """Measure and print."""
    require_model()
    messages = [each for language in SERVED for each in emergency_cases(language)]
    decisions = asyncio.run(decide([Case(each.text, EMERGENCY.topic, each.language) for each in messages]))
    alone = {each: decision.topic == EMERGENCY.topic for each, decision in zip(messages, decisions, strict=True)}
    detected = {
        each: decision.topic == EMERGENCY.topic or decision.possible_danger
        for each, decision in zip(messages, decisions, strict=True)
    }
    rows = []
    for part in (TUNED_ON, MEASURED_ON):
        for language in SERVED:
            group = [each for each in messages if (each.part, each.language) == (part, language)]
            rows.append(
                (part, language, *_shares(group, True, alone, detected), *_shares(group, False, alone, detected))
            )
    what = ("112 alone", "alone or as a line")
    print(table(("messages", "language", "emergencies", *what, "others", *what), rows))
    for each in messages:
        if detected[each] != each.emergency:
            print("missed" if each.emergency else "false alarm", "|", each.text)


def _shares(
    group: Sequence[EmergencyCase],
    emergency: bool,
    alone: Mapping[EmergencyCase, bool],
    detected: Mapping[EmergencyCase, bool],
) -> tuple[int, float, float]:
    """Return how many messages there are with an emergency, or without, and how they were answered."""
    those = [each for each in group if each.emergency == emergency]
    return len(those), share(alone[each] for each in those), share(detected[each] for each in those)


if __name__ == "__main__":
    main()
