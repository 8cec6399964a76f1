"""Training data is merged as Rasa merges it, but without copies of the examples."""

from __future__ import annotations

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.run.training import _merged


def data(*texts: str, **further: object) -> TrainingData:
    """Return training data of texts."""
    return TrainingData([Message({TEXT: text, INTENT: "answer"}) for text in texts], **further)


def test_what_is_merged_is_what_rasa_merges() -> None:
    one = data("a", "b", entity_synonyms={"x": "y"}, responses={"answer/a": [{"text": "A"}]})
    other = data("c", regex_features=[{"name": "r", "pattern": "p"}], lookup_tables=[{"name": "l", "elements": ["e"]}])
    assert one.intents == {"answer"}  # which Rasa remembers
    expected, found = one.merge(other, None), _merged(one, other, None)
    for name in ("training_examples", "entity_synonyms", "regex_features", "lookup_tables", "responses", "intents"):
        assert getattr(found, name) == getattr(expected, name)
    assert [example.get(TEXT) for example in found.intent_examples] == ["a", "b", "c"]


def test_examples_are_the_same_objects_and_their_data_is_left_as_it_was() -> None:
    one, other = data("a"), data("b")
    assert _merged(one, other).training_examples[1] is other.training_examples[0]
    assert [example.get(TEXT) for example in one.intent_examples] == ["a"]
