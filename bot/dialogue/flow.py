"""Holds the guided dialogues: one loop that asks, answers side questions and ends with a result (docs/adr/0004)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Dict, Optional, Text, Tuple

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.decision.meaning import asks_meaning
from bot.dialogue import words as flow_words
from bot.dialogue.answer import EMERGENCY, Events, also, memory, respond
from bot.dialogue.engine import Flow, Move, State, Step, advance, amend, changeable, reopen, start
from bot.dialogue.flows import (
    check_allowance,
    check_eligibility,
    check_travel,
    contact_district,
    contact_which,
    provider_municipality_rule,
)
from bot.dialogue.progress import progress
from bot.dialogue.reply import RESTART, Reply, topic_button
from bot.dialogue.said import GOODBYE, REPEAT, Said
from bot.dialogue.turn import Turn
from bot.languages import codes
from bot.wording.i18n import words

ACTION = "action_flow"
FLOWS: Dict[str, Flow] = {
    module.FLOW.id: module.FLOW
    for module in (
        check_eligibility,
        check_allowance,
        check_travel,
        contact_district,
        contact_which,
        provider_municipality_rule,
    )
}
# How sure a typed wish for another dialogue must be before the present one is given up for it.
SWITCH_CONFIDENCE = 0.6
# How sure a goodbye must be, since it forgets the answers: "until next summer" answers a question.
LEAVE_CONFIDENCE = 0.9
# Enough of a label's first word to know it by, whatever its ending: hin(ta), hin(nan).
_LABEL_LETTERS = 3


class ActionFlow(Action):
    """Takes every message of a guided dialogue, from the wish for it to its result."""

    def name(self) -> Text:
        """Return the action's name in the domain."""
        return ACTION

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> Events:
        """Send the next question or the result, and remember where the dialogue stands."""
        turn = Turn.of(tracker)
        reply, state = take(turn)
        reply.send(dispatcher, turn)
        return [
            *memory(replace(turn, topic=reply.topic), reply),
            SlotSet("flow", state.as_dict() if state else None),
            ActiveLoop(ACTION if state else None),
        ]


def take(turn: Turn) -> Tuple[Reply, Optional[State]]:
    """Return the reply to a turn and the dialogue's state after it, None where it has ended."""
    reply, state = _taken(turn)
    if state is not None and state.step is not None:
        reply.progress = progress(FLOWS[state.id], state, turn.now.date(), reply.language)
    return reply, state


def _taken(turn: Turn) -> Tuple[Reply, Optional[State]]:
    said = Said.of(turn)
    if turn.flow is None or _wants_another(turn, turn.flow):
        flow = FLOWS[turn.topic]
        return _told(turn, flow, start(flow, said), opening=True)
    state = State.of(turn.flow)
    flow = FLOWS[state.id]
    if state.step is None:
        return _after_result(turn, flow, state, said)
    if turn.topic == EMERGENCY:
        # Nothing may stand beside 112; the dialogue waits.
        return flow_words.located(respond(turn), flow, state), state
    if turn.topic == GOODBYE and turn.confidence >= LEAVE_CONFIDENCE:
        return respond(turn), None
    said = _explained(turn, flow, state, _with_button(flow, state, said))
    if turn.topic == REPEAT and said.act != "explain":
        return _told(turn, flow, Move("ask", state))
    return _told(turn, flow, _reopened(flow, state, said) or advance(flow, state, said))


def _after_result(turn: Turn, flow: Flow, state: State, said: Said) -> Tuple[Reply, Optional[State]]:
    """Take back an answer after the result; any other message ends the dialogue, and its answers are forgotten."""
    made = None if turn.topic == EMERGENCY else amend(flow, state, said)
    if made is not None:
        return _told(turn, flow, made)
    if turn.kind == "flow":
        return _told(turn, flow, start(flow, said), opening=True)
    return respond(turn), None


def _told(turn: Turn, flow: Flow, move: Move, opening: bool = False) -> Tuple[Reply, Optional[State]]:
    """Return the reply that a move calls for, and the state after it."""
    if move.kind == "restart":
        reply = respond(replace(turn, topic=RESTART, kind="meta"))
        reply.texts[-1]["buttons"].insert(0, topic_button(flow.id, reply.language))
        return reply, None
    if move.kind == "aside":
        reply = flow_words.without_buttons(respond(turn))
        note = words("flow.common.continue", reply.language)
        return flow_words.question(reply, flow, move.state, turn.now, [note]), move.state
    reply = Reply(flow.id, turn.language, turn.confidence)
    if opening and turn.also is not None:
        flow_words.without_buttons(also(reply, turn))
    if move.kind == "stop":
        return flow_words.stopped(reply, flow), None
    if move.kind == "finish":
        return flow_words.result(reply, flow, move, turn.now), move.state
    if move.kind == "choose":
        return flow_words.choice_to_change(reply, flow, move.state, turn.now), move.state
    return flow_words.move(reply, flow, move, turn.now, opening), move.state


def _wants_another(turn: Turn, present: Dict[str, Any]) -> bool:
    other = turn.kind == "flow" and turn.topic in FLOWS and turn.topic != present["id"]
    # After the result there is nothing to give up.
    return other and (turn.pressed or present["step"] is None or turn.confidence >= SWITCH_CONFIDENCE)


def _with_button(flow: Flow, state: State, said: Said) -> Said:
    """Take a typed button's title for the button."""
    step = flow.open_step(state)
    typed = said.text.strip(" .!").casefold()
    for language in codes():
        for code in step.choices:
            if typed == flow_words.choice_title(flow, step, code, language).casefold():
                return replace(said, button=(step.id, code))
    return said


def _explained(turn: Turn, flow: Flow, state: State, said: Said) -> Said:
    """Take a question about the words of the present question for the wish to have it explained."""
    question = flow_words.asked(flow, flow.open_step(state), turn.language, turn.now)
    return replace(said, act="explain") if asks_meaning(said.text, question) else said


def _reopened(flow: Flow, state: State, said: Said) -> Optional[Move]:
    """Ask again the question that a wish for a change names, or the only one there is; None for any other message."""
    if said.facts or said.button is not None or not (state.choosing or said.act == "change"):
        return None
    steps = changeable(flow, state, said.today)
    named = [step for step in steps if _is_named(flow, step, said.text)] or steps
    return reopen(state, named[0].id) if len(named) == 1 else None


def _is_named(flow: Flow, step: Step, text: str) -> bool:
    labels = (words(f"flow.{flow.id}.{step.id}.label", language) for language in codes())
    return any(re.search(rf"\b{re.escape(label[:_LABEL_LETTERS])}", text, re.IGNORECASE) for label in labels)
