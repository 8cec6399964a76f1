"""What one message says to a guided dialogue: facts, yes or no, a wish to go back, a question of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import AbstractSet, Any, List, Optional, Tuple

from bot.dialogue.phrases import APOLOGY, CLAUSE_END, CORRECTION, DENIED, POLAR, QUESTION
from bot.dialogue.topic_ids import FALLBACK, RESTART
from bot.dialogue.turn import Turn
from bot.entities import Entity, reply_act

# Values of buttons that answer no question but steer the dialogue.
STEERING = ("back", "change", "restart", "stop")

_ACTS = ("affirm", "deny", "back", "change", "skip", "stop", "unsure")


@dataclass(frozen=True)
class Utterance:
    """One message, read for a guided dialogue.

    Attributes:
        text: what was written.
        today: the day it was written.
        facts: the entities in it, without those that it denies.
        act: "affirm", "deny", "unsure", "back", "skip", "stop", "restart", "change", "explain", or None.
        topic: id of the topic it asks about, None where it only answers.
        candidates: ids of topics it may be about, best first.
        button: step (or None) and value of a pressed button, None where it was typed.
    """

    text: str
    today: date
    facts: Tuple[Entity, ...] = ()
    act: Optional[str] = None
    topic: Optional[str] = None
    candidates: Tuple[str, ...] = ()
    button: Optional[Tuple[Optional[str], str]] = None

    @classmethod
    def of(cls, turn: Turn) -> Utterance:
        """Read a turn."""
        today = turn.now.date()
        if turn.button is not None:
            value = turn.button.get("value")
            button = (turn.button.get("step"), value) if turn.topic.kind == "reply" and value else None
            return cls(text="", today=today, topic=_asked_topic(turn), button=button)
        denied = [match.span() for match in DENIED.finditer(turn.text)]
        return cls(
            text=turn.text,
            today=today,
            facts=tuple(fact for fact in turn.facts if not any(start <= fact.start < end for start, end in denied)),
            act=_act(turn),
            topic=_asked_topic(turn),
            candidates=turn.topic.candidates,
        )

    @property
    def asks(self) -> bool:
        """Whether it is put as a question."""
        return bool(QUESTION.search(self.text))

    @property
    def corrects(self) -> bool:
        """Whether it takes back something said before."""
        return self.act == "change" or corrects(self.text)

    @property
    def apologises(self) -> bool:
        """Whether it begins like the correction of a slip; it need not be one: "sorry, I don't know"."""
        return bool(APOLOGY.search(self.text))

    def found(self, *kinds: str) -> List[Entity]:
        """Return the facts of some kinds, in the order of the text."""
        return sorted((fact for fact in self.facts if fact.kind in kinds), key=lambda fact: fact.start)

    def value(self, kind: str) -> Optional[Any]:
        """Return the one value of a kind, None where there is none or several differ."""
        values = [fact.value for fact in self.found(kind)]
        return values[0] if values and all(value == values[0] for value in values) else None

    def without(self, kinds: AbstractSet[str]) -> Utterance:
        """Return it without the facts of some kinds."""
        return replace(self, facts=tuple(fact for fact in self.facts if fact.kind not in kinds))

    def clause(self, fact: Entity) -> str:
        """Return the part of the sentence around a fact, between punctuation marks."""
        marks = [match.start() for match in CLAUSE_END.finditer(self.text)]
        start = max((mark for mark in marks if mark < fact.start), default=0)
        end = min((mark for mark in marks if mark >= fact.end), default=len(self.text))
        return self.text[start:end]


def amount(fact: Entity) -> Decimal:
    """Return the number of a fact that is an amount."""
    return Decimal(str(fact.value))


def corrects(text: str) -> bool:
    """Whether a text has words of a correction."""
    return bool(CORRECTION.search(text))


def _act(turn: Turn) -> Optional[str]:
    if turn.topic.id == RESTART:
        return "restart"
    # "Ei kun joo": what remains of a correction is the new answer.
    remainder = DENIED.sub(" ", CORRECTION.sub(" ", turn.text)) if corrects(turn.text) else turn.text
    act = reply_act(remainder.strip(" ,.!"), turn.language) or reply_act(turn.text, turn.language)
    if act is None and turn.topic.kind == "reply" and not turn.facts:
        # What only the classifier reads: "asun ihan omassa kodissa". A fact is the better answer: "there and back".
        classified = turn.topic.id.split("/")[1]
        if classified in ("affirm", "deny") and not POLAR.search(turn.text):
            # "He lives in a nursing home": whether that is a yes depends on the question, so it is asked again.
            return None
        return classified if classified in _ACTS else None
    return act


def _asked_topic(turn: Turn) -> Optional[str]:
    return None if turn.topic.kind == "reply" or turn.topic.id == FALLBACK else turn.topic.id
