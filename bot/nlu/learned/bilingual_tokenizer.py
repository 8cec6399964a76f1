"""Splits a message into spaCy tokens and lemmas of its own language."""

from __future__ import annotations

from typing import Any, Dict, List, Text

import simplemma
import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language
from spacy.tokens import Doc


@Language.component("simplemma_lemmatizer")
def simplemma_lemmatizer(doc: Doc) -> Doc:
    """Set each token's lemma from simplemma's dictionaries.

    spaCy's own Finnish lemmatizer needs the system library libvoikko; simplemma is pure Python, and it
    also knows how to guess at unknown and spoken forms. Its dictionaries stay packed in memory: 320 MB less a process,
    for 0.05 ms a word that is new to it.
    """
    greedy = doc.lang_ == "fi"
    for token in doc:
        token.lemma_ = simplemma.lemmatize(token.text, lang=doc.lang_, greedy=greedy, low_memory=True).lower()
    return doc


def spacy_pipeline(language: str) -> Language:
    """Return a spaCy pipeline of tokenizer and lemmatizer for `language` ("fi" or "en")."""
    pipeline = spacy.blank(language)
    pipeline.add_pipe("simplemma_lemmatizer")
    return pipeline


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER], is_trainable=False)
class BilingualTokenizer(Tokenizer):
    """Tokenizes with spaCy, in the language that the LanguageIdentifier found."""

    def __init__(self, config: Dict[Text, Any]) -> None:
        """Load a spaCy pipeline for each configured language."""
        super().__init__(config)
        self._pipelines = {language: spacy_pipeline(language) for language in config["languages"]}
        self._default = config["languages"][0]
        for pipeline in self._pipelines.values():
            pipeline("kela")  # reads the dictionaries now, not when the first person waits for an answer

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the languages to load; the first serves where the message's language is another."""
        return {"languages": ["fi", "en"], "intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Return the tokens of `attribute` with their lemmas."""
        code = (message.get("language") or {}).get("code")
        pipeline = self._pipelines.get(code, self._pipelines[self._default])
        tokens = pipeline(message.get(attribute))
        return [Token(token.text, token.idx, lemma=token.lemma_) for token in tokens if not token.is_space]
