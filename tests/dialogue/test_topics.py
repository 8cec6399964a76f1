"""Answers outside guided dialogues: what each special topic says, and what the conversation remembers of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot import knowledge, languages
from bot.contract import ConversationState, DialogueState, Source
from bot.dialogue.buttons import topic_button
from bot.dialogue.draft import Draft
from bot.dialogue.respond import respond
from bot.dialogue.topics import STARTING_POINTS, answer_topic, requested_language
from bot.hours.clock import HELSINKI
from bot.languages import codes
from bot.wording import answers
from bot.wording.citations import page_date
from bot.wording.i18n import words
from tests.dialogue.flow_talk import text_of, titles_of
from tests.dialogue.turns import OPEN, turn

# The Saturday after the Monday OPEN.
CLOSED = datetime(2026, 11, 28, 10, 0, tzinfo=HELSINKI)


# --- Ordinary answers


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("topic", [topic for topic, entry in knowledge.topics().items() if entry.kind != "flow"])
def test_every_topic_without_dialogue_has_a_reply(topic: str, language: str) -> None:
    reply = respond(turn(topic, language=language, last_topic="travel.copayment"))
    assert reply.topic == topic
    assert text_of(reply)
    assert "%{" not in text_of(reply)
    for text in reply.replies:
        for button in text.buttons:
            assert button.payload.startswith("/")
            assert button.title


@pytest.mark.parametrize("language", codes())
def test_an_answer_cites_its_sources_and_offers_what_is_related(language: str) -> None:
    reply = respond(turn("travel.copayment", language=language))
    assert text_of(reply) == answers.answer("travel.copayment", language, OPEN).text
    assert [source.reviewed.isoformat() for source in reply.sources] == ["2026-11-30"] * 4
    assert titles_of(reply) == [
        answers.title(topic, language) for topic in knowledge.topics()["travel.copayment"].related
    ]


def test_a_flow_topics_plain_answer_offers_the_dialogue_first() -> None:
    reply = answer_topic(turn("check.travel")).envelope(ConversationState())
    assert titles_of(reply)[0] == answers.title("check.travel", "fi")


def test_an_answer_names_the_year_for_which_its_sums_were_confirmed() -> None:
    years_later = text_of(respond(turn("travel.copayment", language="en", now=OPEN.replace(year=2031))))
    assert "last confirmed for 20" in years_later


def test_the_same_source_is_cited_once() -> None:
    source = Source(title="x", url="https://kela.fi", dated=None, reviewed=OPEN.date())
    assert Draft("x", "fi", 1.0).cite([source, source]).cite([source.model_copy()]).sources == [source]


# --- Greeting and starting again


@pytest.mark.parametrize(
    ("language", "machine", "not_kela"),
    [("fi", "automaattinen", "En ole ihminen enkä Kela"), ("en", "automatic", "not a person and I am not Kela")],
)
def test_the_greeting_says_that_it_is_a_machine_and_not_kela(language: str, machine: str, not_kela: str) -> None:
    reply = respond(turn("meta.greet", language=language))
    assert machine in text_of(reply)
    assert not_kela in text_of(reply)
    assert titles_of(reply) == [answers.title(topic, language) for topic in STARTING_POINTS]


def test_starting_again_forgets_everything() -> None:
    reply = respond(turn("meta.restart", last_topic="travel.taxi", misses=2, dialogue=DialogueState(id="check.travel")))
    assert text_of(reply) == answers.answer("meta.restart", "fi", OPEN).text
    assert len(titles_of(reply)) == len(STARTING_POINTS)
    assert reply.state == ConversationState(language="fi")


# --- Two questions in one message


@pytest.mark.parametrize("language", codes())
def test_both_questions_are_answered_under_their_titles(language: str) -> None:
    reply = respond(turn("rehab.intensive.apply", language=language, also=("travel.which_trips",)))
    assert reply.topic == "rehab.intensive.apply"
    for text, topic in zip(reply.replies, ("rehab.intensive.apply", "travel.which_trips"), strict=True):
        title, _, answer = text.text.partition("\n\n")
        assert title == f"**{answers.title(topic, language)}**"
        assert answer == answers.answer(topic, language, OPEN).text
        assert text.buttons
    for topic in ("rehab.intensive.apply", "travel.which_trips"):
        assert all(source in reply.sources for source in answers.answer(topic, language, OPEN).sources)
    assert reply.state.last_topic == "rehab.intensive.apply"


def test_a_dialogue_asked_for_beside_a_question_is_offered() -> None:
    reply = respond(turn("rehab.intensive.criteria", language="en", also=("check.eligibility",)))
    assert reply.replies[0].text == answers.answer("rehab.intensive.criteria", "en", OPEN).text
    assert reply.replies[1].buttons == (topic_button("check.eligibility", "en", "also_asked"),)
    assert answers.title("check.eligibility", "en") in reply.replies[1].text


def test_beside_the_own_case_what_is_asked_in_general_is_answered() -> None:
    reply = respond(turn("guard.individual_case", also=("rehab.processing_times",)))
    assert reply.topic == "guard.individual_case"
    assert reply.replies[0].text == answers.phrase("guard.individual_case.brief", "fi", OPEN)
    assert answers.answer("rehab.processing_times", "fi", OPEN).text in reply.replies[1].text


@pytest.mark.parametrize(
    ("topic", "before", "after"),
    [
        ("travel.taxi", None, "travel.taxi"),
        ("travel.taxi", "travel.who", "travel.taxi"),
        ("guard.out_of_scope", "travel.who", "guard.out_of_scope"),
        ("meta.thanks", "travel.who", "travel.who"),
        ("meta.restart", "travel.who", None),
    ],
)
def test_the_state_tells_what_the_next_question_may_refer_to(topic: str, before: str | None, after: str | None) -> None:
    assert respond(turn(topic, last_topic=before)).state.last_topic == after


# --- Repeating and the source


@pytest.mark.parametrize("language", codes())
def test_repeat_says_the_last_answer_again(language: str) -> None:
    reply = respond(turn("meta.repeat", language=language, last_topic="travel.copayment"))
    assert [text.text for text in reply.replies] == [
        words("meta.repeat.text", language),
        answers.answer("travel.copayment", language, OPEN).text,
    ]
    assert reply.sources
    assert reply.state.last_topic == "travel.copayment", "the topic before stays the last one"


def test_repeat_says_it_in_the_language_of_the_moment() -> None:
    english = respond(turn("meta.repeat", language="en", last_topic="travel.copayment"))
    assert answers.answer("travel.copayment", "en", OPEN).text in text_of(english)


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("topic", ["meta.repeat", "meta.source"])
def test_with_no_answer_before_it_says_so_and_offers_where_to_start(topic: str, language: str) -> None:
    reply = respond(turn(topic, language=language))
    assert text_of(reply) == words(f"{topic}.nothing", language)
    assert len(titles_of(reply)) == len(STARTING_POINTS)


@pytest.mark.parametrize(("language", "date"), [("fi", "30.11.2026"), ("en", "30 November 2026")])
def test_sources_are_told_with_their_own_dates_and_once_when_the_answer_was_checked(language: str, date: str) -> None:
    reply = respond(turn("meta.source", language=language, last_topic="travel.copayment"))
    sources = answers.answer("travel.copayment", language, OPEN).sources
    for source in sources:
        assert f"[{source.title}]({source.url}), {page_date(source, language)}" in text_of(reply)
    assert text_of(reply).count(date) == 1
    assert reply.sources == sources


def test_an_answer_without_source_says_so() -> None:
    reply = respond(turn("meta.source", last_topic="guard.medical_advice"))
    assert text_of(reply) == words("meta.source.none", "fi")


# --- Language


@pytest.mark.parametrize(
    ("text", "language", "before", "wanted"),
    [
        ("in English please", "en", "fi", "en"),
        ("voidaanko puhua englantia", "fi", "fi", "en"),
        ("englanniksi", "fi", "fi", "en"),
        ("suomeksi kiitos", "fi", "en", "fi"),
        ("suomeksi", "fi", "fi", "fi"),
        ("can we continue in Finnish", "en", "en", "fi"),
        ("English", "en", "fi", "en"),
        ("I don't speak Finnish", "en", "fi", "en"),
        ("i do not understand any finnish", "en", "fi", "en"),
        ("en puhu suomea", "fi", "fi", "en"),
        ("en osaa suomea, english", "fi", "fi", "en"),
        ("My Finnish is bad, English?", "en", "fi", "en"),
        ("en ymmärrä englantia", "fi", "en", "fi"),
        ("englantini on huono, suomeksi", "fi", "en", "fi"),
        ("switch from Finnish to English", "en", "fi", "en"),
        ("English instead of Finnish", "en", "fi", "en"),
        ("en halua suomea vaan englantia", "fi", "fi", "en"),
        ("vaihda kieli", "fi", "fi", "en"),
        ("change language", "en", "en", "fi"),
        pytest.param("change language", "en", "fi", "en", id="they already write in the language they want"),
        pytest.param("vaihda kieltä", "fi", "en", "fi", id="the same in Finnish"),
        pytest.param("change language", "en", None, "en", id="at the very start"),
    ],
)
def test_the_language_asked_for(text: str, language: str, before: str | None, wanted: str) -> None:
    assert requested_language(text, language, before) == wanted
    reply = respond(turn("meta.language", text=text, language=language, before=before))
    assert reply.language == wanted
    assert text_of(reply) == answers.answer("meta.language", wanted, OPEN).text


@pytest.mark.parametrize(("language", "other"), [("fi", "en"), ("en", "fi")])
def test_the_language_button_leads_back(language: str, other: str) -> None:
    reply = respond(turn("meta.language", language=other, button={"topic": "meta.language", "value": language}))
    assert reply.language == language
    (button,) = reply.replies[0].buttons
    assert button.payload == f'/meta{{"topic": "meta.language", "value": "{other}"}}'
    assert button.title == languages.get(other).switch


def test_a_change_of_language_keeps_the_thread() -> None:
    reply = respond(turn("meta.language", text="in English", last_topic="travel.taxi"))
    assert reply.state == ConversationState(language="en", last_topic="travel.taxi")


# --- Not understood


@pytest.mark.parametrize("language", codes())
def test_a_first_miss_offers_topics_by_their_titles(language: str) -> None:
    missed = turn("meta.fallback", language=language, candidates=("travel.taxi", "check.travel"))
    reply = respond(missed)
    assert reply.topic == "meta.fallback"
    assert text_of(reply) == answers.answer("meta.fallback", language, OPEN).text
    assert titles_of(reply) == [answers.title(topic, language) for topic in ("travel.taxi", "check.travel")]
    assert not any("fallback" in title.lower() or "." in title.rstrip(".") for title in titles_of(reply))
    assert reply.state.misses == 1


def test_without_candidates_a_miss_offers_where_to_start() -> None:
    assert len(titles_of(respond(turn("meta.fallback")))) == 3


@pytest.mark.parametrize("language", codes())
def test_a_second_miss_leads_to_people(language: str) -> None:
    missed = turn("meta.fallback", language=language, misses=1, candidates=("travel.taxi",))
    reply = respond(missed)
    assert text_of(reply) == answers.phrase("meta.fallback.second", language, OPEN)
    assert "020 692 205" in text_of(reply)
    assert "020 692 235" in text_of(reply)
    assert titles_of(reply) == [answers.title("travel.taxi", language)], "what it may have meant is still offered"
    assert reply.state.misses == 2


def test_something_understood_forgives_the_misses() -> None:
    assert respond(turn("travel.taxi", misses=2)).state == ConversationState(language="fi", last_topic="travel.taxi")


def test_a_bare_yes_where_nothing_was_asked_is_not_understood() -> None:
    assert respond(turn("reply/affirm")).topic == "meta.fallback"


# --- Guards


@pytest.mark.parametrize("language", codes())
def test_an_emergency_says_112_first_and_offers_nothing_by_itself(language: str) -> None:
    reply = respond(turn("guard.emergency", language=language, last_topic="travel.taxi"))
    assert len(reply.replies) == 1
    assert reply.replies[0].buttons == ()
    first_sentence = text_of(reply).split(".")[0]
    assert "112" in first_sentence
    assert "09 2525 0111" in text_of(reply)


@pytest.mark.parametrize("language", codes())
def test_an_individual_case_is_declined_with_where_to_ask(language: str) -> None:
    reply = respond(turn("guard.individual_case", language=language))
    for place in ("OmaKela", "020 692 205", "020 692 235"):
        assert place in text_of(reply)


@pytest.mark.parametrize("language", codes())
def test_swedish_is_declined_in_swedish_first(language: str) -> None:
    reply = respond(turn("guard.unsupported_language", language=language, message_language="sv"))
    assert reply.replies[0].text.startswith("Jag kan tyvärr bara svara på finska och engelska")
    assert len(reply.replies) == 3


def test_an_unspoken_language_is_declined_in_both_spoken_ones() -> None:
    reply = respond(turn("guard.unsupported_language", language="en", message_language="other"))
    assert [text.text for text in reply.replies] == [
        answers.answer("guard.unsupported_language", language, OPEN).text for language in ("en", "fi")
    ]


# --- People


@pytest.mark.parametrize(
    ("language", "now", "status"),
    [
        ("fi", OPEN, "Chatti on nyt auki, se sulkeutuu klo 15."),
        ("en", OPEN, "The chat is open now and closes at 15."),
        ("fi", CLOSED, "Chatti on nyt kiinni. Se avautuu seuraavan kerran maanantaina 30.11.2026 klo 9."),
        ("en", CLOSED, "The chat is closed now. It opens next on Monday 30 November 2026 at 9."),
    ],
)
@pytest.mark.parametrize("topic", ["meta.human", "partner.chat_hours"])
def test_who_asks_for_a_person_hears_whether_the_chat_is_open(
    topic: str, language: str, now: datetime, status: str
) -> None:
    assert status in text_of(respond(turn(topic, language=language, now=now)))


def test_a_holiday_is_told_to_be_an_assumption() -> None:
    christmas = datetime(2026, 12, 24, 10, 0, tzinfo=HELSINKI)
    assert words("common.chat_status.holiday", "en") in text_of(
        respond(turn("meta.human", language="en", now=christmas))
    )


# --- Two grades of alarm, and the next best


@pytest.mark.parametrize("language", codes())
def test_an_emergency_has_a_way_back_to_the_question(language: str) -> None:
    reply = respond(turn("guard.emergency", language=language, alternatives=("travel.claim",)))
    (button,) = reply.replies[0].buttons
    assert button.role == "go_on"
    assert answers.title("travel.claim", language) in button.title
    assert button.payload == topic_button("travel.claim", language).payload


@pytest.mark.parametrize(
    ("case", "topic"),
    [
        pytest.param({"topic": "travel.claim"}, "travel.claim", id="above an answer"),
        pytest.param({"topic": "check.travel"}, "check.travel", id="above a question of a dialogue"),
        pytest.param({"topic": "meta.fallback"}, "meta.fallback", id="above what is not understood"),
        pytest.param({"topic": "travel.claim", "redacted": ("iban",)}, "travel.claim", id="above what was removed"),
    ],
)
@pytest.mark.parametrize("language", codes())
def test_possible_danger_gets_a_line_on_112_above_the_answer(language: str, case: dict[str, Any], topic: str) -> None:
    reply = respond(turn(**case, language=language, possible_danger=True))
    plain = respond(turn(**case, language=language))
    assert reply.topic == topic
    first, *rest = reply.replies
    assert first.role == "alert"
    assert "112" in first.text
    assert "09 2525 0111" in first.text
    assert tuple(rest) == plain.replies
    assert all(each.role is None for each in plain.replies)


@pytest.mark.parametrize("language", codes())
def test_what_is_not_sure_says_what_was_understood_and_offers_the_next_best(language: str) -> None:
    reply = respond(turn("travel.claim", language=language, alternatives=("travel.taxi", "check.travel")))
    answer, offer = reply.replies
    understood = words("common.understood_as", language, title=answers.title("travel.claim", language))
    assert answer.text == f"{understood}\n\n{answers.answer('travel.claim', language, OPEN).text}"
    assert [button.role for button in answer.buttons] == [None] * len(answer.buttons)
    assert offer.text == words("common.did_you_mean", language)
    assert [button.role for button in offer.buttons] == ["alternative", "alternative"]
    assert [button.title for button in offer.buttons] == [
        answers.title(topic, language) for topic in ("travel.taxi", "check.travel")
    ]
    titles = [button.title for each in reply.replies for button in each.buttons]
    assert "check.travel" in knowledge.topics()["travel.claim"].related
    assert len(titles) == len(set(titles)), "one button twice"


def test_beside_a_safety_reply_the_next_best_is_offered_without_a_title() -> None:
    answer, offer = respond(turn("guard.medical_advice", alternatives=("therapy.individual_types",))).replies
    assert answer.text == answers.answer("guard.medical_advice", "fi", OPEN).text
    assert offer.buttons[0].role == "alternative"


def test_a_dialogue_that_was_not_surely_asked_for_is_offered_and_not_begun() -> None:
    reply = respond(turn("check.travel", alternatives=("travel.copayment",)))
    assert reply.topic == "check.travel"
    assert reply.flow is None
    assert reply.state.dialogue is None
    assert titles_of(reply) == [answers.title(topic, "fi") for topic in ("check.travel", "travel.copayment")]


@pytest.mark.parametrize("language", codes())
def test_the_general_rule_begins_with_what_cannot_be_told_of_the_own_case(language: str) -> None:
    brief, answer = respond(turn("travel.claim", language=language, own_case=True)).replies
    assert brief.text == answers.phrase("guard.individual_case.brief", language, OPEN)
    assert answer.text == answers.answer("travel.claim", language, OPEN).text


def test_a_third_question_is_offered() -> None:
    reply = respond(turn("travel.claim", also=("travel.taxi", "travel.companion")))
    assert [text.text.partition("\n\n")[0] for text in reply.replies[:2]] == [
        f"**{answers.title(topic, 'fi')}**" for topic in ("travel.claim", "travel.taxi")
    ]
    assert reply.replies[2].buttons == (topic_button("travel.companion", "fi", "also_asked"),)
