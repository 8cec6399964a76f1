"""Streets with a house number go, in Finnish, Swedish and English; roads, boxes and towns stay."""

from __future__ import annotations

import pytest

from bot.privacy import redact
from tests.privacy.marked import assert_found

KIND = "street_address"

REDACTED = [
    # Finnish.
    "Asun osoitteessa «Kauppakatu 5»",
    "asun «kauppakatu 5» ja tarvitsen taksin",
    "KOTIOSOITE «KAUPPAKATU 5»",
    "«Mannerheimintie 12 A 3»",
    "«Mannerheimintie 12A3»",
    "«Mannerheimintie 12 a»",
    "«Esimerkkitie 3 as 4»",
    "«Esimerkkitie 3 as. 4»",
    "«Esimerkkitie 3 B, asunto 12»",
    "«Esimerkkitie 10-12 B»",
    "«Esimerkkitie 123», Oulu",
    "asun «Hämeenkadulla 10 b»",
    "muutan «Esimerkkitielle 3»",
    "haetaanko «Rantakujalta 7»",
    "«Kauppakatu 5»:ssä",
    "«Kauppakadun 5» asukas",
    "«Lehtikuja 1»",
    "«Metsäpolku 4 C»",
    "«Väylä-Kukkapolulla 8»",
    "«Laivaväylä 2»",
    "«Laivavayla 2»",
    "«Urheiluraitti 6»",
    "«Kukkakaari 11»",
    "«Kotiranta 3»",
    "«Keskuspuisto 5»",
    "«Bulevardi 7»",
    "«Esplanadilla 3»",
    "«Rautatienaukio 1»",
    "«Rautatienkatu 21»",
    "«Riihimäentie 5»",
    "«Koivurinne 9»",
    "«Mustikkamäki 14»",
    "«Koulupiha 2 A»",
    "«Ratapenger 8»",
    "«Iso Roobertinkatu 5»",
    "«Vanha Esimerkkitie 7»",
    "«Paavo Nurmen tie 3»",
    "«Maija Meikäläisen katu 2 B 4»",
    "«Kauppakatu 5, 00100 Helsinki»",
    "«Kauppakatu 5 A 3, 00100 HELSINKI», kiitos",
    "«Kauppakatu 5 00100 Helsinki»",
    "«kauppakatu 5, 00100» helsinki",
    "«Ha\u0308meenkatu 10»",
    "«Kauppa\u200bkatu 5»",
    "«Kauppakatu\u00a05»",
    "Kotikatu on «Kotikatu 1» ja työ «Työkatu 2»",
    # Swedish.
    "jag bor på «Storgatan 5»",
    "«Storgatan 5 B 12»",
    "«Björkvägen 12, 20100 Åbo»",
    "«Kyrkogränd 3»",
    "«Skolstigen 4 bst 2»",
    "Norra «Strandesplanaden 7»",
    # English.
    "I live at «12 Example Street»",
    "«12 Example Street, 00100 Helsinki»",
    "«12b High Road»",
    "«Flat 3, 12 Example Road»",
    "«221 Old Mill Lane», please",
    "our house is «5 Main St»",
    "i live at «12 example street»",
    "«Example Street 12»",
    "my address is «Example street 12 B»",
]

KEPT = [
    "Kela korvaa matkan valtatie 3 pitkin",
    "tie 4",
    "tiellä 4 on ruuhka",
    "Valtatiellä 3 oli ruuhka",
    "kantatie 51 ja seututie 180",
    "Kelan toimisto Kauppakatu",
    "PL 10, 00056 KELA",
    "PL 123",
    "00100 Helsinki",
    "matkakatto 300",
    "Asun Helsingissä",
    "Helsinki 5 km",
    "Lappeenranta 3 kk",
    "Asuin Riihimäellä 5 vuotta",
    "Riihimäki 2",
    "syyskuusta lähtien 3 kertaa",
    "kuntien 5 palvelua",
    "kuntoutuspolku 3",
    "hoitopolulla 2 vuotta",
    "perintökaari 5 luku",
    "verenkierto 2",
    "Kruunupuisto 5 päivää",
    "iltatie 2 tuntia",
    "viranomaislinja 9-15",
    "Kauppakatu 2026",
    "riksväg 4",
    "landsvägen 7",
    "2 way street",
    "5 km from the street",
    "the road is on 4 lane road",
    "street 5",
    "Hämeenlinna 3",
]


@pytest.mark.parametrize("marked", REDACTED)
def test_a_street_with_a_number_is_redacted(marked: str) -> None:
    assert_found(marked, KIND)


@pytest.mark.parametrize("text", KEPT)
def test_roads_boxes_and_towns_are_kept(text: str) -> None:
    assert redact(text).text == text
