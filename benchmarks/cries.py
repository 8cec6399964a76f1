"""Measures how many cries for help inside longer messages are heard, and how many hard stories are taken for one.

`python -m benchmarks.cries` prints a table of the messages of tests/questions/cases/cries_<language>.yml, and those
that went wrong.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass

import yaml

from benchmarks.cases import SERVED, Case
from benchmarks.decisions import decide
from benchmarks.measures import share
from benchmarks.questions import CASES
from benchmarks.report import table
from bot.nlu.deciding.topic_decider import EMERGENCY
from bot.run import training

# What the parts of a message count was chosen on the first of these; tries before that had been looked at on both.
HALVES = ("chosen_on", "measured_on")


@dataclass(frozen=True)
class Told:
    """A message, and whether somebody in it needs help at once."""

    text: str
    language: str
    half: str
    cry: bool


def told(language: str) -> list[Told]:
    """Return the messages in a language."""
    halves = yaml.safe_load((CASES / f"cries_{language}.yml").read_text(encoding="utf-8"))
    return [
        Told(text, language, half, cry)
        for half in HALVES
        for key, cry in (("cries", True), ("told", False))
        for text in halves[half][key]
    ]


def main() -> int:
    """Measure and print; return 1 where the model is not made from what is here."""
    if not training.up_to_date():
        print("The model is older than what it is made from. Run `make train` first.", file=sys.stderr)
        return 1
    messages = [each for language in SERVED for each in told(language)]
    decisions = asyncio.run(decide([Case(each.text, EMERGENCY, each.language) for each in messages]))
    heard = {each: decision.topic == EMERGENCY for each, decision in zip(messages, decisions, strict=True)}
    rows = []
    for half in HALVES:
        for language in SERVED:
            group = [each for each in messages if (each.half, each.language) == (half, language)]
            cries = [heard[each] for each in group if each.cry]
            stories = [heard[each] for each in group if not each.cry]
            rows.append((half, language, len(cries), share(cries), len(stories), share(stories)))
    print(table(("messages", "language", "cries", "heard", "hard stories", "taken for one"), rows))
    for each in messages:
        if heard[each] != each.cry:
            print("not heard" if each.cry else "taken for one", "|", each.text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
