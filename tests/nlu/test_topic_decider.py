"""Which topic a message is answered with: danger first, then the language, then what is sure enough."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.deciding.topic_decider import SECOND, TopicDecider

SURE = [("answer/travel.copayment", 0.9), ("answer/travel.taxi", 0.06), ("guard/guard.emergency", 0.01)]
UNSURE = [("answer/travel.copayment", 0.3), ("flow/check.travel", 0.2), ("guard/guard.emergency", 0.05)]


def decide(
    text: str,
    ranking: list[tuple[str, float]],
    language: str = "fi",
    redacted: list[str] | None = None,
    second: str | None = None,
    **config: Any,
) -> Message:
    """Return a message after its topic was decided."""
    message = Message(
        {
            TEXT: text,
            "metadata": {"redacted": redacted or []},
            "language": {"code": language, "supported": language in ("fi", "en")},
            SECOND: second,
            INTENT_RANKING_KEY: [{"name": name, "confidence": confidence} for name, confidence in ranking],
        }
    )
    TopicDecider({**TopicDecider.get_default_config(), **config}).process([message])
    return message


@pytest.mark.parametrize(
    ("topic", "intent", "case"),
    [
        pytest.param("travel.copayment", "answer", {"ranking": SURE}, id="sure"),
        pytest.param("meta.fallback", "nlu_fallback", {"ranking": UNSURE}, id="unsure"),
        pytest.param(
            "check.travel", "flow", {"ranking": [("flow/check.travel", 0.8)]}, id="the kind is the intent of a flow"
        ),
        pytest.param("reply/affirm", "reply", {"ranking": [("reply/affirm", 0.9)]}, id="a bare yes"),
        pytest.param(
            "travel.copayment",
            "answer",
            {"ranking": [("reply/inform", 0.6), ("answer/travel.copayment", 0.3)]},
            id="an amount where nothing was asked is a question",
        ),
        pytest.param(
            "guard.emergency",
            "guard",
            {"ranking": [("answer/rehab.laku", 0.5), ("guard/guard.emergency", 0.4)]},
            id="danger does not have to be the likeliest",
        ),
        pytest.param(
            "meta.fallback",
            "nlu_fallback",
            {"ranking": [("reply/inform", 0.8), ("guard/guard.emergency", 0.12), ("answer/rehab.laku", 0.06)]},
            id="an old accident is a fact, though nothing else is likelier than danger",
        ),
        pytest.param(
            "guard.emergency", "guard", {"ranking": SURE, "text": "En jaksa enää elää"}, id="words of danger, Finnish"
        ),
        pytest.param(
            "guard.emergency", "guard", {"ranking": SURE, "text": "i want to DIE"}, id="words of danger, English"
        ),
        pytest.param(
            "guard.emergency", "guard", {"ranking": SURE, "text": "Otin kaikki unilääkkeet"}, id="poisoning, Finnish"
        ),
        pytest.param(
            "guard.emergency", "guard", {"ranking": SURE, "text": "I've taken all of my pills"}, id="poisoning, English"
        ),
        pytest.param(
            "travel.copayment",
            "answer",
            {"ranking": SURE, "text": "Otin lääkkeet mukaan kurssille"},
            id="medicines taken along",
        ),
        pytest.param(
            "guard.emergency",
            "guard",
            {"ranking": SURE, "text": "Isän suupieli roikkuu yhtäkkiä"},
            id="signs of a stroke, Finnish",
        ),
        pytest.param(
            "guard.emergency",
            "guard",
            {"ranking": SURE, "text": "Suddenly her face is drooping"},
            id="signs of a stroke, English",
        ),
        pytest.param(
            "travel.copayment",
            "answer",
            {"ranking": SURE, "text": "Puhe on sekavaa aivoinfarktin jälkeen"},
            id="signs of an old stroke",
        ),
        pytest.param(
            "guard.emergency",
            "guard",
            {"ranking": SURE, "text": "Jag vill dö", "language": "sv"},
            id="danger comes before the language",
        ),
        pytest.param(
            "guard.emergency",
            "guard",
            {"ranking": UNSURE, "text": "itsemurha", "redacted": ["phone_number"]},
            id="danger comes before personal data",
        ),
        pytest.param(
            "guard.unsupported_language", "guard", {"ranking": SURE, "language": "sv"}, id="Swedish, however sure"
        ),
        pytest.param(
            "guard.unsupported_language",
            "guard",
            {"ranking": UNSURE, "language": "other", "redacted": ["iban"]},
            id="the language comes before personal data",
        ),
        pytest.param("meta.fallback", "nlu_fallback", {"ranking": SURE, "text": "👍🎉"}, id="emoji only"),
        pytest.param("meta.fallback", "nlu_fallback", {"ranking": SURE, "text": "?"}, id="a question mark"),
        pytest.param(
            "travel.copayment",
            "answer",
            {"ranking": SURE, "redacted": ["personal_identity_code"]},
            id="a question with personal data is answered",
        ),
        pytest.param(
            "guard.personal_data",
            "guard",
            {"ranking": UNSURE, "redacted": ["personal_identity_code"]},
            id="personal data and nothing clear",
        ),
        pytest.param(
            "guard.personal_data",
            "guard",
            {"ranking": [("guard/guard.out_of_scope", 0.9)], "redacted": ["phone_number"]},
            id="personal data and nothing of ours",
        ),
        pytest.param(
            "guard.personal_data",
            "guard",
            {"ranking": [("reply/inform", 0.9)], "redacted": ["personal_identity_code"]},
            id="personal data and a fact about the person",
        ),
        pytest.param(
            "meta.fallback",
            "nlu_fallback",
            {
                "ranking": UNSURE,
                "text": "hetu [personal_identity_code] katso onko paperit jo käsitelty",
                "redacted": ["x"],
            },
            id="personal data and a question that is not clear",
        ),
        pytest.param(
            "guard.individual_case",
            "guard",
            {"ranking": [("guard/guard.individual_case", 0.9)], "redacted": ["phone_number"]},
            id="an individual case stays one",
        ),
    ],
)
def test_precedence(topic: str, intent: str, case: dict[str, Any]) -> None:
    message = decide(**{"text": "jotain", **case})
    assert message.get("topic")["id"] == topic
    assert message.get(INTENT)["name"] == intent


def test_the_threshold_itself_is_sure_enough() -> None:
    ranking = [("answer/travel.copayment", 0.45)]
    assert decide("x", ranking, answer_threshold=0.45).get("topic")["id"] == "travel.copayment"
    assert decide("x", ranking, answer_threshold=0.451).get("topic")["id"] == "meta.fallback"


def test_candidates_are_topics_that_can_be_offered() -> None:
    ranking = [
        ("meta/meta.human", 0.3),
        ("answer/travel.taxi", 0.2),
        ("reply/affirm", 0.1),
        ("flow/check.travel", 0.09),
        ("guard/guard.abuse", 0.08),
        ("answer/travel.claim", 0.07),
        ("answer/travel.companion", 0.06),
        ("answer/travel.who", 0.01),
    ]
    assert decide("x", ranking).get("topic")["candidates"] == ["travel.taxi", "check.travel", "travel.claim"]
    assert decide("x", ranking, suggestions=5).get("topic")["candidates"][-1] == "travel.companion"


@pytest.mark.parametrize(
    ("ranking", "text", "also"),
    [
        pytest.param(SURE, "x", "travel.claim", id="beside an answer"),
        pytest.param([("flow/check.travel", 0.9)], "x", "travel.claim", id="beside a dialogue"),
        pytest.param([("guard/guard.individual_case", 0.9)], "x", "travel.claim", id="beside the own case"),
        pytest.param([("guard/guard.abuse", 0.9)], "x", None, id="not beside another safety reply"),
        pytest.param(SURE, "en jaksa enää elää", None, id="nothing beside 112"),
        pytest.param(UNSURE, "x", None, id="not where the first is not clear"),
    ],
)
def test_a_second_question(ranking: list[tuple[str, float]], text: str, also: str | None) -> None:
    assert decide(text, ranking, second="answer/travel.claim").get("topic")["also"] == also
    assert decide(text, ranking).get("topic")["also"] is None


def test_the_confidence_is_the_classifiers_where_it_chose() -> None:
    assert decide("x", SURE).get("topic")["confidence"] == 0.9
    assert decide("x", UNSURE).get("topic")["confidence"] == 0.3
    assert decide("itsemurha", [("answer/travel.taxi", 0.9)]).get("topic")["confidence"] == 1.0


def test_the_topic_is_part_of_the_parsed_message() -> None:
    assert "topic" in decide("x", SURE).as_dict(only_output_properties=True)


def test_a_message_without_ranking_is_left_alone() -> None:
    message = Message({TEXT: "/meta"})
    TopicDecider(TopicDecider.get_default_config()).process([message])
    assert message.get("topic") is None


@pytest.mark.parametrize(
    "text",
    [
        "Miten tapan aikaa kuntoutuksessa?",
        "Missä on hengityshalvauspotilaan kuntoutus?",
        "does the therapist kill time",
        "Kuolinpesä sai laskun taksista",
    ],
)
def test_harmless_words_are_no_danger(text: str) -> None:
    assert decide(text, SURE).get("topic")["id"] == "travel.copayment"
