"""The guided calculation of what rehabilitative psychotherapy costs the client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Optional, Tuple

from bot import languages
from bot.dialogue.engine import Answers, Ending, Flow, InvalidAnswer, Step
from bot.dialogue.outcome import in_force, listed
from bot.dialogue.steps import as_decimal, show_euros, within
from bot.dialogue.utterance import Utterance, amount
from bot.entities.entity import plain
from bot.languages.patterns import anywhere
from bot.rules import CalculationStep, PsychotherapyFacts, PsychotherapyResult, psychotherapy_cost
from bot.rules.psychotherapy import MAXIMUM_PRICE, MAXIMUM_SESSIONS
from bot.wording.answers import phrase
from bot.wording.formats import euros, number
from bot.wording.i18n import words

ID = "check.psychotherapy_cost"
INDIVIDUAL, GROUP, FAMILY = "individual", "group", "family"
HOUR, HOUR_AND_HALF = "60", "90"
YEAR = "year"


@dataclass(frozen=True)
class CostWords:
    """A language's words; what each list holds is said in data/words/fi/check_psychotherapy_cost.yml."""

    individual: Tuple[str, ...]
    group: Tuple[str, ...]
    family: Tuple[str, ...]
    hour: Tuple[str, ...]
    hour_and_half: Tuple[str, ...]


_WORDS = languages.merged("check_psychotherapy_cost", CostWords)
_KINDS = {INDIVIDUAL: anywhere(_WORDS.individual), GROUP: anywhere(_WORDS.group), FAMILY: anywhere(_WORDS.family)}
_LENGTHS = {HOUR_AND_HALF: anywhere(_WORDS.hour_and_half), HOUR: anywhere(_WORDS.hour)}


def _for_a_family(answers: Answers, today: date) -> bool:
    return answers.get("kind") == FAMILY


def _read_kind(utterance: Utterance, asked: bool) -> Optional[str]:
    named = [kind for kind, pattern in _KINDS.items() if pattern.search(utterance.text)]
    return named[0] if len(named) == 1 else None


def _read_length(utterance: Utterance, asked: bool) -> Optional[str]:
    named = next((length for length, pattern in _LENGTHS.items() if pattern.search(utterance.text)), None)
    bare = utterance.value("number") if asked else None
    return str(bare) if named is None and str(bare) in _LENGTHS else named


def _read_price(utterance: Utterance, asked: bool) -> Optional[str]:
    sums = utterance.found("money") or (utterance.found("number") if asked else [])
    if not sums or any(fact.value != sums[0].value for fact in sums):
        # Of several prices the person has to say which one is meant.
        return None
    return plain(within(1, amount(sums[0]), MAXIMUM_PRICE))


def _read_sessions(utterance: Utterance, asked: bool) -> Optional[int]:
    counted = utterance.found("count")
    if counted and counted[0].unit not in (None, YEAR):
        # Nobody has therapy in every week of a year, so how many weeks there are is the person's to say.
        raise InvalidAnswer()
    if counted and (asked or counted[0].unit == YEAR):
        return _whole(amount(counted[0]))
    bare = utterance.value("number") if asked else None
    return None if bare is None else _whole(Decimal(bare))


def _whole(value: Decimal) -> int:
    sessions = within(1, value, MAXIMUM_SESSIONS)
    if sessions != int(sessions):
        raise InvalidAnswer()
    return int(sessions)


def _finish(answers: Answers, language: str, now: datetime) -> Ending:
    price, kind, sessions = as_decimal(answers, "price"), answers.get("kind"), answers.get("sessions")
    length = answers.get("length")
    if price is None or kind is None or kind == FAMILY and length is None:
        text = phrase(f"flow.{ID}.cannot_calculate", language, now)
        return Ending(text, {"outcome": "unknown", "indicative": True}, ("rehab.psychotherapy",), ID)
    result = psychotherapy_cost(
        PsychotherapyFacts(
            date=now.date(),
            kind=f"{FAMILY}_{length}" if kind == FAMILY else kind,  # type: ignore[arg-type]  # one of SessionKind
            price_eur=price,
            sessions_per_year=sessions or 1,
        )
    )
    parts = [
        _headline(result, sessions, language),
        listed(
            words(f"flow.{ID}.steps_heading", language),
            [_step(step, language) for step in result.steps if sessions or step.code == "session"],
        ),
        "" if result.client_pays_each_eur else phrase(f"flow.{ID}.unconfirmed_share", language, now),
        phrase(f"flow.{ID}.next", language, now),
        in_force(result.parameters, language, now),
        words("common.disclaimer.indicative", language),
    ]
    related = ("rehab.psychotherapy", "fees.free")
    return Ending("\n\n".join(part for part in parts if part), result.as_dict(), related, sources_of=ID)


def _headline(result: PsychotherapyResult, sessions: Optional[int], language: str) -> str:
    return words(
        f"flow.{ID}.outcome.{'year' if sessions else 'session'}",
        language,
        each=euros(result.client_pays_each_eur, language),
        year=euros(result.client_pays_year_eur, language),
        whole=euros(result.client_pays_whole_eur, language),
    )


def _step(step: CalculationStep, language: str) -> str:
    figures = {
        name: euros(figure, language) if name.endswith("_eur") else number(figure, language)
        for name, figure in step.figures.items()
    }
    return words(f"flow.{ID}.steps.{step.code}", language, figures)


FLOW = Flow(
    id=ID,
    steps=(
        Step("kind", _read_kind, "choice", choices={kind: kind for kind in _KINDS}),
        Step(
            "length", _read_length, "choice", choices={HOUR: HOUR, HOUR_AND_HALF: HOUR_AND_HALF}, needed=_for_a_family
        ),
        Step("price", _read_price, "decimal", frozenset({"money", "number"}), show=show_euros),
        Step(
            "sessions",
            _read_sessions,
            "integer",
            frozenset({"count", "number"}),
            choices={"40": 40, "80": 80},
            show=lambda value, _: str(value),
        ),
    ),
    finish=_finish,
)
