"""Says in which language a message is written, with the conversation's language as prior."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Dict, FrozenSet, List, Optional, Text

from lingua import Language, LanguageDetector, LanguageDetectorBuilder
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.directory import municipalities
from bot.nlu.learned.text import is_payload, without_marks

SUPPORTED = ("fi", "en")
_LINGUA = {
    "fi": Language.FINNISH,
    "en": Language.ENGLISH,
    "sv": Language.SWEDISH,
    "et": Language.ESTONIAN,
    "de": Language.GERMAN,
    "fr": Language.FRENCH,
    "es": Language.SPANISH,
    "so": Language.SOMALI,
}
# How likely each language is before the first word is read. Finnish and English are what people come here
# with; the others only have to be recognised when they are clear.
_BASE_PRIOR = {"fi": 1.0, "en": 1.0, "sv": 0.3, "et": 0.1, "de": 0.1, "fr": 0.1, "es": 0.1, "so": 0.1}
# Words that say nothing about the language: they are the same in a Finnish and an English message.
_NEUTRAL = re.compile(
    r"(?:\d[\d.,:/-]*\w{0,3}|ok(?:ay|ei)?|kela\w*|km|eur\w{0,2}|e|sv|ku|omakela|laku|opi|akva|extranet|katso|sms|adhd|"
    r"ms|taxi)?",
    re.IGNORECASE,
)
# Finnish names of benefits and services, which people who write English also use: "who gets kuntoutusraha?" They count
# only where nothing else is said.
_FINNISH_TERM = re.compile(
    r"[a-zåäö-]*(?:kuntoutu|korvaus|rahaa?$|tuki$|tuke)|vaativa|lääkinnälli|harkinnanvarai|sopeutumisv|nuoren|"
    r"omavastuu|viranomaislinja|yhteistyökumppan|palvelun?tuotta|palvelukuvau|esivalinta|tutkimuslupa|tuloksellisuu|"
    r"tulkkau|lausunto|työterveyshuolto",
    re.IGNORECASE,
)
# Short words that only one of the three languages has. The detector goes by letters, so in a short message one long
# Finnish term or name outweighs them; each of them makes its language this many times likelier.
_TELLING_WEIGHT = 6.0
_TELLING = {
    "en": frozenset(
        "the a an is are am was do does did can could will would should i i'm i'll my me we our you your he she his "
        "her it it's its what who whom where when which why how much many for of with from about and or if not don't "
        "please pls thanks thank this that there get have has need want in at by give tell contact number email "
        "english finnish".split()
    ),
    "fi": frozenset(
        "ei emme ja tai vai että jos kun niin mitä mikä kuka ketä missä mistä mihin minne milloin miten kuinka miksi "
        "onko onks saako saanko saaks voiko voinko voiks paljonko paljo pitääkö pitää voi saa minä minun mun mä mul "
        "mulla sinä te meidän hän oon olen se ne tämä tää kiitos entä mites".split()
    ),
    "sv": frozenset(
        "och är jag vi ni det att för som inte hur vad vem när får mitt till från eller har vill ska ett tack hej på "
        "av".split()
    ),
}
_PUNCTUATION = " .,;:!?()\"“”'…-–"
# Scripts that neither Finnish, English nor Swedish uses: Greek, Cyrillic, Hebrew, Arabic, Indic, Thai, CJK ...
_FOREIGN_SCRIPT = re.compile(
    r"[\u0370-\u03ff\u0400-\u052f\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1200-\u137f\u3040-\u9fff\uac00-\ud7af]"
)
_LETTER = re.compile(r"[^\W\d_]")
# The detector's confidence in a language is taken as no less than this: it is surer of short texts than it should be.
_LEAST = 1e-4


@dataclass(frozen=True)
class IdentifiedLanguage:
    """A language code, its probability, and whether the assistant speaks it."""

    code: str
    confidence: float

    @property
    def supported(self) -> bool:
        """Whether the assistant answers in this language."""
        return self.code in SUPPORTED


@lru_cache(maxsize=1)
def _place_names() -> FrozenSet[str]:
    names = " ".join(f"{place.fi} {place.sv}" for place in municipalities().values())
    return frozenset(names.casefold().split())


def _letters(words: List[str]) -> int:
    return len(_LETTER.findall("".join(words)))


def _evidence(text: str) -> List[str]:
    """Return the words of `text` that tell its language: none for "25 euroa?" or the name of a municipality."""
    words = [word.strip(_PUNCTUATION) for word in without_marks(text).split()]
    words = [word for word in words if not _NEUTRAL.fullmatch(word) and word.casefold() not in _place_names()]
    own = [word for word in words if not _FINNISH_TERM.match(word)]
    return own if _letters(own) >= 2 else words


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LINGUA.values()).with_preloaded_language_models().build()


def identify(text: str, prior: Optional[str] = None, prior_weight: float = 4.0) -> IdentifiedLanguage:
    """Identify the language of `text`.

    Args:
        text: what the person wrote.
        prior: language code of the conversation so far, or None.
        prior_weight: how many times likelier the conversation's language is than the other supported one.

    Returns:
        The language; for text that carries no evidence (numbers, "ok", a municipality) the prior, else Finnish.
    """
    words = _evidence(text)
    fallback = IdentifiedLanguage(prior if prior in SUPPORTED else "fi", 0.5)
    evidence = " ".join(words)
    letters = _letters(words)
    if letters < 2:
        return fallback
    if len(_FOREIGN_SCRIPT.findall(evidence)) > letters / 2:
        return IdentifiedLanguage("other", 1.0)
    weights = dict(_BASE_PRIOR)
    if prior in SUPPORTED:
        weights[str(prior)] *= prior_weight
    for code, telling in _TELLING.items():
        weights[code] *= math.pow(_TELLING_WEIGHT, sum(word.casefold().replace("’", "'") in telling for word in words))
    # A single word is weak evidence: a name or a place must not flip a conversation.
    sharpness = 1.0 if len(words) > 1 else 0.5
    scores: Dict[str, float] = {}
    for value in _detector().compute_language_confidence_values(evidence):
        code = next(code for code, language in _LINGUA.items() if language == value.language)
        scores[code] = weights[code] * math.pow(max(value.value, _LEAST), sharpness)
    total = sum(scores.values())
    code = max(scores, key=lambda key: scores[key])
    confidence = scores[code] / total
    if code not in SUPPORTED and (len(words) < 2 or confidence < 0.6):
        code = max(SUPPORTED, key=lambda key: scores[key])
        confidence = scores[code] / total
    return IdentifiedLanguage(code, confidence)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER], is_trainable=False)
class LanguageIdentifier(GraphComponent):
    """Sets the message's `language` to {"code": "fi", "confidence": 0.98, "supported": true}.

    The gateway passes the conversation's language as `language_prior` and a caller's hint as `language_hint`
    in the message's metadata.
    """

    def __init__(self, config: Dict[Text, Any]) -> None:
        """Load the detector's models once, before the first message."""
        self._config = config
        _detector()

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return weights by which a known language outweighs the other supported one."""
        return {"prior_weight": 4.0, "hint_weight": 20.0}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
        """Create the component."""
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the language of each message."""
        for message in messages:
            metadata = message.get("metadata") or {}
            hint, prior = metadata.get("language_hint"), metadata.get("language_prior")
            weight = self._config["prior_weight"] if prior else self._config["hint_weight"]
            text = message.get(TEXT) or ""
            language = identify("" if is_payload(text) else text, prior or hint, weight)
            message.set(
                "language",
                {"code": language.code, "confidence": round(language.confidence, 4), "supported": language.supported},
                add_to_output=True,
            )
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the language of each training example."""
        self.process(training_data.training_examples)
        return training_data
