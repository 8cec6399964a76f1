"""The guided check whether a provider may be chosen by the municipality where the client lives."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Dict, List, Optional, Tuple

from actions.flow_engine import Answers, Ending, Flow, Step
from actions.flow_said import Said
from actions.flow_steps import show_place
from bot import answers as written
from bot.i18n import words
from bot.rules import provider_serves

ID = "provider.municipality_rule"
CLIENT, PROVIDER = "municipality", "provider_municipality"
# Words beside which a municipality is the client's or the provider's.
_WORDS = {
    CLIENT: re.compile(
        r"\b(?:asu\w*|kot[io]\w*|muut\w*|asiak\w*|liv(?:e|es|ing)|home|resid\w*|client\w*|my (?:town|municipality))\b",
        re.IGNORECASE,
    ),
    PROVIDER: re.compile(
        r"\b(?:\w*terapeut\w*|palveluntuottaj\w*|tuottaj\w*|vastaanot\w*|toimitil\w*|toimipai\w*|fys\w*ar\w*|"
        r"therapist\w*|provider\w*|physio\w*|office\w*|premises|clinic\w*|facilit\w*|pick)\b",
        re.IGNORECASE,
    ),
}


def _read(role: str, said: Said, asked: bool) -> Optional[Dict[str, str]]:
    places = said.found("municipality")
    if len(places) == 1 and asked:
        return places[0].value  # type: ignore[return-value]
    return _by_role(said, places).get(role)


def _by_role(said: Said, places: List[Any]) -> Dict[str, Any]:
    """Tell the client's municipality from the provider's, each by the nearest word that belongs to either."""
    roles = [(place, _nearest_role(said.text, place)) for place in places[:2]]
    if len(roles) == 1:
        place, role = roles[0]
        # "Does the provider have to serve Vantaa?" leaves open whose it is.
        return {role: place.value} if role else {}
    if len(roles) == 2:
        (first, first_role), (second, second_role) = roles
        swapped = first_role == PROVIDER and second_role != PROVIDER
        swapped = swapped or (second_role == CLIENT and first_role != CLIENT)
        client, provider = (second, first) if swapped else (first, second)
        return {CLIENT: client.value, PROVIDER: provider.value}
    return {}


def _nearest_role(text: str, place: Any) -> Optional[str]:
    near: List[Tuple[int, str]] = [
        (min(abs(place.start - match.end()), abs(match.start() - place.end)), role)
        for role, pattern in _WORDS.items()
        for match in pattern.finditer(text)
    ]
    return min(near)[1] if near else None


def _finish(answers: Answers, language: str, now: datetime) -> Ending:
    home, provider = answers.get(CLIENT), answers.get(PROVIDER)
    same = home is not None and provider is not None and home["code"] == provider["code"]
    result = provider_serves(
        home and home["name"],
        # Which municipalities a provider has listed is not known here, beyond the one where it works.
        [provider["name"]] if same else None,
        provider and provider["name"],
    )
    outcome = "same" if same else "different" if home and provider else "unknown"
    names = {"home": home["name"] if home else "", "provider": provider["name"] if provider else ""}
    parts = [
        words(f"flow.{ID}.outcome.{outcome}", language, **names),
        written.phrase(f"flow.{ID}.next", language, now),
        words("common.disclaimer.general", language),
    ]
    related = ("provider.search", "provider.choose", "therapy.location")
    return Ending("\n\n".join(parts), result.as_dict(), related, sources_of=ID)


FLOW = Flow(
    id=ID,
    steps=tuple(
        Step(
            role,
            lambda said, asked, role=role: _read(role, said, asked),  # type: ignore[misc]
            kinds=frozenset({"municipality"}),
            show=show_place,
        )
        for role in (CLIENT, PROVIDER)
    ),
    finish=_finish,
)
