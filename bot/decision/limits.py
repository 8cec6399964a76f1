"""Every number that a decision depends on.

Those fitted on data stand in data/fitted.yml, which says where each comes from; a component's settings in config.yml go
over them (bot/nlu/deciding). None of them needs training: Rasa merges a component's defaults when it loads a model.
Probabilities are those of the trained classifier, 0-1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from bot.data_files import DataError, read_mapping

AnyLimits = TypeVar("AnyLimits", bound="Limits")

FITTED = Path(__file__).resolve().parents[2] / "data" / "fitted.yml"


@dataclass(frozen=True)
class Limits:
    """Settings of a component: those of data/fitted.yml, and over them those of its configuration."""

    # The section of the file; "" where no setting of the component is fitted.
    SECTION: ClassVar[str] = ""

    @classmethod
    def of(cls: type[AnyLimits], config: Mapping[str, Any]) -> AnyLimits:
        """Return the fitted settings, and over them those of a configuration.

        Raises:
            ValueError: a setting is unknown or not a number.
            DataError: a setting of the file is unknown or not a number, or one is missing.
        """
        # Rasa adds the component's own name.
        own = {name: value for name, value in config.items() if name != "name"}
        known = [field.name for field in fields(cls)]
        problem = _problem(own, known)
        if problem:
            raise ValueError(f"config.yml: {problem}")
        try:
            return cls(**{**cls._fitted(known), **own})
        except TypeError as error:
            raise DataError(f"{FITTED}: a setting of '{cls.SECTION}' is missing: {error}") from None

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """Return the settings by name without any configuration, for a component's get_default_config."""
        return asdict(cls.of({}))

    @classmethod
    def _fitted(cls, known: list[str]) -> Mapping[str, Any]:
        if not cls.SECTION:
            return {}
        found = _sections().get(cls.SECTION)
        if not isinstance(found, dict):
            raise DataError(f"{FITTED}: '{cls.SECTION}' must be a mapping of settings")
        problem = _problem(found, known)
        if problem:
            raise DataError(f"{FITTED}: {cls.SECTION}: {problem}")
        return found


@lru_cache(maxsize=1)
def _sections() -> dict[str, Any]:
    return read_mapping(FITTED)


def _problem(settings: Mapping[str, Any], known: list[str]) -> str:
    """Return what is wrong with settings, "" where nothing is."""
    for name, value in settings.items():
        if name not in known:
            return f"'{name}' is no setting of this component: use one of {', '.join(known)}"
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return f"'{name}' is {value!r}: give a number"
    return ""


@dataclass(frozen=True)
class SplittingLimits(Limits):
    """How a message is split into parts.

    Attributes:
        most_questions: the most clauses with a question that are ranked.
        most_statements: the most sentences and clauses without a question that are ranked; a story comes to its point
            in the last ones.
        fewest_words: a clause with fewer words is not ranked.
        most_follow_up_words: a longer message cannot be a follow-up; it says itself what it is about.
        most_follow_up_characters: as `most_follow_up_words`; signs without blanks are one word, and to read
            them twice takes long.
    """

    most_questions: int = 3
    most_statements: int = 4
    fewest_words: int = 2
    most_follow_up_words: int = 9
    most_follow_up_characters: int = 250


@dataclass(frozen=True)
class RerankingLimits(Limits):
    """When the parts of a message, or the answer before it, change what it is about.

    Attributes:
        least_besides_facts: with less probability than this left for everything but bare facts, a message is nothing
            but a fact or a bare reply.
        sure: probability from which a label is what a text is about, whatever its parts say.
        unranked: probability assumed for a label that a ranking leaves out.
        question: minimum probability for a clause to count as a question of its own.
        question_support: minimum probability that the whole message must give the label of that question.
        question_certain: probability from which a clause's question needs no support from the whole message.
        dependent_support: as `question_support`, for a clause that depends on the one before it.
        individual_case: minimum probability for a clause to be about the person's own case.
        over_check: minimum probability for a clause's question to win over a check that the story around it suggests.
        over_check_support: minimum probability that the whole message must give that question.
        rescue: minimum probability for a clause's question to be taken where the whole message is unclear.
        clause_share: share of a clause's question in the ranking of a message that is unclear without it; the rest is
            the whole message's, so that what it suggests is offered beside.
        alone: probability from which a message is about its own topic, whatever was answered before it.
        alone_follow_up: as `alone`, for a message that says that it is a follow-up.
        own_weight: weight of a message's own ranking, 0-1; its ranking in context has the rest.
        own_weight_follow_up: as `own_weight`, for a message that says that it is a follow-up.
        own_weight_unnamed: as `own_weight`, for a message that names no subject of its own.
        sharpness: exponent of the weighted product of both rankings; above 1, agreement raises the probability.
        related: factor for the topics that were answered before, or that this answer offers.
        emergency_alone: probability of an emergency that no context can lower, or that only the context shows.
        emergency_whole_weight: weight of the whole message's odds of an emergency against those of its likeliest part;
            an emergency is hard to tell in a long message, and a part can sound like one only by itself.
        emergency_whole_alone: probability of an emergency in the whole message that holds though no part shows one;
            not all of a long message becomes parts.
    """

    SECTION = "reranking"

    least_besides_facts: float
    sure: float
    unranked: float
    question: float
    question_support: float
    question_certain: float
    dependent_support: float
    individual_case: float
    over_check: float
    over_check_support: float
    rescue: float
    clause_share: float
    alone: float
    alone_follow_up: float
    own_weight: float
    own_weight_follow_up: float
    own_weight_unnamed: float
    sharpness: float
    related: float
    emergency_alone: float
    emergency_whole_weight: float
    emergency_whole_alone: float


@dataclass(frozen=True)
class DecisionLimits(Limits):
    """The minimum probabilities of the final decision; docs/evaluation/README.md says how they are fitted.

    Attributes:
        least_besides_facts: as of `RerankingLimits`.
        answer_threshold: for a topic to be answered, with the next likely topics beside the answer.
        alone_threshold: for it to be answered alone.
        begin_threshold: for a guided dialogue to begin; below it is offered beside the next likely topics.
        suggest_threshold: for a topic to be offered as "did you mean".
        guard_threshold: for a refusal (no medical advice, out of scope, another benefit) to stand where a service is
            likely as well.
        own_case_threshold: for an answer in general to begin with what cannot be told of somebody's own case.
        general_threshold: for a topic to be answered in general beside a question on somebody's own case.
        alarm_threshold: of an emergency, for the answer to be 112 alone.
        alarm_unasked_threshold: as `alarm_threshold`, where a message asks nothing.
        alarm_line_threshold: of an emergency, for a line on 112 above the answer.
        flow_alarm_line_threshold: as `alarm_line_threshold`, within a dialogue, whose questions make people tell of
            hardship.
        foreign_alarm_line_threshold: as `alarm_line_threshold`, in a language that the classifier was not trained on.
        audience_odds: how much less likely a topic is that is for the other audience.
        page_odds: how much likelier a topic of the page's subject is.
        suggestions: the most topics that are offered where nothing is answered.
        alternatives: the most topics that are offered beside an answer.
        few_words: a message with so few words beside personal data asks nothing by itself: a name, "my number is".
    """

    SECTION = "decision"

    least_besides_facts: float
    answer_threshold: float
    alone_threshold: float
    begin_threshold: float
    suggest_threshold: float
    guard_threshold: float
    own_case_threshold: float
    general_threshold: float
    alarm_threshold: float
    alarm_unasked_threshold: float
    alarm_line_threshold: float
    flow_alarm_line_threshold: float
    foreign_alarm_line_threshold: float
    audience_odds: float
    page_odds: float
    suggestions: int = 3
    alternatives: int = 2
    few_words: int = 3
