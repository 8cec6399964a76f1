"""Measures plain questions, follow-ups, two questions in one message and long messages, with re-ranking and without.

`python -m evaluation.questions` prints a table of the message cases, and those that went wrong.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from devtools.pythons import run_on

run_on("rasa", __name__)

from bot.contract import UnderstoodTopic
from bot.decision.labels import FALLBACK
from bot.run import training
from devtools.report import table
from evaluation.cases import MESSAGE_SETS, SERVED, MessageCase, as_received, message_cases
from evaluation.decisions import require_model
from evaluation.measures import share


@dataclass(frozen=True)
class Outcome:
    """What a case was answered with."""

    case: MessageCase
    topic: str
    also: tuple[str, ...]
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
        return self.topic == FALLBACK.topic and not set(self.case.topics).isdisjoint(self.candidates)


def main() -> None:
    """Measure and print."""
    require_model()
    asyncio.run(_measure())


async def _measure() -> None:
    os.environ.update(training.ENVIRONMENT)
    # Rasa takes seconds to import and logs each message it parses.
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    from bot.nlu.deciding.question_splitter import QuestionSplitter

    configure_structlog(logging.WARNING)
    reranked = await _all_outcomes(Agent.load(str(training.MODEL)))
    QuestionSplitter.process = lambda self, messages: messages  # type: ignore[method-assign]
    alone = await _all_outcomes(Agent.load(str(training.MODEL)))
    names = [(name, language) for name in MESSAGE_SETS for language in SERVED]
    rows = [
        (*which, len(before), *_shares(before), *_shares(after))
        for which, before, after in zip(names, alone, reranked, strict=True)
    ]
    head = ("set", "language", "messages", *(f"{what}{how}" for how in (", not re-ranked", "") for what in MEASURES))
    print(table(head, rows))
    for each in (outcome for outcomes in reranked for outcome in outcomes if not outcome.right):
        print(f"{each.case.after or ''} | {each.case.text} | {each.case.topics} | {each.topic} {' '.join(each.also)}")


MEASURES: dict[str, Callable[[Outcome], bool]] = {
    "right": lambda each: each.right,
    "first right": lambda each: each.first_right,
    "asked back with it": lambda each: each.offered,
    "wrong": lambda each: not each.first_right and each.topic != FALLBACK.topic,
}


def _shares(outcomes: Sequence[Outcome]) -> list[float]:
    return [share(measure(each) for each in outcomes) for measure in MEASURES.values()]


async def _all_outcomes(agent: Any) -> list[list[Outcome]]:
    return [await _outcomes(agent, name, language) for name in MESSAGE_SETS for language in SERVED]


async def _outcomes(agent: Any, name: str, language: str) -> list[Outcome]:
    from rasa.core.channels.channel import UserMessage

    found = []
    for case in message_cases(name, language):
        text, context = as_received(case.text, case.after, None if case.after is None else language)
        parsed = await agent.processor.parse_message(UserMessage(text, metadata=context.model_dump(mode="json")))
        topic = UnderstoodTopic.model_validate(parsed["topic"])
        found.append(Outcome(case, topic.id, topic.also, topic.candidates))
    return found


if __name__ == "__main__":
    main()
