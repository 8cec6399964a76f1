"""Inflects Finnish place names: genitive, partitive and the cases of place, standard and spoken, and their residents.

All forms are folded (lower case, no dots), since people leave the dots out; vowel harmony then needs no care. Where a
name's ending allows several stems it gets all of them: a form that nobody writes does no harm, and learners of Finnish
do write Turkussa.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict

Forms = dict[str, set[str]]

# Ending of the name; its weak stem, to which -n, -ssa and -lla are added; its strong stem, to which the illative is.
# The first ending that fits is used. Consonant gradation: Iso suomen kielioppi, https://scripta.kotus.fi/visk
_STEMS = (
    # Words in -i whose stem ends in -e.
    ("lahti", "lahde", "lahte"),
    ("vesi", "vede", "vete"),
    ("lansi", "lanne", "lante"),
    ("joki", "joe", "joke"),
    ("maki", "mae", "make"),
    ("koski", "koske", "koske"),
    ("jarvi", "jarve", "jarve"),
    ("niemi", "nieme", "nieme"),
    ("salmi", "salme", "salme"),
    ("saari", "saare", "saare"),
    ("nummi", "numme", "numme"),
    ("suomi", "suome", "suome"),
    ("loppi", "lope", "loppe"),
    # Consonant gradation.
    ("nki", "ngi", "nki"),
    ("nka", "nga", "nka"),
    ("nko", "ngo", "nko"),
    ("nta", "nna", "nta"),
    ("nto", "nno", "nto"),
    ("mpu", "mmu", "mpu"),
    ("mpi", "mmi", "mpi"),
    ("lta", "lla", "lta"),
    ("rta", "rra", "rta"),
    ("hti", "hdi", "hti"),
    ("eto", "edo", "eto"),
    ("oto", "odo", "oto"),
    ("juuka", "juua", "juuka"),
    ("turku", "turu", "turku"),
    ("kku", "ku", "kku"),
    ("kka", "ka", "kka"),
    ("ppi", "pi", "ppi"),
    ("tti", "ti", "tti"),
    ("ita", "ida", "ita"),
    # Other changes.
    ("nen", "se", "se"),
    ("aus", "aude", "aute"),
    ("avus", "avude", "avute"),
    ("pudas", "putaa", "putaa"),
    ("laidun", "laitume", "laitume"),
    ("virrat", "virroi", "virtoi"),
    # The place is on Kangasalla, not Kangasalalla; its other forms are regular.
    ("kangasala", "kangasa", "kangasala"),
)
# The first word of these names is inflected with the second: Uudessakaupungissa, Isonkyrön.
_FIRST_WORDS = {"uusi": ("uude", "uute"), "iso": ("iso", "iso")}


def folded_name(text: str) -> str:
    """Return the text in lower case, without the dots and rings of its letters."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def finnish_forms(name: str) -> Forms:
    """Return the folded forms of a Finnish place name by case, its residents (turkulainen) as the case "resident"."""
    folded = folded_name(name)
    forms: Forms = defaultdict(set, {"nominative": {folded}})
    for weak, strong in _stems(folded):
        _add(forms, _case_forms(weak, strong))
        resident = f"{strong}lai"
        forms["resident"] |= {f"{resident}nen", f"{resident}sten"}
        for stem in (f"{resident}se", f"{resident}si"):
            forms["resident"] |= set().union(*_case_forms(stem, stem).values())
    if folded.endswith("nen"):
        plural = folded.removesuffix("nen") + "si"
        _add(forms, _case_forms(plural, plural))
        forms["genitive"].add(folded.removesuffix("nen") + "sten")
    for first, stems in _FIRST_WORDS.items():
        if folded.startswith(first):
            _add(forms, _joined(_case_forms(*stems), finnish_forms(folded.removeprefix(first))))
    return dict(forms)


def _stems(name: str) -> set[tuple[str, str]]:
    plain = name if name[-1] in "aeiouy" else f"{name}i"
    found = {(plain, plain)}
    if name.endswith("e"):
        found.add((f"{name}e", f"{name}e"))
    if name.endswith("s"):
        found.add((f"{name[:-1]}kse", f"{name[:-1]}kse"))
    for ending, weak, strong in _STEMS:
        if name.endswith(ending):
            head = name.removesuffix(ending)
            found.add((head + weak, head + strong))
            break
    return found


def _case_forms(weak: str, strong: str) -> Forms:
    """Return the forms of one stem; those without their last sound (Turus, Turkuu) are spoken Finnish."""
    return {
        "genitive": {f"{weak}n"},
        "partitive": _partitive(strong),
        "inessive": {f"{weak}ssa", f"{weak}s"},
        "elative": {f"{weak}sta", f"{weak}st"},
        "illative": _illative(strong),
        "adessive": {f"{weak}lla", f"{weak}l"},
        "ablative": {f"{weak}lta", f"{weak}lt"},
        "allative": {f"{weak}lle"},
    }


def _partitive(stem: str) -> set[str]:
    if stem.endswith("ee"):
        return {f"{stem}ta", f"{stem[:-1]}tta"}
    return {f"{stem}ta"} if _ends_long(stem) else {f"{stem}a"}


def _illative(stem: str) -> set[str]:
    if _ends_long(stem):
        return {f"{stem}seen", f"{stem}h{stem[-1]}n"}
    return {f"{stem}{stem[-1]}n", f"{stem}{stem[-1]}"}


def _ends_long(stem: str) -> bool:
    return stem[-2] == stem[-1] or stem.endswith("oi")


def _add(forms: Forms, more: Forms) -> None:
    for case, texts in more.items():
        forms[case] |= texts


def _joined(first: Forms, second: Forms) -> Forms:
    return {case: {head + tail for head in first[case] for tail in second[case]} for case in first}
