"""Tells how far a guided dialogue has got: which question of how many, and each answer with the way to change it."""

from __future__ import annotations

from datetime import date
from typing import Any, Dict, List

from bot.dialogue import words as flow_words
from bot.dialogue.engine import Flow, State, Step
from bot.dialogue.reply import payload


def progress(flow: Flow, state: State, today: date, language: str) -> Dict[str, Any]:
    """Return it for the open question; how many there will be is known only as far as the answers so far tell."""
    steps = _steps(flow, state, today)
    return {
        "number": steps.index(flow.open_step(state)) + 1,
        "of": len(steps),
        "answers": [
            {
                "step": step.public or step.id,
                "title": flow_words.label(flow, step, language),
                "value": flow_words.shown(flow, step, state.answers[step.id], language),
                "payload": payload("reply", step=step.id, value="change"),
            }
            for step in steps
            if step.id in state.answers
        ],
    }


def _steps(flow: Flow, state: State, today: date) -> List[Step]:
    """Return the questions that were asked and matter, the open one, and those that are to be asked."""
    return [step for step in flow.steps if step.id == state.step or step.needed(state.answers, today)]
