"""Which topic a message is answered with: an emergency first, then the language, then what is probable enough."""

from __future__ import annotations

from typing import Any

import pytest

from bot import languages
from bot.contract import ConversationState, DialogueState, IdentifiedLanguage, MessageContext, UnderstoodTopic
from bot.decision.labels import EMERGENCY, Label
from bot.decision.limits import DecisionLimits
from bot.decision.rankings import read
from bot.decision.topic import decide

CERTAIN = [("answer/travel.copayment", 0.9), ("answer/travel.taxi", 0.06), ("guard/guard.emergency", 0.01)]
UNCERTAIN = [("answer/travel.copayment", 0.3), ("flow/check.travel", 0.2), ("guard/guard.emergency", 0.05)]
NEW = ConversationState()
IN_DIALOGUE = ConversationState(dialogue=DialogueState(id="check.travel", step="age"))


def decided(
    text: str,
    ranking: list[tuple[str, float]],
    language: str = "fi",
    redacted: tuple[str, ...] = (),
    second: Label | None = None,
    state: ConversationState = NEW,
    question: str | None = None,
    **limits: Any,
) -> UnderstoodTopic:
    """Return the decision about a message."""
    return decide(
        text,
        text if question is None else question,
        read({"name": name, "confidence": confidence} for name, confidence in ranking),
        second,
        IdentifiedLanguage(code=language, confidence=1.0, supported=language in languages.codes()),
        MessageContext(state=state, redacted=redacted),
        DecisionLimits(**limits),
    )


@pytest.mark.parametrize(
    ("topic", "case"),
    [
        pytest.param("travel.copayment", {"ranking": CERTAIN}, id="sure"),
        pytest.param("meta.fallback", {"ranking": UNCERTAIN}, id="unsure"),
        pytest.param("check.travel", {"ranking": [("flow/check.travel", 0.8)]}, id="the kind is the intent of a flow"),
        pytest.param("reply/affirm", {"ranking": [("reply/affirm", 0.9)]}, id="a bare yes"),
        pytest.param(
            "travel.copayment",
            {"ranking": [("reply/inform", 0.6), ("answer/travel.copayment", 0.3)]},
            id="an amount where nothing was asked is a question",
        ),
        pytest.param(
            "guard.emergency",
            {"ranking": [("answer/rehab.laku", 0.5), ("guard/guard.emergency", 0.4)]},
            id="danger does not have to be the likeliest",
        ),
        pytest.param(
            "meta.fallback",
            {"ranking": [("reply/inform", 0.8), ("guard/guard.emergency", 0.12), ("answer/rehab.laku", 0.06)]},
            id="an old accident is a fact, though nothing else is likelier than danger",
        ),
        pytest.param(
            "guard.emergency", {"ranking": CERTAIN, "text": "En jaksa enää elää"}, id="words of danger, Finnish"
        ),
        pytest.param("guard.emergency", {"ranking": CERTAIN, "text": "i want to DIE"}, id="words of danger, English"),
        pytest.param(
            "guard.emergency", {"ranking": CERTAIN, "text": "Otin kaikki unilääkkeet"}, id="poisoning, Finnish"
        ),
        pytest.param(
            "guard.emergency", {"ranking": CERTAIN, "text": "I've taken all of my pills"}, id="poisoning, English"
        ),
        pytest.param(
            "travel.copayment",
            {"ranking": CERTAIN, "text": "Otin lääkkeet mukaan kurssille"},
            id="medicines taken along",
        ),
        pytest.param(
            "guard.emergency",
            {"ranking": CERTAIN, "text": "Isän suupieli roikkuu yhtäkkiä"},
            id="signs of a stroke, Finnish",
        ),
        pytest.param(
            "guard.emergency",
            {"ranking": CERTAIN, "text": "Suddenly her face is drooping"},
            id="signs of a stroke, English",
        ),
        pytest.param(
            "travel.copayment",
            {"ranking": CERTAIN, "text": "Puhe on sekavaa aivoinfarktin jälkeen"},
            id="signs of an old stroke",
        ),
        pytest.param(
            "guard.emergency",
            {"ranking": CERTAIN, "text": "Jag vill dö", "language": "sv"},
            id="danger comes before the language",
        ),
        pytest.param(
            "guard.emergency",
            {"ranking": UNCERTAIN, "text": "itsemurha", "redacted": ("phone_number",)},
            id="danger comes before personal data",
        ),
        pytest.param("guard.unsupported_language", {"ranking": CERTAIN, "language": "sv"}, id="Swedish, however sure"),
        pytest.param(
            "guard.unsupported_language",
            {"ranking": UNCERTAIN, "language": "other", "redacted": ("iban",)},
            id="the language comes before personal data",
        ),
        pytest.param("meta.fallback", {"ranking": CERTAIN, "text": "👍🎉"}, id="emoji only"),
        pytest.param("meta.fallback", {"ranking": CERTAIN, "text": "?"}, id="a question mark"),
        pytest.param(
            "travel.copayment",
            {"ranking": CERTAIN, "redacted": ("personal_identity_code",)},
            id="a question with personal data is answered",
        ),
        pytest.param(
            "guard.personal_data",
            {"ranking": UNCERTAIN, "redacted": ("personal_identity_code",)},
            id="personal data and nothing clear",
        ),
        pytest.param(
            "guard.personal_data",
            {"ranking": [("guard/guard.out_of_scope", 0.9)], "redacted": ("phone_number",)},
            id="personal data and something out of scope",
        ),
        pytest.param(
            "guard.personal_data",
            {"ranking": [("reply/inform", 0.9)], "redacted": ("personal_identity_code",)},
            id="personal data and a fact about the person",
        ),
        pytest.param(
            "meta.fallback",
            {
                "ranking": UNCERTAIN,
                "text": "hetu [personal_identity_code] katso onko paperit jo käsitelty",
                "redacted": ("x",),
            },
            id="personal data and a question that is not clear",
        ),
        pytest.param(
            "guard.individual_case",
            {"ranking": [("guard/guard.individual_case", 0.9)], "redacted": ("phone_number",)},
            id="an individual case stays one",
        ),
    ],
)
def test_precedence(topic: str, case: dict[str, Any]) -> None:
    assert decided(**{"text": "jotain", **case}).id == topic


def test_the_threshold_itself_is_sure_enough() -> None:
    ranking = [("answer/travel.copayment", 0.45)]
    assert decided("x", ranking, answer_threshold=0.45).id == "travel.copayment"
    assert decided("x", ranking, answer_threshold=0.451).id == "meta.fallback"


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
    assert decided("x", ranking).candidates == ("travel.taxi", "check.travel", "travel.claim")
    assert decided("x", ranking, suggestions=5).candidates[-1] == "travel.companion"


@pytest.mark.parametrize(
    ("ranking", "text", "also"),
    [
        pytest.param(CERTAIN, "x", "travel.claim", id="beside an answer"),
        pytest.param([("flow/check.travel", 0.9)], "x", "travel.claim", id="beside a dialogue"),
        pytest.param([("guard/guard.individual_case", 0.9)], "x", "travel.claim", id="beside the own case"),
        pytest.param([("guard/guard.abuse", 0.9)], "x", None, id="not beside another safety reply"),
        pytest.param(CERTAIN, "en jaksa enää elää", None, id="nothing beside 112"),
        pytest.param(UNCERTAIN, "x", None, id="not where the first is not clear"),
    ],
)
def test_a_second_question(ranking: list[tuple[str, float]], text: str, also: str | None) -> None:
    assert decided(text, ranking, second=Label("answer", "travel.claim")).also == also
    assert decided(text, ranking).also is None


def test_the_confidence_is_the_classifiers_where_it_chose() -> None:
    assert decided("x", CERTAIN).confidence == 0.9
    assert decided("x", UNCERTAIN).confidence == 0.3
    assert decided("itsemurha", [("answer/travel.taxi", 0.9)]).confidence == 1.0


@pytest.mark.parametrize(
    ("ranking", "topic"),
    [
        pytest.param([("reply/inform", 0.9), ("answer/travel.taxi", 0.1)], "reply/inform", id="a fact is an answer"),
        pytest.param([("reply/affirm", 0.5), ("guard/guard.emergency", 0.4)], "reply/affirm", id="a hard life"),
        pytest.param([("guard/guard.emergency", 0.7)], "guard.emergency", id="an emergency"),
    ],
)
def test_within_a_dialogue(ranking: list[tuple[str, float]], topic: str) -> None:
    assert decided("x", ranking, state=IN_DIALOGUE).id == topic


def test_the_kind_says_how_a_topic_is_answered() -> None:
    kinds = {"flow/check.travel": "flow", "reply/affirm": "reply", "meta/meta.thanks": "meta"}
    assert {name: decided("x", [(name, 0.9)]).kind for name in kinds} == kinds
    assert decided("x", UNCERTAIN).kind == "meta"


@pytest.mark.parametrize("name", ["answer/travel.taxi", "reply/affirm", "guard/guard.emergency"])
def test_a_label_is_written_as_it_was_read(name: str) -> None:
    assert Label.parse(name).name == name
    assert Label.parse(EMERGENCY.name) == EMERGENCY


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        pytest.param({"answer_treshold": 0.5}, "'answer_treshold' is no setting", id="an unknown setting"),
        pytest.param({"answer_threshold": "0.5"}, "'answer_threshold' is '0.5': give a number", id="a text"),
    ],
)
def test_a_wrong_setting_is_named(config: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        DecisionLimits.of(config)


def test_settings_go_over_defaults() -> None:
    limits = DecisionLimits.of({"name": "TopicDecider", "suggestions": 5})
    assert limits == DecisionLimits(suggestions=5)
    assert DecisionLimits.of(DecisionLimits.defaults()) == DecisionLimits()
