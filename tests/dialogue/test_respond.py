"""The one entry point: a message and a state give an answer and the next state, and nothing else is remembered."""

from __future__ import annotations

import json
from typing import Any, Dict, List

import pytest

from bot import knowledge
from bot.contract import ConversationState, DialogueState, Envelope, MessageContext
from bot.dialogue.buttons import topic_button
from bot.dialogue.discovery import flows
from bot.dialogue.respond import respond
from bot.languages import codes
from bot.wording import answers
from tests.dialogue.flow_talk import Talk, result_of, step_of, text_of
from tests.dialogue.turns import OPEN, turn

# --- What is sent


def test_an_envelope_travels_as_json() -> None:
    envelope = respond(turn("travel.copayment", language="en"))
    assert Envelope.model_validate_json(json.dumps(envelope.model_dump(mode="json"))) == envelope
    assert (envelope.topic, envelope.language, envelope.confidence) == ("travel.copayment", "en", 0.9)
    assert envelope.replies[0].buttons


def test_what_was_removed_is_said_before_the_answer() -> None:
    envelope = respond(turn("travel.copayment", language="en", redacted=("personal_identity_code", "iban")))
    notice, answer = envelope.replies
    assert notice.text == (
        "I removed personal data from your message (personal identity code, account number), and it was not stored."
    )
    assert answer.text == answers.answer("travel.copayment", "en", OPEN).text


def test_what_was_removed_is_said_within_a_dialogue_too() -> None:
    talk = Talk()
    talk.press("flow", topic="check.travel")
    context = MessageContext(state=talk.state, redacted=("phone_number",))
    notice, answer = respond(turn("reply/inform", context=context)).replies
    assert "puhelinnumero" in notice.text
    assert answer.buttons


def test_nothing_is_said_before_112() -> None:
    help_first, notice = respond(turn("guard.emergency", redacted=("phone_number",))).replies
    assert "112" in help_first.text
    assert "puhelinnumero" in notice.text


@pytest.mark.parametrize("topic", ["travel.taxi", "check.travel", "guard.abuse", "meta.greet"])
def test_a_topics_button_says_its_title_and_names_its_kind(topic: str) -> None:
    button = topic_button(topic, "en")
    assert button.title == answers.title(topic, "en")
    assert button.payload == f'/{knowledge.topics()[topic].kind}{{"topic": "{topic}"}}'


# --- The kind of input that a question wants

INPUTS = {
    "check.eligibility": {"age": "integer"},
    "check.allowance": {"age": "integer", "day_length": "decimal"},
    "check.travel": {"price": "decimal", "km": "decimal", "trips": "integer", "paid": "decimal"},
    "contact.district": {"municipality": "text"},
    "contact.which": dict.fromkeys(("subject", "contracts", "courses", "instructions", "interpreting"), "text"),
    "provider.municipality_rule": {"municipality": "text", "provider_municipality": "text"},
}


@pytest.mark.parametrize("flow_id", INPUTS)
def test_every_question_tells_the_kind_of_input_it_wants(flow_id: str) -> None:
    for step in flows()[flow_id].steps:
        state = ConversationState(dialogue=DialogueState(id=flow_id, step=step.id))
        envelope = respond(turn("reply/inform", text="blaa", context=MessageContext(state=state)))
        assert envelope.flow is not None
        assert envelope.flow.input == INPUTS[flow_id].get(step.id, "choice"), step.id
        assert step.choices or step.input != "choice", "a choice without buttons"


def test_an_ended_dialogue_wants_no_input() -> None:
    talk = Talk()
    for message in ("Laske matkakorvaus", "taksilla", "60", "1", "0"):
        talk.say(message, "reply/inform" if talk.answers else "flow/check.travel")
    flow = talk.answers[-1].flow
    assert flow is not None
    assert (flow.step, flow.input) == (None, None)


# --- The state travels

# A conversation through a dialogue with a digression, corrections, a switch of language, a miss and a restart.
MESSAGES: List[Dict[str, Any]] = [
    {"text": "Paljonko on omavastuu?", "topic": "answer/travel.copayment"},
    {"text": "qwerty", "topic": "meta/meta.fallback"},
    {"text": "Laske matkakorvaus", "topic": "flow/check.travel"},
    {"text": "taksilla"},
    {"text": "Kuka saa kuntoutusrahaa?", "topic": "answer/allowance.overview"},
    {"text": "60 euroa"},
    {"text": "ei kun 50 euroa"},
    {"text": "in English please", "topic": "meta/meta.language"},
    {"text": "two"},
    {"text": "nothing"},
    {"text": "sorry, 80 euros", "topic": "guard/guard.out_of_scope"},
    {"text": "say that again", "topic": "meta/meta.repeat"},
    {"text": "start over", "topic": "meta/meta.restart"},
]


def test_the_state_in_the_envelope_is_all_that_the_next_message_needs() -> None:
    talk = Talk()
    for message in MESSAGES:
        talk.say(**message)
    # Each message again, in a process that has seen nothing: only the state that the envelope before it carried.
    for place, message in enumerate(MESSAGES):
        before = talk.answers[place - 1] if place else None
        alone = Talk(
            language=before.language if before else "fi", state=before.state if before else ConversationState()
        )
        assert alone.say(**message) == talk.answers[place]


def test_a_message_sent_again_gets_the_same_answer_and_counts_once() -> None:
    talk = Talk()
    for message in MESSAGES:
        before = talk.state
        first = talk.say(**message)
        talk.state, talk.language = before, talk.answers[-2].language if talk.answers[:-1] else "fi"
        assert talk.say(**message) == first
    assert talk.state == ConversationState(language="en")


def test_the_state_holds_nothing_that_was_written() -> None:
    talk = Talk()
    written = ("salainen naapuri", "hupsheijaa")
    talk.say(f"Laske matkakorvaus, {written[0]}", "flow/check.travel")
    talk.say(written[1])
    kept = talk.state.model_dump_json()
    assert talk.dialogue.failures == 1
    assert not any(word in kept for text in written for word in text.split())


# --- What is remembered


def test_misses_are_counted_until_something_is_understood() -> None:
    talk = Talk()
    counts = []
    for topic in ("meta/meta.fallback", "reply/inform", "meta/meta.fallback", "answer/travel.taxi"):
        talk.say("hm", topic)
        counts.append(talk.state.misses)
    assert counts == [1, 2, 3, 0]


def test_a_useless_answer_within_a_dialogue_is_no_miss() -> None:
    talk = Talk()
    talk.say("Laske matkakorvaus", "flow/check.travel")
    talk.say("blaa")
    assert (talk.state.misses, talk.dialogue.failures) == (0, 1)


@pytest.mark.parametrize("topic", ["meta.thanks", "meta.bot", "meta.language", "meta.source", "meta.fallback"])
def test_the_last_topic_stays_while_the_talk_is_about_the_conversation(topic: str) -> None:
    assert respond(turn(topic, last_topic="travel.taxi")).state.last_topic == "travel.taxi"


def test_a_restart_forgets_everything_but_the_language() -> None:
    talk = Talk()
    for message in MESSAGES[:10]:
        talk.say(**message)
    assert (talk.state.last_topic, talk.dialogue.id) == ("check.travel", "check.travel")
    talk.press("meta", topic="meta.restart")
    assert talk.state == ConversationState(language="en")


@pytest.mark.parametrize("language", codes())
def test_the_state_knows_the_language_of_the_answer(language: str) -> None:
    assert respond(turn("travel.taxi", language=language, before=None)).state.language == language


@pytest.mark.parametrize(
    "dialogue",
    [
        pytest.param(DialogueState(id="check.tides", step="moon"), id="a dialogue that there is no longer"),
        pytest.param(DialogueState(id="check.travel", step="horse"), id="a question that there is no longer"),
    ],
)
def test_a_dialogue_of_another_version_is_forgotten(dialogue: DialogueState) -> None:
    talk = Talk(state=ConversationState(language="fi", dialogue=dialogue))
    assert talk.say("Mikä on omavastuu?", "answer/travel.copayment").topic == "travel.copayment"
    assert talk.state.dialogue is None
    assert step_of(talk.say("Laske matkakorvaus", "flow/check.travel")) == "means"


def test_a_result_outlives_one_message() -> None:
    talk = Talk()
    for message in MESSAGES[2:4]:
        talk.say(**message)
    for text in ("60", "1", "0"):
        talk.say(text)
    assert result_of(talk.answers[-1])["client_pays_eur"] == 25.0
    assert not talk.state.in_dialogue
    assert talk.dialogue.answers["price"] == "60"
    assert "25" in text_of(talk.say("Mikä on omavastuu?", "answer/travel.copayment"))
    assert talk.state.dialogue is None
