"""The guided check whether a provider may be chosen by the municipality where the client lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Dict, List, Optional, Tuple, cast

from bot import languages
from bot.dialogue.engine import Answers, Ending, Flow, Step
from bot.dialogue.steps import show_place
from bot.dialogue.utterance import Utterance
from bot.entities import Entity
from bot.languages.patterns import anywhere
from bot.rules import provider_serves
from bot.wording.answers import phrase
from bot.wording.i18n import words

ID = "provider.municipality_rule"
Place = Dict[str, str]
CLIENT, PROVIDER = "municipality", "provider_municipality"


@dataclass(frozen=True)
class PlaceWords:
    """A language's words; what each list holds is said in data/words/fi/provider_municipality_rule.yml."""

    client: Tuple[str, ...]
    provider: Tuple[str, ...]
    residents: Tuple[str, ...]


_WORDS = languages.merged("provider_municipality_rule", PlaceWords)
# Words beside which a municipality is the client's or the provider's.
_PATTERNS = {CLIENT: anywhere(_WORDS.client), PROVIDER: anywhere(_WORDS.provider)}
# Helsinkiläinen: a name of residents is the client's.
_RESIDENT = anywhere(_WORDS.residents)
_NO_WORD = 200


def _read(role: str, utterance: Utterance, asked: bool) -> Optional[Place]:
    mentions: Dict[str, List[Entity]] = {}
    for fact in utterance.found("municipality"):
        mentions.setdefault(_place(fact)["code"], []).append(fact)
    places = list(mentions.values())
    if len(places) == 1:
        # "Does the provider have to serve Vantaa?" leaves open whose it is, unless it answers the question. Asked where
        # the client lives, "the therapist is in Turku" does not.
        nearest = min(_PATTERNS, key=lambda other: _distance(utterance.text, places[0], other))
        told = _distance(utterance.text, places[0], nearest) < _NO_WORD
        return _place(places[0][0]) if (nearest == role if told else asked) else None
    return _place(_pair(utterance.text, places)[role][0]) if len(places) == len(_PATTERNS) else None


def _place(fact: Entity) -> Place:
    return cast(Place, fact.value)


def _pair(text: str, places: List[List[Entity]]) -> Dict[str, List[Entity]]:
    """Return whose each of two municipalities is: the way in which they stand nearest to words that say so."""
    ways = [{CLIENT: places[0], PROVIDER: places[1]}, {CLIENT: places[1], PROVIDER: places[0]}]
    return min(ways, key=lambda way: sum(_distance(text, mentions, role) for role, mentions in way.items()))


def _distance(text: str, mentions: List[Entity], role: str) -> int:
    """Return how many characters the nearest word of a role is from any mention of a municipality."""
    if role == CLIENT and any(_RESIDENT.search(text[fact.start : fact.end]) for fact in mentions):
        return 0
    words_of_role = list(_PATTERNS[role].finditer(text))
    return min(
        (max(fact.start - word.end(), word.start() - fact.end) for fact in mentions for word in words_of_role),
        default=_NO_WORD,
    )


def _finish(answers: Answers, language: str, now: datetime) -> Ending:
    home, provider = _name(answers.get(CLIENT)), _name(answers.get(PROVIDER))
    same = home == provider
    # Which municipalities a provider has listed is not known here, beyond the one where it works.
    result = provider_serves(home, [home] if home and same else None, provider)
    outcome = "unknown" if not (home and provider) else "same" if same else "different"
    parts = [
        words(f"flow.{ID}.outcome.{outcome}", language, home=home or "", provider=provider or ""),
        phrase(f"flow.{ID}.next", language, now),
        words("common.disclaimer.general", language),
    ]
    related = ("provider.search", "provider.choose", "therapy.location")
    return Ending("\n\n".join(parts), result.as_dict(), related, sources_of=ID)


def _name(place: Optional[Place]) -> Optional[str]:
    return place["name"] if place else None


FLOW = Flow(
    id=ID,
    steps=tuple(
        Step(
            role,
            lambda utterance, asked, role=role: _read(role, utterance, asked),  # type: ignore[misc]
            "text",
            kinds=frozenset({"municipality"}),
            show=show_place,
        )
        for role in (CLIENT, PROVIDER)
    ),
    finish=_finish,
)
