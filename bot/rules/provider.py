"""Therapy providers and groups: does a provider serve a municipality, and how large is a group.

Source: Kela's therapies page of 5 March 2024. Where it leaves something open:

- It gives sizes for "children and adolescents" and "over 18"; 18 itself counts as adult here, as elsewhere at Kela.
- It gives no size for aquatic groups of children under 4: unknown, not forbidden.
- "Two or more clients" is the general meaning of a group; where a larger least size is given, that one holds.
- Two physiotherapists lead an aquatic group, one therapist any other.
- Mixed ages, and turning 18 during the therapy, are not mentioned: ask Kela.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.rules.outcome import Outcome, parameters_on, require_between, require_one_of, unconfirmed
from bot.rules.parameters import Parameter

SOURCE = "kela_therapies"
INDIVIDUAL_THERAPIES = (
    "aquatic",
    "physiotherapy",
    "art",
    "music",
    "neuropsychological_rehabilitation",
    "family",
    "psychotherapy",
    "speech",
    "equine_assisted_by_physiotherapist",
    "equine_assisted_by_occupational_therapist",
    "occupational",
)
GROUP_THERAPIES = (
    "aquatic",
    "physiotherapy",
    "music",
    "neuropsychological_rehabilitation",
    "psychotherapy",
    "speech",
    "occupational",
)


@dataclass(frozen=True)
class ProviderResult:
    """Whether a provider serves a client's municipality; the outcome's reason is a code."""

    outcome: Outcome
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Return the result ready for JSON."""
        return {"outcome": self.outcome, "reason": self.reason, "source": SOURCE, "indicative": True}


@dataclass(frozen=True)
class GroupResult:
    """Sizes and therapists of a group; None where there is no such group or no size is given."""

    date: datetime.date
    reason: str
    min_size: int | None = None
    max_size: int | None = None
    therapists: int | None = None
    parameters: tuple[Parameter, ...] = ()

    def allows(self, clients: int) -> bool | None:
        """Tell whether a group of that many clients fits the sizes; None where no size is given."""
        if self.min_size is None or self.max_size is None:
            return None
        return self.min_size <= clients <= self.max_size

    def as_dict(self) -> dict[str, Any]:
        """Return the result ready for JSON."""
        return {
            "reason": self.reason,
            "min_size": self.min_size,
            "max_size": self.max_size,
            "therapists": self.therapists,
            "parameters": [used.as_dict() for used in self.parameters],
            "unconfirmed": unconfirmed(self.parameters, self.date),
            "source": SOURCE,
            "indicative": True,
        }


def provider_serves(
    client_municipality: str | None,
    provider_municipalities: Iterable[str] | None,
    place_of_therapy: str | None = None,
) -> ProviderResult:
    """Assess whether a provider serves a client: it must have indicated the client's municipality.

    Where the therapy takes place does not decide: a client in Vantaa may go to the Helsinki facilities of a provider
    that has indicated Vantaa, and may not where it has indicated Helsinki only.

    Args:
        client_municipality: the client's municipality; None where nobody said.
        provider_municipalities: those the provider has indicated it serves; None where nobody said.
        place_of_therapy: the municipality of the facilities, where it is known.
    """
    if client_municipality is None:
        return ProviderResult("unknown", "client_municipality_not_given")
    if provider_municipalities is None:
        return ProviderResult("unknown", "provider_municipalities_not_given")
    home = _same_name(client_municipality)
    if home not in map(_same_name, provider_municipalities):
        return ProviderResult("not_met", "municipality_not_indicated")
    if place_of_therapy is not None and _same_name(place_of_therapy) != home:
        return ProviderResult("met", "municipality_indicated_therapy_elsewhere")
    return ProviderResult("met", "municipality_indicated")


def group_rule(therapy: str, age: int, date: datetime.date) -> GroupResult:
    """Return the sizes of a therapy group for clients of an age, and how many therapists lead it.

    Raises:
        InvalidFact: the therapy is not a key of INDIVIDUAL_THERAPIES, the age is out of limits, or no value covers the
            date.
    """
    require_one_of("therapy", therapy, INDIVIDUAL_THERAPIES)
    require_between("age", age, 0, 120)
    if therapy not in GROUP_THERAPIES:
        return GroupResult(date, "individual_only")
    (adult_age,) = parameters_on(date, "group_adult_min_age")
    ages = "adult" if age >= adult_age.whole else "child"
    if therapy == "aquatic":
        (youngest,) = parameters_on(date, "aquatic_group_min_age")
        if age < youngest.whole:
            return GroupResult(date, "no_size_given_for_age", parameters=(youngest,))
        return _group(date, f"{ages}_aquatic_group", adult_age, f"aquatic_group_{ages}", "aquatic_group_therapists")
    return _group(date, f"{ages}_group", adult_age, f"group_{ages}", "group_therapists")


def _group(date: datetime.date, reason: str, adult_age: Parameter, stem: str, therapists: str) -> GroupResult:
    smallest, largest, leaders = used = parameters_on(date, f"{stem}_min_size", f"{stem}_max_size", therapists)
    return GroupResult(date, reason, smallest.whole, largest.whole, leaders.whole, (adult_age, *used))


def _same_name(municipality: str) -> str:
    return municipality.strip().casefold()
