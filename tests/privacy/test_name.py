"""Names of people go, inflected and foreign ones too; words, places, illnesses and months that look like names stay."""

from __future__ import annotations

import pytest

from bot.privacy import redact
from tests.privacy.marked import assert_found

KIND = "name"

REDACTED = [
    # Told, or announced by a title, a relative or a profession.
    "Nimeni on «Kaarlo Vainikainen»",
    "nimeni on «kaarlo vainikainen»",
    "Hakija: «Tuntematon Sukunimi»",
    "my name is «Zzyx Qwertson»",
    "Mr «Heikkinen» soitti",
    "mrs «young» called",
    "herra «Salo» kysyi",
    "Rouva «Lahti» odottaa",
    "tyttäreni «Aino» käy terapiassa",
    "my son «Mark» has autism",
    "terapeutti «Toivo» sanoi niin",
    "my therapist «Grace» is away",
    "t. «Anneli»",
    "Terveisin, «Jorma»",
    "«Grace» here",
    # Known ones, anywhere.
    "«Liisa Virtanen» hakee kuntoutusta",
    "«Marjatta» kysyi",
    "moi oon «marjatta»",
    "«Juha-Pekka Kallio»",
    "«Tuomas Qwertala» kysyi",
    "soitti «Qwerto Virtanen» eilen",
    # With an everyday word for a first name.
    "«Aamu Virtanen» kysyi",
    "soitin eilen ja Kelasta vastasi «Toivo»",
    # Inflected.
    "«Liisan» hakemus",
    "kerroin «Virtaselle»",
    "«Heikin» terapia",
    "«Marjatalla» on kurssi",
    "«Tuomaksen» ja «Kertun» lapsi",
    "kysyin Mr «Qwertosen» luona",
    "«Mohammedille» tulkki",
    "«Oliver's» plan",
    "«James'» plan",
    # Last names in no list end like this.
    "sanoi käsittelijä «Qwertonen»",
    "eilen «Qwertonen» vastasi",
]

KEPT = [
    "Bobath-terapia",
    # Courses and services that are named like people.
    "Taito-kurssi ja Oras-kurssi ASLAKin tilalle",
    "haen Taitoon, kun Oras ei sovi",
    "JulkiTerhikistä näkee ammattioikeuden",
    "TUVA-koulutus",
    "Can I get it in German? Do I have to call?",
    "Parkinsonin tauti",
    "Parkinson's disease",
    "Touretten oireyhtymä ja Aspergerin oireyhtymä",
    "Down syndrome",
    "Lahdessa, Salossa ja Porissa",
    "asun Salossa",
    "Olen Helsingistä",
    "I live in Lahti",
    "Toivon vastausta",
    "Toivo elää",
    "Anna numero",
    "Aamulla on kurssi",
    "Iloni oli suuri",
    "Rauha maassa",
    "May I ask?",
    "in May or in April",
    "Will Kela pay?",
    "Mark the box",
    "a grace period",
    "Which form, the one with a mark?",
    "Nimeni on pakko antaa?",
    "Kurssin nimi on Hyvä Mieli",
    "The name is wrong",
    "My wife will come",
    "my mother may apply",
    "I have MS. Is it enough?",
    "Kela ja OmaKela",
    "Thanks, Kela!",
    "Rauhalan kuntoutuskeskus",
    "Olen suomalainen",
    "Suomessa ja Suomeen",
    "Validia Kuntoutus",
    "[name] ja [iban]",
    "mika on kuntoutusraha",
    "Mr. ja Mrs.",
    "x'",
]

# What is removed only from texts that are kept.
ONLY_STRICTLY = [
    "«Toivo» neuvoi hyvin",
    "thanks, «emma»",
    "«Suvi» oli ystävällinen",
]


@pytest.mark.parametrize("marked", REDACTED)
def test_a_name_is_redacted(marked: str) -> None:
    assert_found(marked, KIND)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_name_is_kept(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize("marked", ONLY_STRICTLY)
def test_a_word_that_may_be_a_name_is_redacted_from_what_is_kept(marked: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    name = marked.partition("«")[2].partition("»")[0]

    assert redact(text, strict=True).text == text.replace(name, "[name]")


@pytest.mark.parametrize("marked", REDACTED)
def test_the_strict_guard_finds_at_least_as_much(marked: str) -> None:
    text = marked.replace("«", "").replace("»", "")

    assert {finding.kind for finding in redact(text, strict=True).findings} >= set(redact(text).kinds)


@pytest.mark.parametrize("text", ["Kela korvaa matkan", "Mikä on kuntoutusraha?", "Must I apply?", "I live in Lahti"])
def test_the_strict_guard_keeps_common_words_and_towns(text: str) -> None:
    assert redact(text, strict=True).text == text
