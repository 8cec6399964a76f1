"""A message gets the ranking that its parts speak for, and its parts go."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.contract import ConversationState
from bot.decision.emergencies import in_parts
from bot.decision.labels import Label
from bot.decision.limits import RerankingLimits
from bot.decision.parts import Role
from bot.nlu.deciding.question_splitter import PART
from bot.nlu.deciding.reranker import FURTHER_QUESTIONS, Reranker
from tests.support.messages import received

CLAUSE, IN_CONTEXT, STATEMENT = Role.QUESTION, Role.IN_CONTEXT, Role.STATEMENT
NEW, AFTER_ALLOWANCE = ConversationState(), ConversationState(last_topic="allowance.overview")


def message(text: str, ranking: dict[str, float], part: Role | None = None, state: ConversationState = NEW) -> Message:
    """Return a message, or a part of one, as the classifier leaves it."""
    entries = [{"name": name, "confidence": probability} for name, probability in ranking.items()]
    return received(text, data={INTENT_RANKING_KEY: entries, PART: part}, state=state)


def rerank(*messages: Message) -> list[Message]:
    """Return the messages that are left."""
    left: list[Message] = Reranker({}).process(list(messages))
    return left


def two() -> tuple[Message, Message, Message]:
    """Return a message with two questions, and its two clauses."""
    return (
        message("a", {"answer/travel.copayment": 0.9, "answer/travel.taxi": 0.1, "guard/guard.emergency": 0.3}),
        message("Miten taksi tilataan", {"answer/travel.taxi": 0.95, "guard/guard.emergency": 0.01}, CLAUSE),
        message("ja mikä on omavastuu?", {"answer/travel.copayment": 0.95}, CLAUSE),
    )


def test_two_questions_become_one_message() -> None:
    messages = two()
    (whole,) = rerank(*messages)
    assert whole is messages[0]
    assert whole.get(INTENT_RANKING_KEY)[0] == {"name": "answer/travel.taxi", "confidence": 0.95}
    assert whole.get(FURTHER_QUESTIONS) == (Label("answer", "travel.copayment"),)


def emergency(message: Message) -> float:
    """Return the probability of an emergency in a message's ranking."""
    probability: float
    (probability,) = (
        entry["confidence"] for entry in message.get(INTENT_RANKING_KEY) if entry["name"] == "guard/guard.emergency"
    )
    return probability


def test_the_probability_of_an_emergency_is_kept_where_one_sentence_tells_and_asks() -> None:
    (whole,) = rerank(*two())
    assert emergency(whole) == 0.3


def test_an_emergency_in_a_sentence_is_detected_beside_questions() -> None:
    statement = message("Kohta hyppään tästä.", {"guard/guard.emergency": 0.95}, STATEMENT)
    (whole,) = rerank(*two(), statement)
    assert emergency(whole) == in_parts(0.3, [0.01, 0.95], RerankingLimits.of({}))
    assert whole.get(FURTHER_QUESTIONS) == (Label("answer", "travel.copayment"),)


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
    (found,) = rerank(asked, message("Äiti sai infarktin keväällä.", part, STATEMENT))
    assert found.get(INTENT_RANKING_KEY)[0]["name"] == "answer/travel.copayment"
    assert emergency(found) < 0.15


def test_a_subject_put_before_a_message_is_no_emergency() -> None:
    (found,) = rerank(
        message(
            "ja kun en jaksa?",
            {"answer/rehab.intensive.apply": 0.9, "guard/guard.emergency": 0.05},
            state=AFTER_ALLOWANCE,
        ),
        message("kuntoutusraha: ja kun en jaksa?", {"guard/guard.emergency": 0.95}, IN_CONTEXT),
    )
    assert {"name": "guard/guard.emergency", "confidence": 0.05} in found.get(INTENT_RANKING_KEY)


def test_a_message_without_parts_is_left_alone() -> None:
    alone = message("Miten taksi tilataan?", {"answer/travel.taxi": 0.9})
    button = Message({TEXT: "/answer"})
    before = alone.get(INTENT_RANKING_KEY)
    assert rerank(alone, button) == [alone, button]
    assert alone.get(INTENT_RANKING_KEY) == before
    assert alone.get(FURTHER_QUESTIONS) is None


def test_parts_belong_to_the_message_before_them() -> None:
    alone = message("Kiitos", {"meta/meta.thanks": 0.9})
    assert rerank(alone, *(messages := two())) == [alone, messages[0]]
    assert alone.get(FURTHER_QUESTIONS) is None


def test_a_follow_up_is_ranked_in_its_context() -> None:
    (found,) = rerank(
        message("ja miten haen?", {"answer/rehab.intensive.apply": 0.9}, state=AFTER_ALLOWANCE),
        message("kuntoutusraha: ja miten haen?", {"answer/allowance.apply": 0.8}, IN_CONTEXT),
    )
    assert found.get(INTENT_RANKING_KEY)[0]["name"] == "answer/allowance.apply"
    assert found.get(FURTHER_QUESTIONS) == ()
