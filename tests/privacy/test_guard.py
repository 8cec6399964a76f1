"""The guard marks what recognisers find, wherever it stands and whatever stands beside it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy import Finding, clean, redact

SAMPLES = {
    "personal_identity_code": "010101A900R",
    "iban": "FI21 1234 5600 0007 85",
    "email_address": "matti.meikalainen@example.com",
    "phone_number": "040 123 4567",
    "street_address": "Kauppakatu 5",
    "payment_card": "4111 1111 1111 1111",
    "client_number": "asiakasnumero 123456",
    "name": "Liisa Virtanen",
}

MIXED = [
    (
        "everything at once",
        "Nimeni on Matti, 010101A900R, Kauppakatu 5, 040 123 4567, matti@example.com, FI21 1234 5600 0007 85.",
        "Nimeni on [name], [personal_identity_code], [street_address], [phone_number], [email_address], [iban].",
    ),
    (
        "towns, sums and forms stay",
        "Matti Meikäläinen, Oulu: SV 67, 25 €, 120 km, 22.11.2026",
        "[name], Oulu: SV 67, 25 €, 120 km, 22.11.2026",
    ),
    ("over a line break", "hetu\n010101A900R\nkiitos", "hetu\n[personal_identity_code]\nkiitos"),
    (
        "what is around keeps its form",
        "Ｈｅｉ – pa\u0308iva\u0308a\u0308 010101A900R",
        "Ｈｅｉ – pa\u0308iva\u0308a\u0308 [personal_identity_code]",
    ),
    ("two in a row", "010101A900R 131052-9085", "[personal_identity_code] [personal_identity_code]"),
    ("a code inside an e-mail address", "010101A900R@example.com", "[email_address]"),
    ("a phone number inside an e-mail address", "0401234567@example.com", "[email_address]"),
    ("a name inside a street", "Maija Meikäläisen katu 2", "[street_address]"),
    ("a name inside an e-mail address", "liisa.virtanen@example.com", "[email_address]"),
    ("a typed mark is text", "[phone_number]", "[phone_number]"),
    ("a typed command is text", '/guard{"hetu": "010101A900R"}', '/guard{"hetu": "[personal_identity_code]"}'),
    ("empty", "", ""),
]


@pytest.mark.parametrize(("text", "redacted"), [row[1:] for row in MIXED], ids=[row[0] for row in MIXED])
def test_redact(text: str, redacted: str) -> None:
    assert redact(text).text == redacted


def test_kinds_are_named_once_in_the_order_found() -> None:
    redaction = redact("040 123 4567 ja 010101A900R, 050 123 4567")

    assert redaction.kinds == ("phone_number", "personal_identity_code")
    assert [finding.kind for finding in redaction.findings] == [
        "phone_number",
        "personal_identity_code",
        "phone_number",
    ]


def test_nothing_found() -> None:
    redaction = redact("Kuka saa kuntoutusta?")

    assert redaction.kinds == ()
    assert redaction.findings == ()


def test_findings_are_places_in_the_original_text() -> None:
    assert redact("A\u200bb 010101A\u00ad900R!").findings == (Finding("personal_identity_code", 4, 16),)


@pytest.mark.parametrize(("kind", "sample"), SAMPLES.items())
def test_a_redaction_shows_nothing_of_what_it_removed(kind: str, sample: str) -> None:
    assert sample not in repr(redact(f"x {sample}"))


@pytest.mark.parametrize(("kind", "sample"), SAMPLES.items())
@settings(deadline=None)
@given(before=st.text(st.characters(exclude_categories=["N"])), after=st.text())
def test_personal_data_goes_whatever_surrounds_it(kind: str, sample: str, before: str, after: str) -> None:
    # A letter that touches the data may belong to it: a longer street, name or domain.
    text = clean(f"{before} ; {sample} ; {after}")

    assert sample not in redact(text).text


@settings(deadline=None)
@given(st.text("0123456789AFIRf .,-+@()katuöie\n\u200b", max_size=200))
def test_everything_between_findings_is_kept(text: str) -> None:
    redaction = redact(text)

    rest, end = [], 0
    for finding in redaction.findings:
        assert end <= finding.start < finding.end <= len(text)
        rest.append(text[end : finding.start] + f"[{finding.kind}]")
        end = finding.end
    assert redaction.text == "".join(rest) + text[end:]
