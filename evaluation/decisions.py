"""What the assistant makes of a question."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.contract import IdentifiedLanguage, UnderstoodTopic
from bot.decision import rankings
from bot.decision.labels import FALLBACK, OUT_OF_SCOPE
from bot.decision.limits import DecisionLimits
from bot.run import training
from evaluation.cases import ANSWERS, Case, as_received


@dataclass(frozen=True)
class Decision:
    """What the assistant decided about a case; `best` is the classifier's first choice, whatever its probability."""

    case: Case
    topic: str
    kind: str
    confidence: float
    candidates: tuple[str, ...]
    language: str
    supported: bool
    best: str
    best_confidence: float

    @property
    def right(self) -> bool:
        """Whether the topic is the case's, or as good."""
        return self._fits(self.topic)

    @property
    def best_right(self) -> bool:
        """Whether the classifier's first choice is the case's topic, or as good."""
        return self._fits(self.best)

    @property
    def answered(self) -> bool:
        """Whether the person gets an answer on a matter, rather than a safety reply, small talk or "not sure"."""
        return self.kind in ANSWERS

    @property
    def declined(self) -> bool:
        """Whether the person is told that this is not something the assistant knows."""
        return self.topic in (OUT_OF_SCOPE.topic, FALLBACK.topic)

    def _fits(self, topic: str) -> bool:
        return topic == self.case.topic or topic in self.case.also


def decision(case: Case, parsed: Mapping[str, Any]) -> Decision:
    """Return the decision that a parsed message holds.

    The first choice is that of the ranking TopicDecider uses, without replies to questions, since none was asked.
    """
    topic = UnderstoodTopic.model_validate(parsed["topic"])
    language = IdentifiedLanguage.model_validate(parsed["language"])
    ranking = rankings.read(parsed["intent_ranking"])
    best, probability = next(iter(rankings.without_facts(ranking, DecisionLimits.of({}).least_besides_facts).items()))
    return Decision(
        case=case,
        topic=topic.id,
        kind=topic.kind,
        confidence=topic.confidence,
        candidates=topic.candidates,
        language=language.code,
        supported=language.supported,
        best=best.topic,
        best_confidence=probability,
    )


def require_model() -> None:
    """End the program where the trained model is not made from what is here."""
    if not training.up_to_date():
        sys.exit("The model is older than what it is made from. Run `make train` first.")


async def decide(cases: Sequence[Case]) -> list[Decision]:
    """Return the trained model's decision about each case."""
    os.environ.update(training.ENVIRONMENT)
    # Rasa takes seconds to import and logs each message it parses.
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    agent = Agent.load(str(training.MODEL))
    decisions = []
    for case in cases:
        text, context = as_received(case.text)
        parsed = await agent.processor.parse_message(UserMessage(text, metadata=context.model_dump(mode="json")))
        decisions.append(decision(case, parsed))
    return decisions
