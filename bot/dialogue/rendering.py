"""Puts the moves of a guided dialogue into words: questions with buttons, what was understood, results."""

from __future__ import annotations

from datetime import datetime
from typing import Any, List, Sequence

from bot import knowledge
from bot.contract import Button, DialogueState, OpenQuestion
from bot.dialogue.buttons import answer_button, payload, steering_button, topic_buttons
from bot.dialogue.draft import Draft
from bot.dialogue.engine import Flow, Move, Step, changeable, previous
from bot.dialogue.topics import STARTING_POINTS
from bot.wording import answers
from bot.wording.i18n import has, words

# After so many answers in a row that were of no use, skipping and stopping are offered in words too.
FAILURES_UNTIL_HELP = 2


def render(draft: Draft, flow: Flow, move: Move, now: datetime, opening: bool = False) -> Draft:
    """Add the words of a move that asks, explains, reprompts, offers a choice, stops or finishes.

    Args:
        draft: the answer so far.
        flow: the dialogue.
        move: what to do.
        now: the moment, with a time zone.
        opening: whether this is the dialogue's first message.
    """
    if move.kind == "stop":
        return _stopped(draft, flow)
    if move.kind == "finish":
        return _result(draft, flow, move, now)
    if move.kind == "choose":
        return _choice_to_change(draft, flow, move.state, now)
    notes = [words(f"flow.{flow.id}.intro", draft.language)] if opening else []
    notes += _understood(flow, move, draft.language)
    if move.kind == "first":
        notes.append(words("flow.common.first", draft.language))
    if move.kind == "explain":
        notes.append(answers.phrase(f"flow.{flow.id}.{move.state.step}.explain", draft.language, now))
    if move.kind != "reprompt":
        return ask(draft, flow, move.state, now, notes)
    if move.problem is not None and move.problem.key is not None:
        notes.append(words(move.problem.key, draft.language, **move.problem.values))
    else:
        notes.append(answers.phrase(f"flow.{flow.id}.{move.state.step}.again", draft.language, now))
    if move.state.failures >= FAILURES_UNTIL_HELP:
        notes.append(words("flow.common.help", draft.language))
    draft.say("\n\n".join(notes), _buttons(flow, move.state, draft.language, now))
    return keep_open(draft, flow, move.state)


def ask(draft: Draft, flow: Flow, state: DialogueState, now: datetime, notes: Sequence[str]) -> Draft:
    """Put the open question after some notes."""
    text = question(flow, flow.open_step(state), draft.language, now)
    draft.say("\n\n".join([*notes, text]), _buttons(flow, state, draft.language, now))
    return keep_open(draft, flow, state)


def question(flow: Flow, step: Step, language: str, now: datetime) -> str:
    """Return the words of a question."""
    return answers.phrase(f"flow.{flow.id}.{step.id}.ask", language, now)


def keep_open(draft: Draft, flow: Flow, state: DialogueState) -> Draft:
    """Tell the caller which question is open."""
    step = flow.open_step(state)
    draft.flow = OpenQuestion(id=flow.id, step=step.public or step.id, input=step.input)
    return draft


def _choice_to_change(draft: Draft, flow: Flow, state: DialogueState, now: datetime) -> Draft:
    buttons = [
        answer_button(_labelled(flow, step, state.answers[step.id], draft.language), "change", step.id)
        for step in changeable(flow, state, now.date())
    ]
    return keep_open(draft.say(words("flow.common.choose", draft.language), buttons), flow, state)


def _result(draft: Draft, flow: Flow, move: Move, now: datetime) -> Draft:
    """Say the result, with what to ask next and the sources."""
    ending = flow.finish(flow.needed(move.state.answers, now.date()), draft.language, now)
    notes = _understood(flow, move, draft.language)
    draft.say("\n\n".join([*notes, ending.text]), topic_buttons(ending.related, draft.language))
    draft.cite(answers.answer(ending.sources_of, draft.language, now).sources)
    draft.flow = OpenQuestion(id=flow.id, result=ending.result)
    return draft


def _stopped(draft: Draft, flow: Flow) -> Draft:
    """Say that the dialogue was stopped and its answers forgotten."""
    draft.say(words("flow.common.stopped", draft.language), topic_buttons(STARTING_POINTS, draft.language))
    draft.flow = OpenQuestion(id=flow.id, result={"outcome": "stopped"})
    return draft


def choice_title(flow: Flow, step: Step, code: str, language: str) -> str:
    """Return the words on the button of a choice: the step's own, a topic's title, or the common ones."""
    own = f"flow.{flow.id}.{step.id}.choices.{code}"
    if has(own, language):
        return words(own, language)
    return answers.title(code, language) if code in knowledge.topics() else words(f"common.buttons.{code}", language)


def label(flow: Flow, step: Step, language: str) -> str:
    """Return what an answer is called."""
    return words(f"flow.{flow.id}.{step.id}.label", language)


def shown(flow: Flow, step: Step, value: Any, language: str) -> str:
    """Return an answer in words."""
    if value is None:
        return words("common.buttons.unsure", language)
    if step.show is not None:
        return step.show(value, language)
    code = next((code for code, chosen in step.choices.items() if chosen == value), value)
    return choice_title(flow, step, code, language)


def _understood(flow: Flow, move: Move, language: str) -> List[str]:
    """Say in few words what was taken beyond the answer to the question."""
    notes = []
    for key, step_ids in (("changed", move.changed), ("understood", move.volunteered)):
        steps = [step for step in flow.steps if step.id in step_ids]
        if steps:
            labelled = (_labelled(flow, step, move.state.answers[step.id], language) for step in steps)
            facts = ", ".join(f"{fact[0].lower()}{fact[1:]}" for fact in labelled)
            notes.append(words(f"flow.common.{key}", language, facts=facts))
    return notes


def _labelled(flow: Flow, step: Step, value: Any, language: str) -> str:
    return f"{label(flow, step, language)}: {shown(flow, step, value, language)}"


def _buttons(flow: Flow, state: DialogueState, language: str, now: datetime) -> List[Button]:
    step = flow.open_step(state)
    steering = ("back", "stop") if previous(flow, state, now.date()) else ("stop",)
    return [
        *(_choice(flow, step, code, language) for code in step.choices),
        answer_button(words("common.buttons.unsure", language), "unsure", step.id),
        *(steering_button(act, language) for act in steering),
    ]


def _choice(flow: Flow, step: Step, code: str, language: str) -> Button:
    title = choice_title(flow, step, code, language)
    if code in knowledge.topics() and knowledge.topics()[code].kind == "flow":
        # A choice that is a dialogue of its own starts it.
        return Button(title=title, payload=payload("flow", topic=code))
    return answer_button(title, code, step.id)
