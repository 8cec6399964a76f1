"""Teaches the classifier typing errors: adds mistyped copies of training examples."""

from __future__ import annotations

import random
from typing import Any, Dict

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learned.component import Component
from bot.nlu.learned.text import REDACTION_MARK

# Set on a copy: the text it was made from. What is learnt from examples can so tell it from one that a person wrote.
COPY = "mistyped_copy"

# Each key's neighbours on a Finnish keyboard.
_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_NEIGHBOURS = {
    key: "".join(other[max(0, place - 1) : place + 2] for other in _ROWS[max(0, row - 1) : row + 2]).replace(key, "")
    for row, keys in enumerate(_ROWS)
    for place, key in enumerate(keys)
}
_UNDOTTED = str.maketrans("äöåÄÖÅ", "aoaAOA")


def mistyped(text: str, rate: float, chance: random.Random) -> str:
    """Return `text` with about `rate` of its letters mistyped, at least one.

    Errors are those people make: a letter missing, swapped, doubled, a neighbouring key, a missing space; sometimes
    dots left off and no capitals or punctuation at all.
    """
    letters = list(text)
    for _ in range(max(1, round(len(letters) * rate))):
        places = [place for place, letter in enumerate(letters) if letter.isalpha()]
        if not places:
            break
        place, error = chance.choice(places), chance.random()
        if error < 0.30:
            letters.pop(place)
        elif error < 0.50 and place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        elif error < 0.65:
            letters.insert(place, letters[place])
        elif error < 0.85:
            letters[place] = chance.choice(_NEIGHBOURS.get(letters[place].lower(), letters[place]))
        elif " " in letters:
            letters.pop(chance.choice([place for place, letter in enumerate(letters) if letter == " "]))
    result = "".join(letters)
    if chance.random() < 0.3:
        result = result.translate(_UNDOTTED)
    return result.lower().rstrip("?.!") if chance.random() < 0.5 else result


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER], is_trainable=False)
class TypoAugmenter(Component):
    """Adds mistyped copies in training and leaves messages alone; what that gained is in docs/adr/0002."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings.

        share: share of the examples that get a mistyped copy. Each is one more text to encode; what more of them
            would bring is in docs/adr/0021.
        rate: proportion of the letters of a copy that are mistyped.
        seed: seed of which examples are copied, and of the random errors.
        """
        return {"share": 0.25, "rate": 0.04, "seed": 7}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the copies. A copy depends on nothing but its original's text: it is the same in every training."""
        copies = []
        for example in training_data.intent_examples:
            text = example.get(TEXT)
            chance = random.Random(f"{self._config['seed']} {text}")  # noqa: S311 (no secret)
            # A mistyped mark would no longer be one.
            if text and chance.random() < self._config["share"] and not REDACTION_MARK.search(text):
                copies.append(Message({**example.data, TEXT: mistyped(text, self._config["rate"], chance), COPY: text}))
        return training_data.merge(TrainingData(training_examples=copies))
