"""Finds ages in years: "45-vuotias", "seitsemänkymppinen", "oon 45", "my son is 6", "45yo"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities.entity import Entity
from bot.entities.numbers import Number
from bot.entities.reading import Reading

_PERSON = (
    r"(?:lapsi|lapseni|poika|poikani|tytto|tyttoni|tyttare?ni|tytar|isa|isani|aiti|aitini|vaimo|vaimoni|mies|mieheni|"
    r"asiakas|asiakkaani|potilas|kuntoutuja|vauva|kaveri|nuori|aikuinen|son|daughter|child|kid|boy|girl|father|dad|"
    r"mother|mum|mom|wife|husband|client|patient|brother|sister|man of|woman of|person of)"
)
_SELF_OR_OTHER = (
    r"(?:ika|ikaa|ikani|age|aged|olen|oon|i'm|im|i am|he's|she's|he is|she is|hes|shes|(?:han|se|hanella|silla) on|"
    r"taytin|taytan|tayttaa|taytti|tayttanyt|turned|turning|turns|turn)"
)
_VERB = r"(?:on|is|was|oli|tayttaa|taytti|turns|turned|who is|joka on)"
_FILLER = (
    r"(?:on|is|of|just|nyt|now|jo|already|juuri|noin|about|around|almost|melkein|kohta|ensi (?:kuussa|vuonna)|"
    r"next (?:month|year)|mulla|minulla|ikaa)"
)
_UNIT = re.compile(
    r"[ -]*(?:(?:vuoti|vuotis|vuotta vanh|vuotta taytta)[a-z]*|v\.?(?![\w.]*\w)|vee\b|yo\b|y\.o\.|y/o\b|y\.? old\b|"
    r"-?years?[ -]olds?\b|years? of age\b|yrs? old\b|-?yr-olds?\b)"
)
# "Kuuskymppinen": the number is "kuuskymppi", what makes it an age is the adjective's ending.
_DECADE = re.compile(r"(?<=kymppi)(?:nen|se\w*)\b")
_YEARS = re.compile(r" (?:vuotta|vuotias|years?|yrs?)\b(?! (?:sitten|ajan|ago|olen|oon|ollut|kesta))")
_CUE = re.compile(rf"\b(?:{_SELF_OR_OTHER}|{_PERSON}(?: {_VERB})?)(?: {_FILLER})*[ :,]*$")
# "38 vuotta" is an age rather than how long something took, unless what stands before it speaks of time.
_LENGTH_CUE = re.compile(
    r"\b(?:sairasta\w+|ollu\w*|kesta\w*|kesto|asunu\w*|jatku\w*|yli|alle|vahintaan|enintaan|for|over|under|past|last|since|least|most|than|"
    r"lasts?|lasted|takes?)(?: \w+)? $"
)
_YOUNGEST, _OLDEST = 11, 120


def with_unit(reading: Reading) -> Iterator[Entity]:
    """Find ages that say they are ages."""
    for number in reading.numbers:
        if unit := reading.after(number.end, _UNIT) or reading.after(number.end, _DECADE):
            yield _age(number, unit.end())
        elif years := reading.after(number.end, _YEARS):
            is_length = reading.before(number.start, _LENGTH_CUE)
            if reading.before(number.start, _CUE) or (_YOUNGEST <= number.value <= _OLDEST and not is_length):
                yield _age(number, years.end())


def with_cue(reading: Reading) -> Iterator[Entity]:
    """Find ages that only the words before them make one: "olen 45"."""
    for number in reading.numbers:
        if reading.before(number.start, _CUE):
            yield _age(number, number.end)


def _age(number: Number, end: int) -> Entity:
    # Whole years that have been reached: a child of one and a half is one.
    return Entity("age", int(number.value), number.start, end, number.unit)
