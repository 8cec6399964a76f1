"""The guided look-up of the district's mailbox for therapy contracts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Dict, Mapping, Optional

from bot import directory
from bot.dialogue.engine import Answers, Ending, Flow, Step
from bot.dialogue.steps import one_of, show_place
from bot.dialogue.utterance import Utterance
from bot.languages import default
from bot.wording.answers import phrase
from bot.wording.i18n import words

ID = "contact.district"
DISTRICTS = ("southern", "central", "western", "eastern", "northern")


def _without_municipality(answers: Answers, today: date) -> bool:
    # An answered district stays the answer; before that, a municipality makes the question needless.
    return "district" in answers or answers.get("municipality") is None


def _without_district(answers: Answers, today: date) -> bool:
    return answers.get("district") is None


def _read_municipality(utterance: Utterance, asked: bool) -> Optional[Dict[str, str]]:
    return utterance.value("municipality")


def _finish(answers: Answers, language: str, now: datetime) -> Ending:
    place = answers.get("municipality")
    municipality = directory.municipalities()[place["code"]] if place else None
    district_id: Optional[str] = answers.get("district") or (municipality.area if municipality else None)
    if district_id is None:
        text = phrase(f"flow.{ID}.outcome.unknown", language, now)
        return Ending(text, {"outcome": "unknown", "district": None, "email": None}, ("partner.phone",), sources_of=ID)
    district = directory.districts()[district_id]
    address = directory.mailboxes()[district.mailbox].address
    parts = [
        words(
            f"flow.{ID}.outcome.found",
            language,
            district=_name(district.insurance_district, language),
            area=_name(district.service_area, language),
            email=address,
        ),
        _by_municipality(municipality, language) if municipality and place else "",
        phrase(f"flow.{ID}.caveat", language, now),
    ]
    result = {"outcome": "found", "district": district_id, "email": address, "municipality": place and place["name"]}
    text = "\n\n".join(part for part in parts if part)
    return Ending(text, result, ("contact.contract_management", "contact.which", "partner.phone"), sources_of=ID)


def _name(names: Mapping[str, str], language: str) -> str:
    """Return a district's name in a language; Kela writes none but its own, so else the default one."""
    return names.get(language, names[default()])


def _by_municipality(municipality: directory.Municipality, language: str) -> str:
    """Say why the municipality led here, and which other district may have made the contract."""
    lines = [words(f"flow.{ID}.by_municipality", language, municipality=municipality.fi)]
    if municipality.previously is not None:
        before = directory.districts()[municipality.previously]
        lines.append(
            words(
                f"flow.{ID}.previously",
                language,
                municipality=municipality.fi,
                district=_name(before.insurance_district, language),
                email=directory.mailboxes()[before.mailbox].address,
            )
        )
    if municipality.assumed:
        lines.append(words(f"flow.{ID}.assumed", language, municipality=municipality.fi))
    return " ".join(lines)


FLOW = Flow(
    id=ID,
    steps=(
        one_of("district", "district", DISTRICTS, needed=_without_municipality),
        Step(
            "municipality",
            _read_municipality,
            "text",
            kinds=frozenset({"municipality"}),
            needed=_without_district,
            show=show_place,
        ),
    ),
    finish=_finish,
)
