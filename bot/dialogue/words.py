"""Puts the moves of a guided dialogue into words: questions with buttons, what was understood, results."""

from __future__ import annotations

from datetime import datetime
from typing import Any, List, Sequence

from bot import knowledge
from bot.dialogue.answer import STARTING_POINTS
from bot.dialogue.engine import Flow, Move, State, Step, changeable, previous
from bot.dialogue.reply import Button, Reply, payload, topic_button
from bot.wording import answers
from bot.wording.i18n import has, words

# After so many answers in a row that were of no use, skipping and stopping are offered in words too.
FAILURES_UNTIL_HELP = 2


def move(reply: Reply, flow: Flow, made: Move, now: datetime, opening: bool) -> Reply:
    """Say what was understood, and put the question or say what kind of answer it needs."""
    notes = [words(f"flow.{flow.id}.intro", reply.language)] if opening else []
    notes += _understood(flow, made, reply.language)
    if made.kind == "first":
        notes.append(words("flow.common.first", reply.language))
    if made.kind == "explain":
        notes.append(answers.phrase(f"flow.{flow.id}.{made.state.step}.explain", reply.language, now))
    if made.kind != "again":
        return question(reply, flow, made.state, now, notes)
    if made.problem is not None and made.problem.key is not None:
        notes.append(words(made.problem.key, reply.language, **made.problem.values))
    else:
        notes.append(answers.phrase(f"flow.{flow.id}.{made.state.step}.again", reply.language, now))
    if made.state.failures >= FAILURES_UNTIL_HELP:
        notes.append(words("flow.common.help", reply.language))
    return located(reply.say("\n\n".join(notes), _buttons(flow, made.state, reply.language, now)), flow, made.state)


def question(reply: Reply, flow: Flow, state: State, now: datetime, notes: Sequence[str]) -> Reply:
    """Put the present question after some notes."""
    text = asked(flow, flow.open_step(state), reply.language, now)
    return located(reply.say("\n\n".join([*notes, text]), _buttons(flow, state, reply.language, now)), flow, state)


def asked(flow: Flow, step: Step, language: str, now: datetime) -> str:
    """Return the words of a question."""
    return answers.phrase(f"flow.{flow.id}.{step.id}.ask", language, now)


def choice_to_change(reply: Reply, flow: Flow, state: State, now: datetime) -> Reply:
    """Ask which answer is to be changed."""
    buttons = [
        {
            "title": _answer_told(flow, step, state.answers[step.id], reply.language),
            "payload": payload("reply", step=step.id, value="change"),
        }
        for step in changeable(flow, state, now.date())
    ]
    return located(reply.say(words("flow.common.choose", reply.language), buttons), flow, state)


def result(reply: Reply, flow: Flow, made: Move, now: datetime) -> Reply:
    """Say the result, with what to ask next and the sources."""
    ending = flow.finish(flow.needed(made.state.answers, now.date()), reply.language, now)
    buttons = [topic_button(topic_id, reply.language) for topic_id in ending.related]
    reply.say("\n\n".join([*_understood(flow, made, reply.language), ending.text]), buttons)
    reply.cite(answers.answer(ending.sources_of, reply.language, now).sources)
    reply.flow = {"id": flow.id, "step": None, "result": ending.result}
    return reply


def stopped(reply: Reply, flow: Flow) -> Reply:
    """Say that the dialogue was stopped and its answers forgotten."""
    buttons = [topic_button(topic_id, reply.language) for topic_id in STARTING_POINTS]
    reply.say(words("flow.common.stopped", reply.language), buttons)
    reply.flow = {"id": flow.id, "step": None, "result": {"outcome": "stopped"}}
    return reply


def without_buttons(reply: Reply) -> Reply:
    """Take the buttons off an answer in the middle of a question: they would lead away from it."""
    for text in reply.texts:
        text["buttons"] = []
    return reply


def located(reply: Reply, flow: Flow, state: State) -> Reply:
    """Tell the caller which question is open."""
    step = flow.open_step(state)
    reply.flow = {"id": flow.id, "step": step.public or step.id, "result": None}
    return reply


def choice_title(flow: Flow, step: Step, code: str, language: str) -> str:
    """Return the words on the button of a choice: the step's own, a topic's title, or the common ones."""
    own = f"flow.{flow.id}.{step.id}.choices.{code}"
    if has(own, language):
        return words(own, language)
    return answers.title(code, language) if code in knowledge.topics() else words(f"common.buttons.{code}", language)


def _understood(flow: Flow, made: Move, language: str) -> List[str]:
    """Say in few words what was taken beyond the answer to the question."""
    notes = []
    for key, step_ids in (("changed", made.changed), ("understood", made.told)):
        steps = [step for step in flow.steps if step.id in step_ids]
        if steps:
            told = (_answer_told(flow, step, made.state.answers[step.id], language) for step in steps)
            facts = ", ".join(f"{fact[0].lower()}{fact[1:]}" for fact in told)
            notes.append(words(f"flow.common.{key}", language, facts=facts))
    return notes


def _answer_told(flow: Flow, step: Step, value: Any, language: str) -> str:
    return f"{label(flow, step, language)}: {shown(flow, step, value, language)}"


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


def _buttons(flow: Flow, state: State, language: str, now: datetime) -> List[Button]:
    step = flow.open_step(state)
    unsure = {
        "title": words("common.buttons.unsure", language),
        "payload": payload("reply", step=step.id, value="unsure"),
    }
    steering = ("back", "stop") if previous(flow, state, now.date()) else ("stop",)
    return [
        *(_choice(flow, step, code, language) for code in step.choices),
        unsure,
        *(
            {"title": words(f"common.buttons.{act}", language), "payload": payload("reply", value=act)}
            for act in steering
        ),
    ]


def _choice(flow: Flow, step: Step, code: str, language: str) -> Button:
    if code in knowledge.topics() and knowledge.topic(code).kind == "flow":
        # A choice that is a dialogue of its own starts it.
        return {"title": choice_title(flow, step, code, language), "payload": payload("flow", topic=code)}
    return {
        "title": choice_title(flow, step, code, language),
        "payload": payload("reply", step=step.id, value=code),
    }
