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
from bot.decision.labels import EMERGENCY, FALLBACK, OUT_OF_SCOPE
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
    also: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    possible_danger: bool = False

    @property
    def right(self) -> bool:
        """Whether the topic, or that of a further question, is the case's, or as good."""
        return any(self._fits(topic) for topic in (self.topic, *self.also))

    @property
    def reached(self) -> bool:
        """Whether the person has the right answer, or gets it with one press; an honest refusal of what has none.

        An emergency is reached with a line on 112 above another answer.
        """
        if self.right:
            return True
        if self.case.topic == EMERGENCY.topic:
            return self.possible_danger
        if self.case.topic == OUT_OF_SCOPE.topic:
            return self.declined
        offered = self.alternatives if self.answered or self.kind == "guard" else self.candidates
        return any(self._fits(topic) for topic in offered)

    @property
    def wrong(self) -> bool:
        """Whether the person gets a wrong answer or safety reply, and the right one is not offered beside it."""
        return not self.reached and (self.answered or (self.kind == "guard" and not self.declined))

    @property
    def confidently_wrong(self) -> bool:
        """Whether they do, and nothing says that something else may have been meant."""
        return self.wrong and not self.alternatives

    @property
    def false_alarm(self) -> bool:
        """Whether the answer is 112 alone, though nobody is in danger."""
        return self.topic == EMERGENCY.topic and not self._fits(EMERGENCY.topic)

    @property
    def false_line(self) -> bool:
        """Whether a line on 112 stands above the answer, though nobody is in danger."""
        return self.possible_danger and not self._fits(EMERGENCY.topic)

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
        also=topic.also,
        alternatives=topic.alternatives,
        possible_danger=topic.possible_danger,
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
