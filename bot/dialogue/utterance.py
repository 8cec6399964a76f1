"""What one message says to a guided dialogue: facts, yes or no, a wish to go back, a question of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import AbstractSet, Any, List, Optional, Tuple

from bot.dialogue.topic_ids import FALLBACK, RESTART
from bot.dialogue.turn import Turn
from bot.entities import Entity, reply_act

# Values of buttons that answer no question but steer the dialogue.
STEERING = ("back", "change", "restart", "stop")

_ACTS = ("affirm", "deny", "back", "change", "skip", "stop", "unsure")
_QUESTION = re.compile(
    r"\?\s*$"
    r"|^\W*(?:mitä|mikä|mitkä|minkä|missä|mistä|mihin|minne|miten|miksi|milloin|kuka|ketkä|kenelle|kenen|keneen|kehen|"
    r"kuinka|paljo\w*|mont\w+|entä|mites|mitäs|"
    r"what|who|whom|where|when|why|how|which|is|are|am|does|do|did|can|could|may|will|would|should|shall)\b"
    # The question ending of a first word: onko, saako, pitääkö; not viikko.
    r"|^\W*\w+(?<!k)k[oö]\b",
    re.IGNORECASE,
)
_POLAR = re.compile(
    r"\b(?:ei\w*|en|enkä|et|emme|joo\w*|juu|jep|kyl\w*|tottakai|toki|yes|yeah|yep|sure|no|not|nope|never|none|\w+n't)\b",
    re.IGNORECASE,
)
# Words by which people take back what they have just said; of plain contrasts only those of numbers, as "ei laitoksessa
# vaan kotona" answers the question that was asked.
_CORRECTION = re.compile(
    r"\b(?:ei ?kun?|eiku|eikun|tarkoit\w+|tarkot\w+|piti (?:olla|sanoa)|pitäisi olla|sittenkin|olikin|onkin|korja\w+|"
    r"väärin|näppäily\w*|peru|perun|peruuta|peruutan|actually|(?:i )?meant?|correction|typo|change|scratch that|"
    r"after all|my mistake|instead|no,? wait|wrong)\b"
    # A command only where it begins: "ei, jotain muuta" is an answer.
    r"|^\W*(?:muuta|vaihda|wait|oops)\b"
    r"|\bei \d\S*(?: \S+)?,? vaan\b|\b(?:enkä|eikä|not) \d",
    re.IGNORECASE,
)
# A slip of the pen: what follows may answer the present question or put an earlier answer right.
_APOLOGY = re.compile(
    r"^\W*(?:sori\w*|sorry|anteeksi|pahoittelut|hups\w*|ups|oho|ei vaan|eiku|oops|whoops|pardon|apologies|my bad)\b",
    re.IGNORECASE,
)
# What is said not to be so: "ei 50 vaan", "60 enkä 50", "taksi, ei bussi", "not 30 km, it's", "50 not 60".
_DENIED = re.compile(
    r"\bei (?!ku)(?:ole |oo )?\S+(?: \S+)?,? vaan\b"
    r"|(?:\benkä|\beikä|, ei) (?!ku)\S+(?: \S+)?\W*$"
    r"|\b(?:and )?not \S+(?: \S+)?(?:,| but\b)"
    r"|\b(?:and )?not \S+(?: \S+)?\W*$"
    r"|\binstead of .*$"
    r"|\bi (?:said|typed|wrote|put) .*? but\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Utterance:
    """One message, read for a guided dialogue.

    Attributes:
        text: what was written.
        today: the day it was written.
        facts: the entities in it, without those that it says not to be so.
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
        denied = [match.span() for match in _DENIED.finditer(turn.text)]
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
        return bool(_QUESTION.search(self.text))

    @property
    def corrects(self) -> bool:
        """Whether it takes back something said before."""
        return self.act == "change" or corrects(self.text)

    @property
    def apologises(self) -> bool:
        """Whether it begins as a correction of a slip, which may as well be none: "sorry, I don't know"."""
        return bool(_APOLOGY.search(self.text))

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
        # A comma between digits is a decimal mark.
        marks = [match.start() for match in re.finditer(r"[;:!?\n]|[,.](?!\d)|\b(?:ja|and|but|mutta)\b", self.text)]
        start = max((mark for mark in marks if mark < fact.start), default=0)
        end = min((mark for mark in marks if mark >= fact.end), default=len(self.text))
        return self.text[start:end]


def amount(fact: Entity) -> Decimal:
    """Return the number of a fact that is an amount."""
    return Decimal(str(fact.value))


def corrects(text: str) -> bool:
    """Whether a text has words of a correction."""
    return bool(_CORRECTION.search(text))


def _act(turn: Turn) -> Optional[str]:
    if turn.topic.id == RESTART:
        return "restart"
    # "Ei kun joo": what remains of a correction is the new answer.
    remainder = _DENIED.sub(" ", _CORRECTION.sub(" ", turn.text)) if corrects(turn.text) else turn.text
    act = reply_act(remainder.strip(" ,.!"), turn.language) or reply_act(turn.text, turn.language)
    if act is None and turn.topic.kind == "reply" and not turn.facts:
        # What only the classifier reads: "asun ihan omassa kodissa". A fact is the better answer: "there and back".
        classified = turn.topic.id.split("/")[1]
        if classified in ("affirm", "deny") and not _POLAR.search(turn.text):
            # "He lives in a nursing home": whether that is a yes depends on the question, so it is asked again.
            return None
        return classified if classified in _ACTS else None
    return act


def _asked_topic(turn: Turn) -> Optional[str]:
    return None if turn.topic.kind == "reply" or turn.topic.id == FALLBACK else turn.topic.id
