"""A message gets the ranking that its parts speak for, and its parts go."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.decision.weighing import cry
from bot.nlu.deciding.question_splitter import CLAUSE, IN_CONTEXT, PART, STATEMENT
from bot.nlu.deciding.question_weigher import QuestionWeigher
from bot.nlu.deciding.topic_decider import SECOND, TopicDecider


def message(text: str, ranking: dict[str, float], **data: Any) -> Message:
    """Return a message as the classifier leaves it."""
    entries = [{"name": name, "confidence": share} for name, share in ranking.items()]
    return Message({TEXT: text, INTENT_RANKING_KEY: entries, **data})


def weigh(*messages: Message) -> list[Message]:
    """Return the messages that are left."""
    return QuestionWeigher().process(list(messages))


TWO = (
    message("a", {"answer/travel.copayment": 0.9, "answer/travel.taxi": 0.1, "guard/guard.emergency": 0.3}),
    message("Miten taksi tilataan", {"answer/travel.taxi": 0.95, "guard/guard.emergency": 0.01}, **{PART: CLAUSE}),
    message("ja mikä on omavastuu?", {"answer/travel.copayment": 0.95}, **{PART: CLAUSE}),
)


def test_two_questions_become_one_message() -> None:
    (whole,) = weigh(*TWO)
    assert whole is TWO[0]
    assert whole.get(INTENT_RANKING_KEY)[0] == {"name": "answer/travel.taxi", "confidence": 0.95}
    assert whole.get(SECOND) == "answer/travel.copayment"


def emergency(message: Message) -> float:
    """Return the share of an emergency in a message's ranking."""
    (share,) = (
        entry["confidence"] for entry in message.get(INTENT_RANKING_KEY) if entry["name"] == "guard/guard.emergency"
    )
    return share


def test_the_share_of_an_emergency_is_kept_where_one_sentence_tells_and_asks() -> None:
    (whole,) = weigh(*TWO)
    assert emergency(whole) == 0.3


def test_a_sentence_that_cries_for_help_is_heard_beside_questions() -> None:
    statement = message("Kohta hyppään tästä.", {"guard/guard.emergency": 0.95}, **{PART: STATEMENT})
    (whole,) = weigh(*TWO, statement)
    assert emergency(whole) == cry(0.3, [0.01, 0.95])
    assert whole.get(SECOND) == "answer/travel.copayment"


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        pytest.param({"answer/travel.copayment": 0.6, "guard/guard.emergency": 0.4}, {}, id="a sad story"),
        pytest.param(
            {"answer/travel.copayment": 0.9},
            {"reply/inform": 0.6, "guard/guard.emergency": 0.3},
            id="a sentence that tells a fact rather than a danger",
        ),
    ],
)
def test_what_only_sounds_like_an_emergency_leaves_the_question(
    whole: dict[str, float], part: dict[str, float]
) -> None:
    asked = message("Äiti sai infarktin keväällä. Mitä taksi maksaa?", whole)
    (found,) = weigh(asked, message("Äiti sai infarktin keväällä.", part, **{PART: STATEMENT}))
    assert found.get(INTENT_RANKING_KEY)[0]["name"] == "answer/travel.copayment"
    assert emergency(found) < TopicDecider.get_default_config()["emergency_threshold"]


def test_a_subject_put_before_a_message_cries_for_nobody() -> None:
    (found,) = weigh(
        message(
            "ja kun en jaksa?",
            {"answer/rehab.intensive.apply": 0.9, "guard/guard.emergency": 0.05},
            metadata={"last_topic": "allowance.overview"},
        ),
        message("kuntoutusraha: ja kun en jaksa?", {"guard/guard.emergency": 0.95}, **{PART: IN_CONTEXT}),
    )
    assert {"name": "guard/guard.emergency", "confidence": 0.05} in found.get(INTENT_RANKING_KEY)


def test_a_message_without_parts_is_left_alone() -> None:
    alone = message("Miten taksi tilataan?", {"answer/travel.taxi": 0.9})
    button = Message({TEXT: "/answer"})
    before = alone.get(INTENT_RANKING_KEY)
    assert weigh(alone, button) == [alone, button]
    assert alone.get(INTENT_RANKING_KEY) == before
    assert alone.get(SECOND) is None


def test_parts_belong_to_the_message_before_them() -> None:
    alone = message("Kiitos", {"meta/meta.thanks": 0.9})
    assert weigh(alone, *TWO) == [alone, TWO[0]]
    assert alone.get(SECOND) is None


def test_a_follow_up_is_ranked_in_its_context() -> None:
    (found,) = weigh(
        message("ja miten haen?", {"answer/rehab.intensive.apply": 0.9}, metadata={"last_topic": "allowance.overview"}),
        message("kuntoutusraha: ja miten haen?", {"answer/allowance.apply": 0.8}, **{PART: IN_CONTEXT}),
    )
    assert found.get(INTENT_RANKING_KEY)[0]["name"] == "answer/allowance.apply"
    assert found.get(SECOND) is None
