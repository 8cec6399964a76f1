"""People's e-mail addresses go, spelt out too; Kela's functional mailboxes stay."""

from __future__ import annotations

import pytest

from bot.privacy import redact
from tests.privacy.marked import assert_found

KIND = "email_address"

REDACTED = [
    # A comma for the point.
    "osoite «a@b,org»",
    "«matti.meikalainen@example,com»",
    "«matti@mail.example,fi», kiitos",
    "write to «matti.meikalainen@example.com» please",
    "«MATTI@EXAMPLE.COM»",
    "«matti.meikäläinen@example.com»",
    "«matti+kela@mail.example.com».",
    "<«matti_meikalainen@example.fi»>",
    "mailto:«matti@example.com»?subject=x",
    "«m@example.co.uk», kiitos",
    "«matti-meikalainen99@example.museum»",
    "«matti@xn--tst-qla.fi»",
    "«matti@example.com»/«maija@example.com»",
    # Kela's own people, and mailboxes that are not on the list.
    "«matti.meikalainen@kela.fi»",
    "«Matti.Meikalainen(at)kela.fi»",
    "«tulos@example.com»",
    # The sign in other ways.
    "«matti @ example.com»",
    "«matti.meikalainen @example.com»",
    "«matti.meikalainen@ example.com»",
    "«matti @example.com» vai puhelin",
    "«matti(at)example.com»",
    "«matti (at) example.com»",
    "«matti[at]example.com»",
    "«matti{at}example.com»",
    "«matti(ät)example.com»",
    "«matti(@)example.com»",
    "«matti [at] example [dot] com»",
    "«matti(at)example(piste)com»",
    "«matti.meikalainen at example.com»",
    "«matti.meikalainen ät kela.fi»",
    "«matti at gmail.com»",
    "«matti at gmail dot com»",
    "«matti ät gmail piste com»",
    "«matti miukumauku gmail.com»",
    "sähköpostini on «matti at yritys.fi»",
    "my email: «matti at firm.fi»",
    # Unicode.
    "«matti＠example．com»",
    "«matti@exam\u200bple.com»",
]

KEPT = [
    "tulos@kela,fi",
    "some on @kela,onko se oikea",
    "tulos@kela.fi",
    "TULOS@kela.fi",
    "tulos(at)kela.fi",
    "tulos (at) kela.fi",
    "tulos at kela.fi",
    "Kuntoutuspalvelut_muutokset@kela.fi",
    "kuntoutus_sopimushallinta(at)kela.fi.",
    "Lähetinkö oikein: etelainenvp.terapiasopimukset@kela.fi?",
    "vatu.kuntoutus@kela.fi",
    "kuntoutus.rekisteroityminen@kela.fi",
    "Where is the form at kela.fi?",
    "I read at www.kela.fi that it is free",
    "form SV67 at kela.fi",
    "look at suomi.fi",
    "meet at 9.15",
    "@kela",
    "tulos @kela.fi",
    "tulos@ kela.fi",
    "10 kpl@25 e",
    "10 @ 25 e",
]


@pytest.mark.parametrize("marked", REDACTED)
def test_a_persons_address_is_redacted(marked: str) -> None:
    assert_found(marked, KIND)


@pytest.mark.parametrize("text", KEPT)
def test_kelas_mailboxes_and_what_is_no_address_are_kept(text: str) -> None:
    assert redact(text).text == text
