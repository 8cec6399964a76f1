"""What the classifier makes of a message and its parts, from which any limits can decide without asking it again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.contract import IdentifiedLanguage, MessageContext, UnderstoodTopic
from bot.decision.labels import Label
from bot.decision.limits import DecisionLimits, RerankingLimits
from bot.decision.rankings import Ranking
from bot.decision.reranking import RankedPart, Verdict, reranked
from bot.decision.topic import decide


@dataclass(frozen=True)
class Reading:
    """A message as the understanding reads it before anything is decided.

    Attributes:
        text: the message, guarded.
        question: what is left of it beside personal data.
        ranking: the classifier's of the whole message.
        parts: its parts with their rankings.
        language: its language.
        context: what the gateway knows of the conversation.
    """

    text: str
    question: str
    ranking: Ranking
    parts: tuple[RankedPart, ...]
    language: IdentifiedLanguage
    context: MessageContext

    def verdict(self, limits: RerankingLimits) -> Verdict:
        """Return what the re-ranking makes of it."""
        if not self.parts:
            return Verdict(self.ranking)
        return reranked(self.text, self.ranking, self.parts, self.context.state.last_topic, limits)

    def understood(self, verdict: Verdict, limits: DecisionLimits) -> UnderstoodTopic:
        """Return what is decided about it, given its verdict."""
        further: tuple[Label, ...] = verdict.further
        ranking = dict(sorted(verdict.ranking.items(), key=lambda item: -item[1]))
        return decide(self.text, self.question, ranking, further, self.language, self.context, limits)
