"""Guided dialogues: which question comes next, whatever a person answers, corrects, takes back or asks in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Callable, Dict, FrozenSet, Iterable, List, Literal, Mapping, Optional, Tuple

from bot.contract import DialogueState, InputKind
from bot.dialogue.utterance import STEERING, Utterance

# Answers by step; None is "I don't know". Ready for JSON: the gateway keeps them.
Answers = Mapping[str, Any]
MoveKind = Literal["ask", "reprompt", "explain", "first", "choose", "digress", "stop", "restart", "finish"]
# What every question starts with.
_FRESH: Dict[str, Any] = {"failures": 0, "choosing": False}


class InvalidAnswer(ValueError):
    """An answer that cannot be right; `key` names words that say why, None for what the step says itself."""

    def __init__(self, key: Optional[str] = None, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def _always(answers: Answers, today: date) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One question.

    Attributes:
        id: its name, also in the words: flow.<flow>.<id>.
        read: returns a message's answer to it or None, raises InvalidAnswer. Its second argument says whether the
            question is open: then a bare number or "yes" counts too.
        input: the kind of input that answers it, for the keyboard that a client shows; "choice" where its buttons do.
        kinds: the kinds of facts it reads.
        choices: what each of its buttons answers, by the code in the button's payload.
        needed: whether it is to be asked, by the answers so far and the day.
        show: writes an answer for the person, by the language; None where answers are choices.
        public: its name to callers, where it is one of several that are one question to them.
    """

    id: str
    read: Callable[[Utterance, bool], Optional[Any]]
    input: InputKind
    kinds: FrozenSet[str] = frozenset()
    choices: Mapping[str, Any] = field(default_factory=dict)
    needed: Callable[[Answers, date], bool] = _always
    show: Optional[Callable[[Any, str], str]] = None
    public: Optional[str] = None


@dataclass(frozen=True)
class Ending:
    """A finished dialogue's texts, its result for callers, topics to offer next, and the topic whose sources it has."""

    text: str
    result: Dict[str, Any]
    related: Tuple[str, ...]
    sources_of: str


@dataclass(frozen=True)
class Flow:
    """A guided dialogue: its questions in order, and how it ends. Its `topics` are subjects of it, not digressions."""

    id: str
    steps: Tuple[Step, ...]
    finish: Callable[[Answers, str, datetime], Ending]
    topics: FrozenSet[str] = frozenset()

    def find(self, step_id: Optional[str]) -> Optional[Step]:
        """Return a step, None where there is no such one."""
        return next((step for step in self.steps if step.id == step_id), None)

    def open_step(self, state: DialogueState) -> Step:
        """Return the step whose question is open.

        Raises:
            LookupError: no question is open.
        """
        step = self.find(state.step)
        if step is None:
            raise LookupError(f"{self.id} has no open question: its step is {state.step!r}")
        return step

    def needed(self, answers: Answers, today: date) -> Dict[str, Any]:
        """Return the answers that still matter: the price of a taxi does not, once the person drives."""
        return {step.id: answers[step.id] for step in self.steps if step.id in answers and step.needed(answers, today)}


@dataclass(frozen=True)
class Move:
    """What to do after a message.

    Attributes:
        kind: ask: put the question of `state`; reprompt: say what kind of answer it needs; explain: say what it means;
            first: there is no question before it; choose: ask which answer to change; digress: answer another question
            first; stop, restart, finish: end.
        state: where the dialogue stands after it.
        volunteered: the steps that were answered unasked.
        changed: the steps whose answer was changed.
        problem: what is wrong with an answer that cannot be right.
    """

    kind: MoveKind
    state: DialogueState
    volunteered: Tuple[str, ...] = ()
    changed: Tuple[str, ...] = ()
    problem: Optional[InvalidAnswer] = None


def start(flow: Flow, utterance: Utterance) -> Move:
    """Begin a dialogue with what its first message already tells."""
    volunteered = _volunteered(flow.steps, utterance)
    return _next(flow, DialogueState(id=flow.id, answers=volunteered), utterance.today, volunteered=tuple(volunteered))


def advance(flow: Flow, state: DialogueState, utterance: Utterance) -> Move:
    """Return the move that a message calls for."""
    if utterance.button is not None:
        return _pressed(flow, state, *utterance.button, utterance.today)
    if utterance.act is not None and utterance.act in ("back", "stop", "restart"):
        return _steer(flow, state, utterance.act, utterance.today)
    if utterance.act == "explain":
        return Move("explain", state)
    digresses = utterance.topic is not None and utterance.topic not in flow.topics | {flow.id}
    if not utterance.text and not digresses:
        # A button that started this very dialogue, pressed again.
        return Move("ask", state)
    if digresses and utterance.asks:
        return Move("digress", state)
    if utterance.corrects:
        changed = _corrections(flow, state, utterance)
        if changed:
            return _next(flow, _with(state, changed), utterance.today, changed=tuple(changed))
    move = _answered(flow, state, utterance, digresses)
    if move.kind == "reprompt" and utterance.apologises:
        # "Sorry, 54": what is no answer to this question puts an earlier one right.
        changed = _corrections(flow, state, utterance)
        if changed:
            return _next(flow, _with(state, changed), utterance.today, changed=tuple(changed))
    return move


def amend(flow: Flow, state: DialogueState, utterance: Utterance) -> Optional[Move]:
    """Return the move by which a message after the result changes an answer, None where it is about something else."""
    if utterance.button is not None:
        step_id, value = utterance.button
        known = flow.find(step_id) is not None or (step_id is None and value in STEERING)
        return _pressed(flow, state, step_id, value, utterance.today) if known else None
    if utterance.corrects or utterance.apologises:
        changed = _corrections(flow, state, utterance)
        if changed:
            return _next(flow, _with(state, changed), utterance.today, changed=tuple(changed))
    return _steer(flow, state, "change", utterance.today) if utterance.act == "change" else None


def reopen(state: DialogueState, step_id: str) -> Move:
    """Ask a question again whose answer the person wants to change."""
    answers = {key: value for key, value in state.answers.items() if key != step_id}
    return Move("ask", _changed(state, answers=answers, asked=_last(state.asked, step_id), step=step_id, **_FRESH))


def changeable(flow: Flow, state: DialogueState, today: date) -> List[Step]:
    """Return the steps whose answers can be changed."""
    needed = flow.needed(state.answers, today)
    return [step for step in flow.steps if step.id in needed]


def previous(flow: Flow, state: DialogueState, today: date) -> Optional[Step]:
    """Return the step that one goes back to: in the order of questions, whichever way the present one was reached."""
    # After the result no question is open, and the last one is where to go back to.
    place = len(flow.steps) if state.step is None else flow.steps.index(flow.open_step(state))
    earlier = [step for step in changeable(flow, state, today) if flow.steps.index(step) < place]
    return earlier[-1] if earlier else None


def _pressed(flow: Flow, state: DialogueState, step_id: Optional[str], value: str, today: date) -> Move:
    step = flow.find(step_id)
    if step is not None and value == "change":
        # A button of an earlier answer may name one that no longer matters.
        return reopen(state, step.id) if step in changeable(flow, state, today) else Move("ask", state)
    if step is not None and value == "unsure":
        return _settled(flow, state, {step.id: None}, today)
    if step is not None and value in step.choices:
        return _settled(flow, state, {step.id: step.choices[value]}, today)
    return _steer(flow, state, value, today) if step_id is None and value in STEERING else Move("ask", state)


def _settled(flow: Flow, state: DialogueState, answer: Dict[str, Any], today: date) -> Move:
    """Take the answer of a button; that of an earlier question changes its answer."""
    changed = tuple(key for key in answer if key != state.step)
    return _next(flow, _with(state, answer), today, changed=changed)


def _steer(flow: Flow, state: DialogueState, act: str, today: date) -> Move:
    if act == "back":
        step = previous(flow, state, today)
        return Move("first", state) if step is None else reopen(state, step.id)
    if act == "change":
        steps = changeable(flow, state, today)
        # After the result a question has to be open again, for the choice to belong to.
        if not steps:
            return Move("first", state)
        return Move("choose", _changed(state, choosing=True, step=state.step or steps[-1].id))
    return Move("restart" if act == "restart" else "stop", state)


def _corrections(flow: Flow, state: DialogueState, utterance: Utterance) -> Dict[str, Any]:
    """Return the earlier answers that a correction changes: those it names, else the last that it can be read as."""
    given = [step for step in flow.steps if step.id in state.answers]
    named = {key: value for key, value in _volunteered(given, utterance).items() if value != state.answers[key]}
    if named:
        return named
    asked = [step for step_id in reversed(state.asked) for step in given if step.id == step_id]
    unasked = [step for step in given if step not in asked]
    # A bare yes or no takes back no more than the answer before it.
    for step in [*asked, *unasked] if utterance.facts else asked[:1]:
        value = _read_quietly(step, utterance, asked=True)
        if value is not None:
            return {} if value == state.answers[step.id] else {step.id: value}
    return {}


def _answered(flow: Flow, state: DialogueState, utterance: Utterance, digresses: bool) -> Move:
    step = flow.open_step(state)
    try:
        value = step.read(utterance, True)
    except InvalidAnswer as problem:
        return _failed(state, problem)
    if value is not None:
        answers, rest = {step.id: value}, utterance.without(step.kinds)
    elif utterance.act in ("unsure", "skip"):
        answers, rest = {step.id: None}, utterance
    elif digresses:
        return Move("digress", state)
    elif utterance.act == "change":
        return _steer(flow, state, "change", utterance.today)
    else:
        answers, rest = {}, utterance
    others = _volunteered([other for other in flow.steps if other.id != step.id], rest)
    others = {key: value for key, value in others.items() if state.answers.get(key) != value}
    if not answers and not others:
        return _failed(state)
    return _next(
        flow,
        _with(state, {**answers, **others}),
        utterance.today,
        volunteered=tuple(key for key in others if key not in state.answers),
        changed=tuple(key for key in others if key in state.answers),
    )


def _failed(state: DialogueState, problem: Optional[InvalidAnswer] = None) -> Move:
    return Move("reprompt", _changed(state, failures=state.failures + 1), problem=problem)


def _changed(state: DialogueState, **changes: Any) -> DialogueState:
    return state.model_copy(update=changes)


def _with(state: DialogueState, answers: Dict[str, Any]) -> DialogueState:
    return _changed(state, answers={**state.answers, **answers})


def _next(
    flow: Flow, state: DialogueState, today: date, volunteered: Tuple[str, ...] = (), changed: Tuple[str, ...] = ()
) -> Move:
    """Ask the first question that is needed and not answered, or finish."""
    open_steps = (step for step in flow.steps if step.id not in state.answers and step.needed(state.answers, today))
    step = next(open_steps, None)
    needed = flow.needed(state.answers, today)
    volunteered = tuple(key for key in volunteered if key in needed)
    changed = tuple(key for key in changed if key in needed)
    if step is None:
        return Move("finish", _changed(state, step=None, **_FRESH), volunteered, changed)
    asked = _last(state.asked, step.id)
    return Move("ask", _changed(state, step=step.id, asked=asked, **_FRESH), volunteered, changed)


def _last(asked: Tuple[str, ...], step_id: str) -> Tuple[str, ...]:
    return (*(earlier for earlier in asked if earlier != step_id), step_id)


def _volunteered(steps: Iterable[Step], utterance: Utterance) -> Dict[str, Any]:
    """Return what a message tells about questions that were not asked."""
    found = ((step.id, _read_quietly(step, utterance, asked=False)) for step in steps)
    return {step_id: value for step_id, value in found if value is not None}


def _read_quietly(step: Step, utterance: Utterance, asked: bool) -> Optional[Any]:
    try:
        return step.read(utterance, asked)
    except InvalidAnswer:
        return None
