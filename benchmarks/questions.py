"""Measures plain questions, follow-ups, two in one message and stories, with the parts weighed and without.

`python -m benchmarks.questions` prints a table of the cases of tests/questions/cases, and those that went wrong.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.cases import ROOT, SERVED, as_received
from benchmarks.measures import share
from benchmarks.report import table
from bot.nlu.deciding.topic_decider import FALLBACK
from bot.run import training

CASES = ROOT / "tests" / "questions" / "cases"
SETS = ("asked", "follow_ups", "two", "single", "stories", "unseen")


@dataclass(frozen=True)
class Case:
    """A message, any of the topics that answer it, those of a second question in it, the topic answered before it."""

    text: str
    topics: tuple[str, ...]
    language: str
    second: tuple[str, ...] = ()
    after: str | None = None

    def right(self, topic: str, also: str | None) -> bool:
        """Whether a topic and that of a second question are what was asked; "" in `second` is none."""
        return topic in self.topics and (also or "") in (self.second or ("",))


@dataclass(frozen=True)
class Outcome:
    """What a case was answered with."""

    case: Case
    topic: str
    also: str | None
    candidates: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether it was answered rightly."""
        return self.case.right(self.topic, self.also)

    @property
    def first_right(self) -> bool:
        """Whether the first question was."""
        return self.topic in self.case.topics

    @property
    def offered(self) -> bool:
        """Whether it was asked back with a right topic to choose."""
        return self.topic == FALLBACK and not set(self.case.topics).isdisjoint(self.candidates)


def cases(name: str, language: str) -> list[Case]:
    """Return the cases of a set in a language."""
    entries = yaml.safe_load(Path(CASES / f"{name}_{language}.yml").read_text(encoding="utf-8"))
    fields = (
        {key: tuple(value) if isinstance(value, list) else value for key, value in each.items()} for each in entries
    )
    return [Case(language=language, **each) for each in fields]


def main() -> int:
    """Measure and print; return 1 where the model is not made from what is here."""
    if not training.up_to_date():
        print("The model is older than what it is made from. Run `make train` first.", file=sys.stderr)
        return 1
    asyncio.run(_measure())
    return 0


async def _measure() -> None:
    os.environ.update(training.ENVIRONMENT)
    # Rasa takes seconds to import and logs each message it parses.
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    from bot.nlu.deciding.question_splitter import QuestionSplitter

    configure_structlog(logging.WARNING)
    weighed = await _all_outcomes(Agent.load(str(training.MODEL)))
    QuestionSplitter.process = lambda self, messages: messages  # type: ignore[method-assign]
    alone = await _all_outcomes(Agent.load(str(training.MODEL)))
    names = [(name, language) for name in SETS for language in SERVED]
    rows = [
        (*which, len(before), *_shares(before), *_shares(after))
        for which, before, after in zip(names, alone, weighed, strict=True)
    ]
    head = ("set", "language", "messages", *(f"{what}{how}" for how in (", alone", "") for what in MEASURES))
    print(table(head, rows))
    for each in (outcome for outcomes in weighed for outcome in outcomes if not outcome.right):
        print(f"{each.case.after or ''} | {each.case.text} | {each.case.topics} | {each.topic} {each.also or ''}")


MEASURES: dict[str, Callable[[Outcome], bool]] = {
    "right": lambda each: each.right,
    "first right": lambda each: each.first_right,
    "asked back with it": lambda each: each.offered,
    "wrong": lambda each: not each.first_right and each.topic != FALLBACK,
}


def _shares(outcomes: Sequence[Outcome]) -> list[float]:
    return [share(measure(each) for each in outcomes) for measure in MEASURES.values()]


async def _all_outcomes(agent: Any) -> list[list[Outcome]]:
    return [await _outcomes(agent, name, language) for name in SETS for language in SERVED]


async def _outcomes(agent: Any, name: str, language: str) -> list[Outcome]:
    from rasa.core.channels.channel import UserMessage

    found = []
    for case in cases(name, language):
        text, metadata = as_received(case.text)
        if case.after is not None:
            metadata = {**metadata, "last_topic": case.after, "language_prior": language}
        parsed = (await agent.processor.parse_message(UserMessage(text, metadata=metadata)))["topic"]
        found.append(Outcome(case, parsed["id"], parsed["also"], tuple(parsed["candidates"])))
    return found


if __name__ == "__main__":
    sys.exit(main())
