"""Teaches the classifier typing errors: adds a mistyped copy of each training example."""

from __future__ import annotations

import random
from typing import Any, Dict

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learned.component import Component
from bot.nlu.learned.text import REDACTION_MARK

# Set on a copy, so that what is learnt from examples can tell it from one that a person wrote.
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

        copies: number of mistyped copies of each example.
        rate: proportion of the letters of a copy that are mistyped.
        seed: seed of the random errors.
        """
        return {"copies": 1, "rate": 0.04, "seed": 7}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the copies."""
        chance = random.Random(self._config["seed"])  # noqa: S311 (no secret; the same copies in every training)
        copies = []
        for example in training_data.intent_examples:
            text = example.get(TEXT)
            # A mistyped mark would no longer be one.
            if text and not REDACTION_MARK.search(text):
                copies += [
                    Message({**example.data, TEXT: mistyped(text, self._config["rate"], chance), COPY: True})
                    for _ in range(self._config["copies"])
                ]
        return training_data.merge(TrainingData(training_examples=copies))
