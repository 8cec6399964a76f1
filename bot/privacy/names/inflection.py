"""Finds the name that a Finnish or English form of it stands for: Liisan, Virtaselle, Heikin, Oliver's.

All forms are folded (lower case, no dots), as everywhere in the guard.
"""

from __future__ import annotations

from collections.abc import Iterator

# Endings of the cases that stand on the weak stem (Pekan, Pekalle), and those on the strong one (Pekkaa, Pekkana).
_WEAK_ENDINGS = ("n", "lla", "lle", "lta", "ssa", "sta", "ksi")
_STRONG_ENDINGS = ("a", "ta", "tta", "na")
_VOWELS = "aeiouy"
# Consonant gradation: end of the strong stem, end of the weak one. Names keep a single "t" or "k" as often as not.
_GRADATION = (
    ("nk", "ng"),
    ("nt", "nn"),
    ("lt", "ll"),
    ("rt", "rr"),
    ("mp", "mm"),
    ("kk", "k"),
    ("pp", "p"),
    ("tt", "t"),
    ("ht", "hd"),
    ("t", "d"),
    ("k", ""),
    ("p", "v"),
)
_SHORTEST_STEM = 3


def stems(name: str) -> set[tuple[str, str]]:
    """Return the weak and the strong stems that a folded name can have; what nobody writes does no harm."""
    found: set[tuple[str, str]] = set()
    for strong in _strong_stems(name):
        found.add((strong, strong))
        head, vowel = strong[:-1], strong[-1]
        for full, reduced in _GRADATION:
            if head.endswith(full) and not (len(full) == 1 and head[-2:-1] == full):
                found.add((head.removesuffix(full) + reduced + vowel, strong))
                break
    return found


def _strong_stems(name: str) -> Iterator[str]:
    if name.endswith("nen"):
        yield name.removesuffix("nen") + "se"
    elif name[-1] not in _VOWELS:
        yield f"{name}i"
        if name.endswith("s"):
            yield f"{name[:-1]}kse"
            yield name[:-1] + name[-2]
    elif name.endswith("e"):
        yield name
        yield f"{name}e"
    else:
        yield name
        if name.endswith("i") and len(name) > _SHORTEST_STEM:
            yield f"{name[:-1]}e"


def stems_of_form(form: str) -> Iterator[tuple[str, bool]]:
    """Yield each stem that a folded form may stand on, and whether it is a strong one."""
    for ending in _WEAK_ENDINGS:
        if form.endswith(ending):
            yield form.removesuffix(ending), False
    for ending in _STRONG_ENDINGS:
        if form.endswith(ending):
            yield form.removesuffix(ending), True
    # Into something: Liisaan, Tuomaaseen.
    if form.endswith("n") and len(form) > _SHORTEST_STEM and form[-2] in _VOWELS:
        if form[-2] == form[-3]:
            yield form[:-2], True
        if form.endswith("seen"):
            yield form.removesuffix("seen"), True


def english_base(form: str) -> str | None:
    """Return the name of an English possessive ("oliver's", "james'"), None for another form."""
    for ending in ("'s", "\u2019s", "'", "\u2019"):
        if form.endswith(ending):
            return form.removesuffix(ending)
    return None
