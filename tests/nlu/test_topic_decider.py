"""The topic that bot.decision decides becomes a part of the parsed message, and its kind the intent."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.contract import UnderstoodTopic
from bot.decision.labels import Label
from bot.nlu.deciding.reranker import FURTHER_QUESTIONS
from bot.nlu.deciding.topic_decider import TopicDecider
from bot.nlu.learned.messages import TOPIC
from tests.support.messages import received

# Whatever is fitted later.
BOUNDS = {"answer_threshold": 0.5, "alone_threshold": 0.9, "suggest_threshold": 0.05}
RANKING = [("answer/travel.copayment", 0.9), ("answer/travel.taxi", 0.06), ("guard/guard.emergency", 0.01)]


def decide(text: str, ranking: list[tuple[str, float]], redacted: tuple[str, ...] = (), **config: Any) -> Message:
    """Return a message after its topic was decided."""
    entries = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    data = {INTENT_RANKING_KEY: entries, FURTHER_QUESTIONS: (Label("answer", "travel.claim"),)}
    message = received(text, data=data, redacted=redacted)
    TopicDecider({**BOUNDS, **config}).process([message])
    return message


def test_the_topic_is_part_of_the_parsed_message() -> None:
    message = decide("x", RANKING)
    assert message.as_dict(only_output_properties=True)[TOPIC] == message.get(TOPIC)
    assert UnderstoodTopic.model_validate(message.get(TOPIC)) == UnderstoodTopic(
        id="travel.copayment",
        kind="answer",
        confidence=0.9091,
        candidates=("travel.copayment", "travel.taxi"),
        also=("travel.claim",),
    )


@pytest.mark.parametrize(
    ("ranking", "intent"),
    [
        (RANKING, "answer"),
        ([("flow/check.travel", 0.8)], "flow"),
        ([("reply/affirm", 0.9)], "reply"),
        ([("guard/guard.emergency", 0.99)], "guard"),
        ([("answer/travel.copayment", 0.3)], "nlu_fallback"),
    ],
)
def test_the_intent_is_the_kind(ranking: list[tuple[str, float]], intent: str) -> None:
    assert decide("x", ranking).get(INTENT)["name"] == intent


def test_a_message_with_personal_data_is_judged_by_the_rest() -> None:
    ranking = [("answer/travel.copayment", 0.3)]
    assert decide("hetu [x], katso se", ranking, ("x",)).get(TOPIC)["id"] == "guard.personal_data"
    text = "hetu [x], katso onko paperit jo käsitelty"
    assert decide(text, ranking, ("x",)).get(TOPIC)["id"] == "meta.fallback"


def test_a_setting_of_config_yml_counts() -> None:
    assert decide("x", RANKING, answer_threshold=0.95).get(TOPIC)["id"] == "meta.fallback"


def test_a_message_without_ranking_is_left_alone() -> None:
    message = Message({TEXT: "/meta"})
    TopicDecider(TopicDecider.get_default_config()).process([message])
    assert message.get(TOPIC) is None
