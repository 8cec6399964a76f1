"""Tells how far a guided dialogue has got: which question of how many, and each answer with the way to change it."""

from __future__ import annotations

from datetime import date
from typing import List

from bot.contract import DialogueState, GivenAnswer, Progress
from bot.dialogue.buttons import payload
from bot.dialogue.engine import Flow, Step
from bot.dialogue.rendering import label, shown


def progress(flow: Flow, state: DialogueState, today: date, language: str) -> Progress:
    """Return the progress at the open question; the number of questions is what follows from the answers so far."""
    steps = _steps(flow, state, today)
    return Progress(
        number=steps.index(flow.open_step(state)) + 1,
        of=len(steps),
        answers=tuple(
            GivenAnswer(
                step=step.public or step.id,
                title=label(flow, step, language),
                value=shown(flow, step, state.answers[step.id], language),
                payload=payload("reply", step=step.id, value="change"),
            )
            for step in steps
            if step.id in state.answers
        ),
    )


def _steps(flow: Flow, state: DialogueState, today: date) -> List[Step]:
    """Return the questions that were asked and matter, the open one, and those that are to be asked."""
    return [step for step in flow.steps if step.id == state.step or step.needed(state.answers, today)]
