"""Which topic a message is answered with: an emergency first, then the language, then what is probable enough."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot import languages
from bot.contract import Audience, ConversationState, DialogueState, IdentifiedLanguage, MessageContext, UnderstoodTopic
from bot.decision.labels import EMERGENCY, Label
from bot.decision.limits import DecisionLimits
from bot.decision.rankings import read
from bot.decision.topic import decide

CERTAIN = [("answer/travel.copayment", 0.9), ("answer/travel.taxi", 0.06), ("guard/guard.emergency", 0.01)]
UNCERTAIN = [("answer/travel.copayment", 0.4), ("flow/check.travel", 0.3), ("meta/meta.human", 0.3)]
# As in data/fitted.yml at first; what they are fitted to later changes nothing here.
LIMITS = {
    "answer_threshold": 0.5,
    "alone_threshold": 0.9,
    "begin_threshold": 0.6,
    "suggest_threshold": 0.05,
    "guard_threshold": 0.8,
    "own_case_threshold": 0.2,
    "general_threshold": 0.15,
    "alarm_threshold": 0.9,
    "alarm_unasked_threshold": 0.8,
    "alarm_line_threshold": 0.1,
    "flow_alarm_line_threshold": 0.3,
    "foreign_alarm_line_threshold": 0.5,
    "audience_odds": 3.0,
    "page_odds": 2.0,
}
NEW = ConversationState()
IN_DIALOGUE = ConversationState(dialogue=DialogueState(id="check.travel", step="age"))


def decided(
    text: str,
    ranking: list[tuple[str, float]],
    language: str = "fi",
    redacted: tuple[str, ...] = (),
    further: tuple[Label, ...] = (),
    state: ConversationState = NEW,
    audience: Audience = "public",
    topic_hint: str | None = None,
    question: str | None = None,
    **limits: Any,
) -> UnderstoodTopic:
    """Return the decision about a message."""
    return decide(
        text,
        text if question is None else question,
        read({"name": name, "confidence": confidence} for name, confidence in ranking),
        further,
        IdentifiedLanguage(code=language, confidence=1.0, supported=language in languages.codes()),
        MessageContext(state=state, redacted=redacted, audience=audience, topic_hint=topic_hint),
        DecisionLimits.of({**LIMITS, **limits}),
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
            "rehab.laku",
            {"ranking": [("answer/rehab.laku", 0.5), ("guard/guard.emergency", 0.4)]},
            id="what may be danger is answered",
        ),
        pytest.param(
            "reply/inform",
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
    ranking = [("answer/travel.copayment", 0.45), ("meta/meta.human", 0.35), ("answer/travel.taxi", 0.2)]
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
        pytest.param(CERTAIN, "x", ("travel.claim",), id="beside an answer"),
        pytest.param([("flow/check.travel", 0.9)], "x", ("travel.claim",), id="beside a dialogue"),
        pytest.param([("guard/guard.individual_case", 0.9)], "x", ("travel.claim",), id="beside the own case"),
        pytest.param([("guard/guard.abuse", 0.9)], "x", (), id="not beside another safety reply"),
        pytest.param(CERTAIN, "en jaksa enää elää", (), id="nothing beside 112"),
        pytest.param(UNCERTAIN, "x", (), id="not where the first is not clear"),
    ],
)
def test_a_second_question(ranking: list[tuple[str, float]], text: str, also: tuple[str, ...]) -> None:
    assert decided(text, ranking, further=(Label("answer", "travel.claim"),)).also == also
    assert decided(text, ranking).also == ()


def test_the_confidence_is_the_classifiers_where_it_chose() -> None:
    assert decided("x", CERTAIN).confidence == pytest.approx(0.9 / 0.99, abs=1e-4)
    assert decided("x", UNCERTAIN).confidence == 0.4
    assert decided("itsemurha", [("answer/travel.taxi", 0.9)]).confidence == 1.0
    assert decided("x", [("guard/guard.emergency", 0.95)]).confidence == 0.95


@pytest.mark.parametrize(
    ("ranking", "topic"),
    [
        pytest.param([("reply/inform", 0.9), ("answer/travel.taxi", 0.1)], "reply/inform", id="a fact is an answer"),
        pytest.param([("reply/affirm", 0.5), ("guard/guard.emergency", 0.4)], "reply/affirm", id="a hard life"),
        pytest.param([("guard/guard.emergency", 0.95)], "guard.emergency", id="an emergency"),
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
    assert limits == replace(DecisionLimits.of({}), suggestions=5)
    assert DecisionLimits.of(DecisionLimits.defaults()) == DecisionLimits.of({})


TWO = [("answer/travel.copayment", 0.6), ("answer/travel.taxi", 0.3), ("flow/check.travel", 0.1)]
ILL = [("guard/guard.medical_advice", 0.7), ("answer/therapy.individual_types", 0.3)]
CASE = [("guard/guard.individual_case", 0.6), ("answer/travel.claim", 0.4)]


@pytest.mark.parametrize(
    ("ranking", "topic", "beside"),
    [
        pytest.param(
            [("answer/travel.copayment", 0.97), ("answer/travel.taxi", 0.03)], "travel.copayment", (), id="sure"
        ),
        pytest.param(TWO, "travel.copayment", ("travel.taxi", "check.travel"), id="likely"),
        pytest.param(
            [*TWO, ("answer/travel.who", 0.08)], "travel.copayment", ("travel.taxi", "check.travel"), id="two"
        ),
        pytest.param(UNCERTAIN, "meta.fallback", (), id="less likely: only to choose from"),
        pytest.param(
            [("meta/meta.human", 0.7), ("answer/contact.customer_service", 0.3)],
            "meta.human",
            ("contact.customer_service",),
            id="beside a word about the conversation",
        ),
        pytest.param(ILL, "meta.fallback", (), id="a refusal that is not sure is none, where a service is likely"),
        pytest.param(
            [("guard/guard.medical_advice", 0.85), ("answer/therapy.individual_types", 0.15)],
            "guard.medical_advice",
            ("therapy.individual_types",),
            id="a surer one offers the service",
        ),
        pytest.param(
            [("guard/guard.medical_advice", 0.7), ("meta/meta.human", 0.3)],
            "guard.medical_advice",
            (),
            id="a refusal where no service is likely",
        ),
        pytest.param([("reply/affirm", 0.7), ("answer/travel.taxi", 0.3)], "reply/affirm", (), id="a bare yes"),
        pytest.param(
            [("flow/check.travel", 0.55), ("answer/travel.taxi", 0.45)],
            "check.travel",
            ("travel.taxi",),
            id="a dialogue that is not sure enough to begin",
        ),
        pytest.param(
            [("flow/check.travel", 0.6), ("answer/travel.taxi", 0.4)], "check.travel", (), id="a dialogue that begins"
        ),
    ],
)
def test_the_next_best_is_offered_where_the_topic_is_not_sure(
    ranking: list[tuple[str, float]], topic: str, beside: tuple[str, ...]
) -> None:
    found = decided("x", ranking)
    assert (found.id, found.alternatives) == (topic, beside)


@pytest.mark.parametrize(
    ("text", "danger", "topic", "possible"),
    [
        pytest.param("x", 0.95, "guard.emergency", False, id="sure: 112 alone"),
        pytest.param("x", 0.5, "travel.copayment", True, id="possible: an answer with a line above it"),
        pytest.param("x", 0.05, "travel.copayment", False, id="unlikely: an answer"),
        pytest.param("x", 0.85, "guard.emergency", False, id="likely, and nothing is asked: 112 alone"),
        pytest.param("miten haen?", 0.85, "travel.copayment", True, id="likely, beside a question: a line"),
        pytest.param("en jaksa enää elää", 0.0, "guard.emergency", False, id="words of danger are sure"),
    ],
)
def test_two_grades_of_alarm(text: str, danger: float, topic: str, possible: bool) -> None:
    ranking = [("answer/travel.copayment", (1 - danger) * 0.95), ("guard/guard.emergency", danger)]
    found = decided(text, ranking)
    assert (found.id, found.possible_danger) == (topic, possible)


@pytest.mark.parametrize(
    ("text", "state", "back"),
    [
        pytest.param("Itsemurha. Miten haen kuntoutusta?", NEW, ("travel.copayment",), id="a question beside it"),
        pytest.param("I want to die, and how do I apply?", NEW, ("travel.copayment",), id="in the same sentence"),
        pytest.param("itsemurha", NEW, (), id="nothing is asked"),
        pytest.param("Itsemurha. Miten haen kuntoutusta?", IN_DIALOGUE, (), id="within a dialogue"),
    ],
)
def test_from_112_a_way_leads_back_to_the_question(text: str, state: ConversationState, back: tuple[str, ...]) -> None:
    assert decided(text, CERTAIN, state=state).alternatives == back


@pytest.mark.parametrize(
    ("language", "state", "danger", "possible"),
    [
        pytest.param("fi", IN_DIALOGUE, 0.2, False, id="a hard life, told to a dialogue"),
        pytest.param("fi", IN_DIALOGUE, 0.4, True, id="danger, told to a dialogue"),
        pytest.param("sv", NEW, 0.4, False, id="not sure, in a language that was not learned"),
        pytest.param("sv", NEW, 0.6, True, id="surer, in that language"),
    ],
)
def test_where_a_line_on_112_needs_more(language: str, state: ConversationState, danger: float, possible: bool) -> None:
    ranking = [("answer/travel.copayment", 1 - danger), ("guard/guard.emergency", danger)]
    assert decided("x", ranking, language=language, state=state).possible_danger is possible


@pytest.mark.parametrize(
    ("ranking", "topic", "also", "own_case"),
    [
        pytest.param(
            CASE, "guard.individual_case", ("travel.claim",), False, id="the own case, and what is general in it"
        ),
        pytest.param(
            [("guard/guard.individual_case", 0.95), ("answer/travel.claim", 0.05)],
            "guard.individual_case",
            (),
            False,
            id="nothing but the own case",
        ),
        pytest.param(
            [("answer/travel.claim", 0.7), ("guard/guard.individual_case", 0.3)],
            "travel.claim",
            (),
            True,
            id="the rule",
        ),
        pytest.param(
            [("answer/travel.claim", 0.9), ("guard/guard.individual_case", 0.1)],
            "travel.claim",
            (),
            False,
            id="no case",
        ),
    ],
)
def test_the_own_case_and_the_general_rule(
    ranking: list[tuple[str, float]], topic: str, also: tuple[str, ...], own_case: bool
) -> None:
    found = decided("x", ranking)
    assert (found.id, found.also, found.own_case) == (topic, also, own_case)


PHONE = [("answer/partner.phone", 0.55), ("answer/contact.customer_service", 0.45)]


@pytest.mark.parametrize(
    ("audience", "first"),
    [
        pytest.param("public", "contact.customer_service", id="a parent"),
        pytest.param("partner", "partner.phone", id="a partner"),
    ],
)
def test_the_audience_decides_between_topics_that_differ_only_by_it(audience: Audience, first: str) -> None:
    assert decided("x", PHONE, audience=audience).id == first


@pytest.mark.parametrize(
    ("hint", "topic"),
    [
        pytest.param(None, "meta.fallback", id="no hint"),
        pytest.param("travel", "travel.claim", id="a group"),
        pytest.param("travel.claim", "travel.claim", id="a topic"),
        pytest.param("trav", "meta.fallback", id="no topic begins so"),
        pytest.param("allowance", "allowance.apply", id="another page"),
    ],
)
def test_the_subject_of_the_page_raises_its_topics(hint: str | None, topic: str) -> None:
    ranking = [("answer/allowance.apply", 0.45), ("answer/travel.claim", 0.45), ("meta/meta.human", 0.1)]
    assert decided("x", ranking, topic_hint=hint).id == topic


SURE_REFUSAL = [("guard/guard.medical_advice", 0.99), ("meta/meta.human", 0.01)]
SURE_FACT = [("reply/inform", 0.98), ("meta/meta.goodbye", 0.02)]


@pytest.mark.parametrize(
    ("text", "ranking", "topic", "candidates", "beside"),
    [
        pytest.param(
            "taksi",
            SURE_FACT,
            "reply/inform",
            ("travel.taxi", "travel.copayment", "travel.claim"),
            (),
            id="a word that would answer a dialogue",
        ),
        pytest.param(
            "Parkinsonin tauti fysioterapia",
            SURE_REFUSAL,
            "meta.fallback",
            ("rehab.intensive.criteria", "therapy.individual_types", "rehab.adaptation_courses"),
            (),
            id="illness and service are no wish for medical advice",
        ),
        pytest.param(
            "mitä lääkettä äidin pitäisi ottaa ennen fysioterapiaa",
            SURE_REFUSAL,
            "guard.medical_advice",
            (),
            ("therapy.individual_types", "rehab.intensive.criteria"),
            id="a whole question for advice is refused, and the service offered",
        ),
        pytest.param(
            "taksi",
            [("answer/travel.taxi", 0.99), ("answer/travel.who", 0.01)],
            "travel.taxi",
            ("travel.taxi",),
            ("travel.copayment", "travel.claim"),
            id="a single word can mean more than what it most often does",
        ),
        pytest.param(
            "bitcoin price",
            [("guard/guard.out_of_scope", 0.99), ("meta/meta.human", 0.01)],
            "guard.out_of_scope",
            (),
            (),
            id="a general word beside another subject",
        ),
        pytest.param("mikä tauti tämä on", SURE_REFUSAL, "guard.medical_advice", (), (), id="no service is named"),
    ],
)
def test_what_a_few_words_can_mean(
    text: str, ranking: list[tuple[str, float]], topic: str, candidates: tuple[str, ...], beside: tuple[str, ...]
) -> None:
    found = decided(text, ranking)
    assert (found.id, found.candidates, found.alternatives) == (topic, candidates, beside)


def test_within_a_dialogue_nothing_leads_away_from_its_question() -> None:
    found = decided("x", TWO, state=IN_DIALOGUE)
    assert (found.id, found.alternatives) == ("travel.copayment", ())
