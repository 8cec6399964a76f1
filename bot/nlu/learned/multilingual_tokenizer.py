"""Splits a message into spaCy tokens and lemmas of its own language."""

# spaCy reads the annotations of Lemmatizer at run time, so they are not postponed here.
import re
from typing import Any, Dict, List, Optional

import simplemma
import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language
from spacy.tokens import Doc

from bot import languages
from bot.nlu.learned import messages

# spaCy takes signs off the ends of a word one by one and looks through the rest each time: a second for 2,000 quotes.
# No word of Finnish or English comes near this length, and few addresses of web pages do.
LONGEST_WORD = 100
_LONG_WORD = re.compile(rf"(\S{{{LONGEST_WORD}}})(\S+)")


def with_short_words(text: str) -> str:
    """Return a text with blanks in place of what is beyond a word's first `LONGEST_WORD` characters."""
    return _LONG_WORD.sub(lambda found: found[1] + " " * len(found[2]), text)


@Language.factory("simplemma_lemmatizer")
class Lemmatizer:
    """Sets each token's lemma from simplemma's dictionaries; without a dictionary a lemma is the word in lower case.

    spaCy's own Finnish lemmatizer needs the system library libvoikko; simplemma is pure Python, and also guesses at
    unknown and spoken forms. Its dictionaries stay packed in memory: 320 MB less a process, for 0.05 ms a new word.

    Args:
        nlp: the pipeline that it is a part of.
        name: its name there.
        dictionary: simplemma's name of the language; None for no dictionary.
        greedy: whether to guess at words that the dictionary lacks.
    """

    def __init__(self, nlp: Language, name: str, dictionary: Optional[str], greedy: bool) -> None:
        """Keep the settings."""
        self._dictionary, self._greedy = dictionary, greedy

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of a text."""
        for token in doc:
            token.lemma_ = self._lemma(token.text).lower()
        return doc

    def _lemma(self, word: str) -> str:
        if self._dictionary is None:
            return word
        lemma: str = simplemma.lemmatize(word, lang=self._dictionary, greedy=self._greedy, low_memory=True)
        return lemma


def spacy_pipeline(code: str) -> Language:
    """Return a spaCy pipeline of tokenizer and lemmatizer for one of the assistant's languages."""
    language = languages.get(code)
    pipeline = spacy.blank(language.spacy)
    settings = {"dictionary": language.simplemma, "greedy": language.greedy_lemmas}
    pipeline.add_pipe("simplemma_lemmatizer", config=settings)
    return pipeline


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER], is_trainable=False)
class MultilingualTokenizer(Tokenizer):
    """Tokenizes with spaCy, in the language that the LanguageIdentifier found."""

    def __init__(self, config: Dict[str, Any]) -> None:
        """Load a spaCy pipeline for each language; the default language's serves where a message's is none of them."""
        super().__init__(config)
        self._pipelines = {code: spacy_pipeline(code) for code in languages.codes()}
        self._default = self._pipelines[languages.default()]
        for pipeline in self._pipelines.values():
            pipeline("kela")  # reads the dictionaries now, not when the first person waits for an answer

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return what Rasa's tokenizers need: intents are not split into tokens."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the tokens of each example's text; Rasa's own splits the labels as well, which nothing reads."""
        for example in training_data.training_examples:
            if example.get(TEXT):
                example.set(TOKENS_NAMES[TEXT], self.tokenize(example, TEXT))
        return training_data

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """Return the tokens of `attribute` with their lemmas."""
        pipeline = self._pipelines.get(messages.language(message).code, self._default)
        tokens = pipeline(with_short_words(message.get(attribute)))
        return [Token(token.text, token.idx, lemma=token.lemma_) for token in tokens if not token.is_space]
