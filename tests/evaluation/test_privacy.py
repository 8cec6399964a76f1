"""The privacy guard finds people's names in sentences written before it, and spares ordinary messages."""

from __future__ import annotations

import pytest

from bot.languages import codes
from evaluation.privacy import BLIND, LOOK_ALIKES, Sentence, ordinary, removals, sentences

LEAST_FOUND = 0.95
# Of the blind set: 55 and 53 of 61 on 1 December 2026.
LEAST_FOUND_BLIND = 0.85
# Real names among them, some of which are not a fault.
MOST_REMOVED = 0.005
MOST_LOOK_ALIKES_REMOVED = 0.1
MOST_BLIND_LOOK_ALIKES_REMOVED = 0.05


def test_a_marked_sentence_is_read_with_its_spans() -> None:
    sentence = Sentence.of("«Aino» ja «Eetu Salo» täällä")

    assert sentence.text == "Aino ja Eetu Salo täällä"
    assert [sentence.text[start:end] for start, end in sentence.names] == ["Aino", "Eetu Salo"]


@pytest.mark.parametrize("strict", [False, True], ids=["every message", "what is kept"])
@pytest.mark.parametrize("language", codes())
def test_names_are_found(language: str, strict: bool) -> None:
    found = [
        each
        for kind, group in sentences(language).items()
        if kind != LOOK_ALIKES
        for sentence in group
        for each in sentence.found(strict)
    ]

    assert len(found) >= 120
    assert sum(found) >= LEAST_FOUND * len(found)


@pytest.mark.parametrize("language", codes())
def test_look_alikes_are_spared(language: str) -> None:
    messages = [sentence.text for sentence in sentences(language)[LOOK_ALIKES]]

    assert len(messages) >= 120
    assert len(removals(messages, strict=False)) <= MOST_LOOK_ALIKES_REMOVED * len(messages)


@pytest.mark.parametrize("language", codes())
def test_sentences_written_blind_hold(language: str) -> None:
    groups = sentences(language, BLIND)
    look_alikes = [sentence.text for sentence in groups.pop(LOOK_ALIKES)]
    found = [each for group in groups.values() for sentence in group for each in sentence.found(strict=False)]

    assert len(found) >= 60
    assert len(look_alikes) == 120
    assert sum(found) >= LEAST_FOUND_BLIND * len(found)
    assert len(removals(look_alikes, strict=False)) <= MOST_BLIND_LOOK_ALIKES_REMOVED * len(look_alikes)


@pytest.mark.parametrize("language", codes())
def test_ordinary_messages_are_spared(language: str) -> None:
    messages = ordinary(language)["data/nlu"]

    assert len(removals(messages, strict=False)) <= MOST_REMOVED * len(messages)
