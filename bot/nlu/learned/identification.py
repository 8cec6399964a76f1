"""Says in which language a text is written, with the conversation's language as prior."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Dict, FrozenSet, List, Optional

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

from bot import languages
from bot.contract import IdentifiedLanguage
from bot.directory import municipalities
from bot.nlu.learned.text import without_marks
from bot.nlu.learned.words import borrowed, learned_words

# Languages that only have to be recognised when they are clear, by ISO 639-1 code: how likely each is before the first
# word is read, beside 1 for those that the assistant speaks, which people come here with.
RECOGNISED = {"sv": 0.3, "et": 0.1, "de": 0.1, "fr": 0.1, "es": 0.1, "so": 0.1}
OTHER = "other"
# Words that say nothing about the language: they are the same in all of them.
_NEUTRAL = re.compile(
    r"(?:\d[\d.,:/-]*\w{0,3}|ok(?:ay|ei)?|kela\w*|km|eur\w{0,2}|e|sv|ku|omakela|laku|opi|akva|extranet|katso|sms|adhd|"
    r"ms|taxi)?",
    re.IGNORECASE,
)
_PUNCTUATION = " .,;:!?()\"“”'…-–"
# Scripts of languages neither spoken here nor recognised: Greek, Cyrillic, Hebrew, Arabic, Indic, Thai, CJK ...
_FOREIGN_SCRIPT = re.compile(
    r"[\u0370-\u03ff\u0400-\u052f\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1200-\u137f\u3040-\u9fff\uac00-\ud7af]"
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence of a language counts.

    Attributes:
        telling: how many times likelier a language is for each word that only this language has.
        least: minimum of the detector's confidence in a language, since it is overconfident on short texts.
        single_word: exponent of the detector's confidence in a single word; a name must not flip a conversation.
        unspoken: minimum probability of a language that the assistant does not speak.
    """

    telling: float = 6.0
    least: float = 1e-4
    single_word: float = 0.5
    unspoken: float = 0.6


WEIGHTS = Weights()
# More telling words say nothing new, and a number has an end.
MOST_TELLING = 100


def identify(text: str, prior: Optional[str] = None, prior_weight: float = 4.0) -> IdentifiedLanguage:
    """Identify the language of `text`.

    Args:
        text: what the person wrote.
        prior: language code of the conversation so far, or None.
        prior_weight: how many times likelier the conversation's language is than the other supported ones.

    Returns:
        The language; for text that carries no evidence (numbers, "ok", a municipality) the prior, else the default one.
    """
    spoken = languages.codes()
    words = _evidence(text)
    letters = _letters(words)
    if letters < 2:
        return _identified(prior if prior in spoken else languages.default(), 0.5)
    if len(_FOREIGN_SCRIPT.findall(" ".join(words))) > letters / 2:
        return _identified(OTHER, 1.0)
    scores = _scores(words, prior if prior in spoken else None, prior_weight)
    total = sum(scores.values())
    code = max(scores, key=lambda key: scores[key])
    if code not in spoken and (len(words) < 2 or scores[code] / total < WEIGHTS.unspoken):
        code = max(spoken, key=lambda key: scores[key])
    return _identified(code, scores[code] / total)


def load() -> None:
    """Load the detector's models now rather than with the first message."""
    _detector()


def _identified(code: str, confidence: float) -> IdentifiedLanguage:
    return IdentifiedLanguage(code=code, confidence=round(confidence, 4), supported=code in languages.codes())


def _evidence(text: str) -> List[str]:
    """Return the words of `text` that tell its language: none for "25 euroa?" or the name of a municipality."""
    words = [word.strip(_PUNCTUATION) for word in without_marks(text).split()]
    words = [word for word in words if not _NEUTRAL.fullmatch(word) and word.casefold() not in _place_names()]
    own = [word for word in words if not borrowed().fullmatch(word)]
    return own if _letters(own) >= 2 else words


def _letters(words: List[str]) -> int:
    return len(_LETTER.findall("".join(words)))


def _scores(words: List[str], prior: Optional[str], prior_weight: float) -> Dict[str, float]:
    """Return how much speaks for each language, by its code; not normalised."""
    weights = _priors()
    if prior is not None:
        weights[prior] *= prior_weight
    plain = [word.casefold().replace("’", "'") for word in words]
    told = {code: sum(word in telling for word in plain) for code, telling in _telling().items() if code in weights}
    for code, count in told.items():
        weights[code] *= math.pow(WEIGHTS.telling, min(count, MOST_TELLING))
    sharpness = 1.0 if len(words) > 1 else WEIGHTS.single_word
    # A language that the detector does not know has its telling words in place of the detector's confidence.
    confidences = {code: told.get(code, 0) / len(words) for code in weights}
    for value in _detector().compute_language_confidence_values(" ".join(words)):
        confidences[_by_detector()[value.language.iso_code_639_1]] = value.value
    return {
        code: weights[code] * math.pow(max(confidence, WEIGHTS.least), sharpness)
        for code, confidence in confidences.items()
    }


def _priors() -> Dict[str, float]:
    return {**RECOGNISED, **dict.fromkeys(languages.codes(), 1.0)}


@lru_cache(maxsize=1)
def _place_names() -> FrozenSet[str]:
    names = " ".join(f"{place.fi} {place.sv}" for place in municipalities().values())
    return frozenset(names.casefold().split())


@lru_cache(maxsize=1)
def _telling() -> Dict[str, FrozenSet[str]]:
    return {code: frozenset(words.telling) for code, words in learned_words().items()}


@lru_cache(maxsize=1)
def _by_detector() -> Dict[IsoCode639_1, str]:
    """Return the code of each language that the detector knows; no other."""
    known = {code: code for code in RECOGNISED if code not in languages.codes()}
    for code in languages.codes():
        iso = languages.get(code).lingua
        if iso is not None:
            known[iso] = code
    return {IsoCode639_1.from_str(iso): code for iso, code in known.items()}


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    codes = list(_by_detector())
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_preloaded_language_models().build()
