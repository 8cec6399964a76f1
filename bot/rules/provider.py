"""Therapy providers: does a provider serve a municipality. Source: Kela's therapies page of 5 March 2024."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.rules.outcome import Outcome

SOURCE = "kela_therapies"


@dataclass(frozen=True)
class ProviderResult:
    """Whether a provider serves a client's municipality; the outcome's reason is a code."""

    outcome: Outcome
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Return the result ready for JSON."""
        return {"outcome": self.outcome, "reason": self.reason, "source": SOURCE, "indicative": True}


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


def _same_name(municipality: str) -> str:
    return municipality.strip().casefold()
