"""Takes every message of a guided dialogue, from the wish for it to the message after its result."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional, Tuple

from bot.contract import DialogueState, UnderstoodTopic
from bot.decision.meaning import asks_meaning
from bot.dialogue.buttons import topic_button
from bot.dialogue.discovery import flows
from bot.dialogue.draft import Draft
from bot.dialogue.engine import Flow, Move, Step, advance, amend, changeable, reopen, start
from bot.dialogue.progress import progress
from bot.dialogue.rendering import ask, choice_title, keep_open, label, question, render
from bot.dialogue.topic_ids import EMERGENCY, GOODBYE, REPEAT, RESTART
from bot.dialogue.topics import answer_further_topics, answer_topic
from bot.dialogue.turn import Turn
from bot.dialogue.utterance import Utterance
from bot.languages import codes
from bot.wording.i18n import words

# Minimum confidence for a typed wish to end this dialogue and begin another.
SWITCH_CONFIDENCE = 0.6
# Minimum confidence of a goodbye, after which the answers are forgotten: "until next summer" answers a question.
LEAVE_CONFIDENCE = 0.9
# Enough of a label's first word to know it by, whatever its ending: hin(ta), hin(nan).
_LABEL_LETTERS = 3

# An answer, and the dialogue's state after it: None where the dialogue has ended and its answers are forgotten.
Taken = Tuple[Draft, Optional[DialogueState]]


def known(state: Optional[DialogueState]) -> Optional[DialogueState]:
    """Return the state of a dialogue, None where this version has no such dialogue or question any more."""
    flow = flows().get(state.id) if state is not None else None
    if state is None or flow is None or (state.step is not None and flow.find(state.step) is None):
        return None
    return state


def take(turn: Turn, state: Optional[DialogueState]) -> Taken:
    """Return the answer to a message within a dialogue, or to a wish for one.

    Args:
        turn: the message; its topic is a dialogue where `state` is None.
        state: where the dialogue stands, None where none is under way.
    """
    draft, after = _take(turn, state)
    if after is not None and after.step is not None:
        draft.progress = progress(flows()[after.id], after, turn.now.date(), draft.language)
    return draft, after


def _take(turn: Turn, state: Optional[DialogueState]) -> Taken:
    utterance = Utterance.of(turn)
    if state is None or _wants_another(turn, state):
        flow = flows()[turn.topic.id]
        return _rendered(turn, flow, start(flow, utterance), opening=True)
    flow = flows()[state.id]
    if state.step is None:
        return _after_result(turn, flow, state, utterance)
    if turn.topic.id == EMERGENCY:
        # The emergency text stands alone; the dialogue waits.
        return keep_open(answer_topic(turn), flow, state), state
    if turn.topic.id == GOODBYE and turn.topic.confidence >= LEAVE_CONFIDENCE:
        return answer_topic(turn), None
    utterance = _explained(turn, flow, state, _with_button(flow, state, utterance))
    if turn.topic.id == REPEAT and utterance.act != "explain":
        return _rendered(turn, flow, Move("ask", state))
    return _rendered(turn, flow, _reopened(flow, state, utterance) or advance(flow, state, utterance))


def _after_result(turn: Turn, flow: Flow, state: DialogueState, utterance: Utterance) -> Taken:
    """Take back an answer after the result; any other message ends the dialogue, and its answers are forgotten."""
    move = None if turn.topic.id == EMERGENCY else amend(flow, state, utterance)
    if move is not None:
        return _rendered(turn, flow, move)
    if turn.topic.kind == "flow":
        return _rendered(turn, flow, start(flow, utterance), opening=True)
    return answer_topic(turn), None


def _rendered(turn: Turn, flow: Flow, move: Move, opening: bool = False) -> Taken:
    """Return the answer that a move calls for, and the state after it."""
    if move.kind == "restart":
        return _restarted(turn, flow), None
    if move.kind == "digress":
        draft = answer_topic(turn).without_buttons()
        note = words("flow.common.continue", draft.language)
        return ask(draft, flow, move.state, turn.now, [note]), move.state
    draft = Draft(flow.id, turn.language, turn.topic.confidence)
    if opening:
        answer_further_topics(turn, draft).without_buttons()
    render(draft, flow, move, turn.now, opening)
    return draft, None if move.kind == "stop" else move.state


def _restarted(turn: Turn, flow: Flow) -> Draft:
    """Restart the conversation, with a button to the dialogue that was under way."""
    topic = UnderstoodTopic(id=RESTART, kind="meta", confidence=turn.topic.confidence)
    draft = answer_topic(replace(turn, topic=topic))
    greeting = draft.replies.pop()
    return draft.say(greeting.text, [topic_button(flow.id, draft.language), *greeting.buttons])


def _wants_another(turn: Turn, present: DialogueState) -> bool:
    other = turn.topic.kind == "flow" and turn.topic.id in flows() and turn.topic.id != present.id
    # After the result there is nothing to give up.
    sure = turn.button is not None or turn.topic.confidence >= SWITCH_CONFIDENCE
    return other and (sure or present.step is None)


def _with_button(flow: Flow, state: DialogueState, utterance: Utterance) -> Utterance:
    """Take a typed button's title for the button."""
    step = flow.open_step(state)
    typed = utterance.text.strip(" .!").casefold()
    for language in codes():
        for code in step.choices:
            if typed == choice_title(flow, step, code, language).casefold():
                return replace(utterance, button=(step.id, code))
    return utterance


def _explained(turn: Turn, flow: Flow, state: DialogueState, utterance: Utterance) -> Utterance:
    """Take a question about the words of the present question for the wish to have it explained."""
    asked = question(flow, flow.open_step(state), turn.language, turn.now)
    return replace(utterance, act="explain") if asks_meaning(utterance.text, asked) else utterance


def _reopened(flow: Flow, state: DialogueState, utterance: Utterance) -> Optional[Move]:
    """Ask again the question that a wish for a change names, or the only one there is; None for any other message."""
    wants_change = state.choosing or utterance.act == "change"
    if utterance.facts or utterance.button is not None or not wants_change:
        return None
    steps = changeable(flow, state, utterance.today)
    named = [step for step in steps if _is_named(flow, step, utterance.text)] or steps
    return reopen(state, named[0].id) if len(named) == 1 else None


def _is_named(flow: Flow, step: Step, text: str) -> bool:
    labels = (label(flow, step, language) for language in codes())
    return any(re.search(rf"\b{re.escape(name[:_LABEL_LETTERS])}", text, re.IGNORECASE) for name in labels)
