"""Every number that a decision depends on. They are settings of the components that use them (bot/nlu/deciding).

Rasa merges a component's defaults when it loads a model, so changing one here needs no training. Probabilities are
those of the trained classifier, 0-1; docs/adr/0008 and docs/evaluation say on which messages they were tuned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

AnyLimits = TypeVar("AnyLimits", bound="Limits")


@dataclass(frozen=True)
class Limits:
    """Settings of a component, read from its configuration."""

    @classmethod
    def of(cls: type[AnyLimits], config: Mapping[str, Any]) -> AnyLimits:
        """Return the settings of a configuration, with defaults for those it leaves out.

        Raises:
            ValueError: a setting is unknown or not a number.
        """
        known = [field.name for field in fields(cls)]
        for name, value in config.items():
            # Rasa adds the component's own name.
            if name == "name":
                continue
            if name not in known:
                raise ValueError(f"config.yml: '{name}' is no setting of this component: use one of {', '.join(known)}")
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise ValueError(f"config.yml: '{name}' is {value!r}: give a number")
        return cls(**{name: value for name, value in config.items() if name in known})

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """Return the default settings by name, for a component's get_default_config."""
        return asdict(cls())


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
class _FactLimits(Limits):
    """What re-ranking and deciding share.

    Attributes:
        least_besides_facts: with less probability than this left for everything but bare facts, a message is nothing
            but a fact or a bare reply.
    """

    least_besides_facts: float = 0.15


@dataclass(frozen=True)
class RerankingLimits(_FactLimits):
    """When the parts of a message, or the answer before it, change what it is about.

    Attributes:
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

    sure: float = 0.55
    unranked: float = 0.001
    question: float = 0.55
    question_support: float = 0.0005
    question_certain: float = 0.9
    dependent_support: float = 0.0006
    individual_case: float = 0.9
    over_check: float = 0.9
    over_check_support: float = 0.0003
    rescue: float = 0.8
    alone: float = 0.7
    alone_follow_up: float = 0.98
    own_weight: float = 0.3
    own_weight_follow_up: float = 0.1
    own_weight_unnamed: float = 0.1
    sharpness: float = 1.5
    related: float = 2.0
    emergency_alone: float = 0.6
    emergency_whole_weight: float = 0.2
    emergency_whole_alone: float = 0.95


@dataclass(frozen=True)
class DecisionLimits(_FactLimits):
    """The minimum probabilities of the final decision; docs/evaluation/README.md says how the thresholds were chosen.

    Attributes:
        answer_threshold: minimum probability for a topic to be answered.
        suggest_threshold: minimum probability for a topic to be offered as "did you mean".
        suggestions: the most topics that are offered.
        emergency_threshold: minimum probability for the answer to be 112; low, since a false alarm is only a nuisance.
        foreign_emergency_threshold: as `emergency_threshold`, in a language that the classifier was not trained on.
        flow_emergency_threshold: as `emergency_threshold`, within a dialogue, whose questions make people tell of
            hardship.
        few_words: a message with so few words beside personal data asks nothing by itself: a name, "my number is".
    """

    answer_threshold: float = 0.5
    suggest_threshold: float = 0.05
    suggestions: int = 3
    emergency_threshold: float = 0.15
    foreign_emergency_threshold: float = 0.75
    flow_emergency_threshold: float = 0.6
    few_words: int = 3
