"""Puts a mark in place of each piece of personal data that a recogniser finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.privacy.folding import fold
from bot.privacy.recognisers import RECOGNISERS, STRICT_RECOGNISERS, Find


@dataclass(frozen=True)
class Finding:
    """A piece of personal data: its kind and where it was. It never holds the data."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Redaction:
    """A text with marks such as "[phone_number]" in place of personal data; findings are places in the original."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of personal data that were removed, each once, in the order found."""
        return tuple(dict.fromkeys(finding.kind for finding in self.findings))


def redact(text: str, *, strict: bool = False) -> Redaction:
    """Return `text` with a mark in place of each piece of personal data.

    Args:
        text: what a person wrote.
        strict: for a text that is kept; what may be a person's name goes too, at the price of more false removals.
    """
    findings = _merge(_find(text, STRICT_RECOGNISERS if strict else RECOGNISERS))
    pieces: list[str] = []
    end = 0
    for finding in findings:
        pieces += text[end : finding.start], f"[{finding.kind}]"
        end = finding.end
    return Redaction("".join(pieces) + text[end:], tuple(findings))


def _find(text: str, recognisers: Mapping[str, Find]) -> list[Finding]:
    folded = fold(text)
    return [
        Finding(kind, *folded.original(start, end))
        for kind, find in recognisers.items()
        for start, end in find(folded.text)
    ]


def _merge(findings: list[Finding]) -> list[Finding]:
    """Return findings that do not overlap and cover all that `findings` do; of two kinds the longer finding's stays.

    The union is covered, not only the longer finding: the rest of the shorter one could still give a person away.
    """
    merged: list[Finding] = []
    # sorted() is stable: of equal spans the recogniser that is registered first comes first.
    for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if merged and finding.start < merged[-1].end:
            last = merged[-1]
            longer = finding if finding.end - finding.start > last.end - last.start else last
            merged[-1] = Finding(longer.kind, last.start, max(last.end, finding.end))
        else:
            merged.append(finding)
    return merged
