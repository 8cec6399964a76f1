"""Cases for recognisers: sentences in which what must be found stands between « and »."""

from __future__ import annotations

from bot.privacy import redact


def assert_found(marked: str, kind: str) -> None:
    """Assert that exactly the marked spans are found, all of them as `kind`."""
    text = marked.replace("«", "").replace("»", "")
    found = [(finding.kind, text[finding.start : finding.end]) for finding in redact(text).findings]
    assert found == [(kind, span.partition("»")[0]) for span in marked.split("«")[1:]]
