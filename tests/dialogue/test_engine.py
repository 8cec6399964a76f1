"""The engine of guided dialogues, on a small made-up dialogue about tea."""

from __future__ import annotations

from datetime import date
from typing import Any, Dict, Optional, Tuple

import pytest

from bot.contract import DialogueState
from bot.dialogue.engine import Ending, Flow, InvalidAnswer, Move, Step, advance, amend, changeable, reopen, start
from bot.dialogue.utterance import Utterance
from bot.entities import Entity

TODAY = date(2026, 11, 23)


def _read_kind(utterance: Utterance, asked: bool) -> Optional[str]:
    return utterance.value("kind")


def _read_cups(utterance: Utterance, asked: bool) -> Optional[int]:
    cups = utterance.value("cups") or (utterance.value("number") if asked else None)
    if cups is not None and int(cups) > 9:
        raise InvalidAnswer()
    return None if cups is None else int(cups)


def _read_sugar(utterance: Utterance, asked: bool) -> Optional[bool]:
    return {"affirm": True, "deny": False}.get(utterance.act or "") if asked else None


TEA = Flow(
    id="order.tea",
    steps=(
        Step("kind", _read_kind, "choice", frozenset({"kind"}), {"green": "green", "black": "black"}),
        Step("milk", _read_sugar, "choice", needed=lambda answers, today: answers.get("kind") == "black"),
        Step("cups", _read_cups, "integer", frozenset({"cups", "number"})),
        Step("sugar", _read_sugar, "choice", choices={"yes": True, "no": False}),
    ),
    finish=lambda answers, language, now: Ending("", dict(answers), (), "order.tea"),
    topics=frozenset({"tea.kinds"}),
)


def said(text: str = "x", act: Optional[str] = None, topic: Optional[str] = None, **facts: Any) -> Utterance:
    found = tuple(Entity(kind, value, 0, 1) for kind, value in facts.items())
    return Utterance(text=text, today=TODAY, facts=found, act=act, topic=topic)


def pressed(step: Optional[str], value: str) -> Utterance:
    return Utterance(text="", today=TODAY, button=(step, value))


def talk(*messages: Utterance) -> Move:
    move = start(TEA, messages[0])
    for message in messages[1:]:
        move = advance(TEA, move.state, message)
    return move


def test_the_first_question_is_asked_first() -> None:
    move = talk(said())
    assert (move.kind, move.state.step) == ("ask", "kind")


def test_what_the_first_message_tells_is_not_asked() -> None:
    move = talk(said(kind="green", cups=2))
    assert move.state.step == "sugar"
    assert move.volunteered == ("kind", "cups")


def test_a_dialogue_may_end_with_its_first_message() -> None:
    one_question = Flow("order.water", TEA.steps[2:3], TEA.finish)
    assert start(one_question, said(cups=2)).kind == "finish"


@pytest.mark.parametrize(
    ("kind", "asked_next"),
    [("green", "cups"), ("black", "milk")],
)
def test_a_question_that_is_not_needed_is_not_asked(kind: str, asked_next: str) -> None:
    assert talk(said(), said(kind=kind)).state.step == asked_next


def test_a_bare_number_answers_only_the_question_that_was_asked() -> None:
    assert talk(said(number="2")).state.answers == {}
    assert talk(said(kind="green"), said(number="2")).state.answers["cups"] == 2


def test_a_fact_for_a_later_question_is_taken_along() -> None:
    move = talk(said(), said(kind="green", cups=3))
    assert move.state.answers == {"kind": "green", "cups": 3}
    assert move.volunteered == ("cups",)


def test_a_fact_for_another_question_alone_is_no_failure() -> None:
    move = talk(said(), said(cups=3))
    assert (move.kind, move.state.step, move.state.failures) == ("ask", "kind", 0)


@pytest.mark.parametrize("act", ["unsure", "skip"])
def test_not_knowing_and_skipping_leave_an_answer_unknown(act: str) -> None:
    assert talk(said(), said(act=act)).state.answers == {"kind": None}


def test_the_last_answer_finishes() -> None:
    move = talk(said(kind="green", cups=1), said(act="deny"))
    assert (move.kind, move.state.step) == ("finish", None)
    assert move.state.answers == {"kind": "green", "cups": 1, "sugar": False}


@pytest.mark.parametrize("message", [said(), said(number="50"), said(act="affirm")])
def test_a_message_that_does_not_answer_is_a_failure(message: Utterance) -> None:
    assert talk(said(kind="green"), message).kind == "reprompt"
    assert talk(said(kind="green"), message, message).state.failures == 2


def test_an_answer_ends_the_count_of_failures() -> None:
    assert talk(said(kind="green"), said(), said(number="2")).state.failures == 0


def test_back_asks_the_question_before_again() -> None:
    move = talk(said(), said(kind="green"), said(act="back"))
    assert (move.kind, move.state.step, move.state.answers) == ("ask", "kind", {})


def test_back_goes_over_what_was_never_asked() -> None:
    move = talk(said(kind="green"), said(number="2"), said(act="back"))
    assert move.state.step == "cups"
    assert move.state.answers == {"kind": "green"}


def test_back_leads_to_what_was_told_unasked() -> None:
    move = talk(said(kind="green"), said(act="back"))
    assert (move.state.step, move.state.answers) == ("kind", {})


def test_back_from_a_question_that_was_opened_again_keeps_the_order() -> None:
    move = talk(said(), said(kind="green"), said(number="2"), pressed("kind", "change"), said(kind="black"))
    assert move.state.step == "milk"
    move = advance(TEA, move.state, said(act="deny"))
    assert move.state.step == "sugar"
    steps = []
    while move.kind != "first":
        move = advance(TEA, move.state, said(act="back"))
        steps.append(move.state.step)
    assert steps == ["cups", "milk", "kind", "kind"]


def test_a_button_to_change_what_does_not_matter_asks_the_open_question() -> None:
    move = talk(said(), said(kind="black"), said(act="deny"), pressed("kind", "green"), pressed("milk", "change"))
    assert (move.kind, move.state.step) == ("ask", "cups")


def test_back_at_the_first_question_says_so() -> None:
    assert talk(said(), said(act="back")).kind == "first"


@pytest.mark.parametrize("act", ["stop", "restart"])
def test_stopping_and_starting_over_are_told(act: str) -> None:
    assert talk(said(), said(act=act)).kind == act


def test_a_question_is_explained_and_stays_open() -> None:
    move = talk(said(), said(act="explain"))
    assert (move.kind, move.state.step, move.state.failures) == ("explain", "kind", 0)


def test_a_slip_puts_right_what_was_told_before() -> None:
    move = talk(said(kind="black"), said("sorry, green", kind="green"))
    assert (move.state.answers, move.changed) == ({"kind": "green"}, ("kind",))


def test_a_slip_answers_the_question_where_it_can() -> None:
    assert talk(said(kind="green"), said("sorry, 3", number="3")).state.answers == {"kind": "green", "cups": 3}


def test_a_number_puts_right_the_last_answer_that_is_one() -> None:
    move = talk(said(), said(kind="black"), said(act="affirm"), said(number="2"), said("sorry, 3", number="3"))
    assert (move.state.answers["cups"], move.state.step, move.changed) == (3, "sugar", ("cups",))


def test_a_bare_yes_puts_right_only_the_answer_before_it() -> None:
    move = talk(said(), said(kind="black"), said(act="deny"), said(number="2"), said("no wait, yes", act="affirm"))
    assert move.state.answers == {"kind": "black", "milk": False, "cups": 2, "sugar": True}


# --- After the result


FINISHED = (said(), said(kind="black"), said(act="deny"), said(number="2"), said(act="deny"))


@pytest.mark.parametrize(
    ("message", "changed"),
    [
        pytest.param(said("sorry, 3", number="3"), {"cups": 3}, id="a slip"),
        pytest.param(said("no wait, 3", number="3"), {"cups": 3}, id="a correction"),
        pytest.param(said("I meant yes", act="affirm"), {"sugar": True}, id="the last answer"),
        pytest.param(pressed("sugar", "yes"), {"sugar": True}, id="another button of a question"),
    ],
)
def test_an_answer_is_taken_back_after_the_result(message: Utterance, changed: Dict[str, Any]) -> None:
    state = talk(*FINISHED).state
    move = amend(TEA, state, message)
    assert move is not None
    assert (move.kind, move.state.answers, move.changed) == ("finish", {**state.answers, **changed}, tuple(changed))


def test_a_change_after_the_result_may_need_another_question() -> None:
    move = amend(
        TEA, talk(said(kind="green"), said(number="2"), said(act="deny")).state, said("no, wait, black", kind="black")
    )
    assert move is not None
    assert (move.kind, move.state.step) == ("ask", "milk")


def test_a_wish_to_change_after_the_result_asks_which_answer() -> None:
    move = amend(TEA, talk(*FINISHED).state, said(act="change"))
    assert move is not None
    assert (move.kind, move.state.choosing, move.state.step) == ("choose", True, "sugar")


def test_back_after_the_result_asks_the_last_question_again() -> None:
    move = amend(TEA, talk(*FINISHED).state, pressed(None, "back"))
    assert move is not None
    assert (move.kind, move.state.step, "sugar" in move.state.answers) == ("ask", "sugar", False)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(said("3", number="3"), id="a bare number"),
        pytest.param(said("thanks"), id="another matter"),
        pytest.param(said("sorry, 2", number="2"), id="the same again"),
        pytest.param(said("sorry, what?"), id="nothing to read"),
        pytest.param(pressed("age", "yes"), id="a button of another dialogue"),
    ],
)
def test_any_other_message_after_the_result_changes_nothing(message: Utterance) -> None:
    assert amend(TEA, talk(*FINISHED).state, message) is None


@pytest.mark.parametrize("value", ["stop", "restart"])
def test_buttons_stop_and_start_over(value: str) -> None:
    assert talk(said(), pressed(None, value)).kind == value


def test_a_button_answers() -> None:
    assert talk(said(), pressed("kind", "green")).state.answers == {"kind": "green"}


def test_a_button_of_an_earlier_question_changes_its_answer_and_loses_nothing() -> None:
    move = talk(said(), said(kind="green"), said(number="2"), pressed("kind", "black"))
    assert move.state.answers == {"kind": "black", "cups": 2}
    assert move.changed == ("kind",)
    assert move.state.step == "milk"


@pytest.mark.parametrize("button", [("age", "yes"), ("kind", "coffee"), (None, "green"), (None, "unsure")])
def test_a_button_of_another_dialogue_only_repeats_the_question(button: Tuple[Optional[str], str]) -> None:
    move = talk(said(), pressed(*button))
    assert (move.kind, move.state.step, move.state.answers) == ("ask", "kind", {})


def test_the_button_that_started_the_dialogue_only_repeats_the_question() -> None:
    again = Utterance(text="", today=TODAY, topic="order.tea")
    move = talk(said(kind="green"), again)
    assert (move.kind, move.state.failures) == ("ask", 0)


def test_another_topic_is_answered_aside() -> None:
    assert talk(said(), said(topic="coffee.price")).kind == "digress"


def test_a_question_with_a_number_in_it_is_no_answer() -> None:
    move = talk(said(kind="green"), said("Mikä se 2 euron maksu on?", topic="tea.price", number="2"))
    assert move.kind == "digress"
    assert "cups" not in move.state.answers


def test_an_answer_that_looks_like_another_topic_is_an_answer() -> None:
    assert talk(said(), said("vihreää", topic="coffee.price", kind="green")).state.answers == {"kind": "green"}


@pytest.mark.parametrize("topic", ["order.tea", "tea.kinds"])
def test_topics_of_the_dialogue_itself_are_no_side_questions(topic: str) -> None:
    assert talk(said(), said(topic=topic)).kind == "reprompt"


def test_a_correction_changes_the_answer_given_last() -> None:
    move = talk(said(kind="green"), said(number="2"), said("ei kun 3", number="3"))
    assert move.state.answers == {"kind": "green", "cups": 3}
    assert (move.changed, move.state.step) == (("cups",), "sugar")


def test_a_correction_changes_the_answer_it_names() -> None:
    move = talk(said(kind="green"), said(number="2"), said("tarkoitin mustaa", kind="black"))
    assert move.state.answers == {"kind": "black", "cups": 2}
    assert move.state.step == "milk"


def test_a_wish_to_change_without_a_value_asks_which_answer() -> None:
    move = talk(said(kind="green"), said(number="2"), said(act="change"))
    assert (move.kind, move.state.choosing) == ("choose", True)
    assert [step.id for step in changeable(TEA, move.state, TODAY)] == ["kind", "cups"]


def test_a_reopened_question_is_asked_and_the_others_keep_their_answers() -> None:
    move = talk(said(kind="green"), said(number="2"), pressed("kind", "change"))
    assert (move.kind, move.state.step, move.state.answers) == ("ask", "kind", {"cups": 2})
    assert advance(TEA, move.state, said(kind="black")).state.step == "milk"
    assert reopen(move.state, "cups").state.answers == {}


def test_an_answer_that_no_longer_matters_is_left_out_of_the_result() -> None:
    move = talk(said(kind="black"), said(act="affirm"), said(number="2"), said("ei kun vihreä", kind="green"))
    assert move.state.answers["milk"] is True
    assert TEA.needed(move.state.answers, TODAY) == {"kind": "green", "cups": 2}


def test_the_state_survives_its_way_to_the_gateway_and_back() -> None:
    state = talk(said(kind="green"), said(number="2")).state
    assert DialogueState.model_validate_json(state.model_dump_json()) == state


def test_a_dialogue_without_an_open_question_says_so() -> None:
    with pytest.raises(LookupError, match=r"order\.tea has no open question"):
        TEA.open_step(DialogueState(id="order.tea"))
