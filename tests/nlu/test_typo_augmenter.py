"""Mistyped copies: of a share of the examples, the same in every training, each known as a copy."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.learned.typo_augmenter import COPY, TypoAugmenter

TEXTS = [f"mistä haetaan matkakorvausta {number}" for number in range(200)]


def copies(texts: list[str], **settings: Any) -> dict[str, str]:
    """Return the copies of texts by their originals."""
    component = TypoAugmenter({**TypoAugmenter.get_default_config(), **settings})
    data = TrainingData([Message({TEXT: text, INTENT: "answer"}) for text in texts])
    found = component.process_training_data(data).intent_examples
    assert [example.get(TEXT) for example in found[: len(texts)]] == texts
    return {example.get(COPY): example.get(TEXT) for example in found[len(texts) :]}


@pytest.mark.parametrize(("share", "least", "most"), [(0, 0, 0), (0.25, 30, 70), (1, 200, 200)])
def test_a_share_of_the_examples_is_copied(share: float, least: int, most: int) -> None:
    assert least <= len(copies(TEXTS, share=share)) <= most


def test_a_copy_is_mistyped_and_names_its_original() -> None:
    found = copies(TEXTS, share=1)
    assert set(found) == set(TEXTS)
    # Two equal letters that change places are no error.
    assert sum(original.lower() != text.lower() for original, text in found.items()) > 0.9 * len(TEXTS)


def test_copies_are_the_same_in_every_training_and_others_by_another_seed() -> None:
    assert copies(TEXTS) == copies(TEXTS)
    assert copies(TEXTS, seed=7) != copies(TEXTS, seed=8)


def test_one_changed_example_changes_no_other_copy() -> None:
    before, after = copies(TEXTS, share=1), copies(["uusi kysymys", *TEXTS[1:]], share=1)
    assert {text: before[text] for text in TEXTS[1:]} == {text: after[text] for text in TEXTS[1:]}


def test_a_mark_of_the_privacy_guard_is_never_mistyped() -> None:
    assert copies(["numeroni on [phone_number]"], share=1) == {}
