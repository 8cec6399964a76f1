"""The network that learns is the one that is served, and what it learns brings texts of one label together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.encoder import Encoder
from bot.encoder.adapter import NO_CHANGE, read_adapter
from bot.encoder.weights import WeightsError, packaged_weights, read_weights
from bot.tuning.network import Settings, tune

EXAMPLES = [
    ("taksi maksaa liikaa", "travel"),
    ("bussilla vai junalla perille", "travel"),
    ("how do i get there by car", "travel"),
    ("kuka saa kuntoutusrahaa", "allowance"),
    ("paljonko rahaa päivässä", "allowance"),
    ("money while i am in rehabilitation", "allowance"),
]
TEXTS = [text for text, _ in EXAMPLES]


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> Path:
    path = tmp_path_factory.mktemp("adapter") / "adapter.npz"
    tune(
        read_weights(packaged_weights()),
        EXAMPLES,
        Settings(rank=4, epochs=15, rate=3e-3, label_rate=0, scale=4, smoothing=0),
        told.append,
    ).save(path)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("encoder")


def separation(encoder: Encoder) -> float:
    """Return how much nearer texts of one label are to each other than to the others, as a difference of cosines."""
    vectors = encoder.encode(TEXTS)
    vectors -= vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = np.array([label for _, label in EXAMPLES])
    alike = labels[:, None] == labels
    cosines = vectors @ vectors.T
    return float(cosines[alike & ~np.eye(len(labels), dtype=bool)].mean() - cosines[~alike].mean())


def test_texts_of_one_label_come_together_in_the_served_encoder(folder: Path, adapter: Path) -> None:
    assert separation(Encoder(folder, adapter=adapter)) > separation(Encoder(folder)) + 0.5


def test_every_epoch_is_told_and_brings_the_loss_down(adapter: Path, told: list[str]) -> None:
    losses = [float(line.rpartition(" ")[2]) for line in told]
    assert len(losses) == 15
    assert losses[-1] < losses[0] / 2


def test_an_adapter_to_go_on_from_is_where_it_begins(adapter: Path) -> None:
    start = read_adapter(adapter)
    losses = []
    for given in (NO_CHANGE, start):
        told: list[str] = []
        settings = Settings(rank=4, epochs=1, rate=0, label_rate=0, scale=4, smoothing=0, dropout=0)
        found = tune(read_weights(packaged_weights()), EXAMPLES, settings, told.append, start=given)
        losses.append(float(told[-1].rpartition(" ")[2]))
    assert losses[1] < losses[0] / 2
    for name, factors in start.factors.items():
        for before, after in zip(factors, found.factors[name], strict=True):
            np.testing.assert_allclose(before, after, atol=1e-6)


def test_each_adapter_has_a_graph_of_its_own(folder: Path, adapter: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.npz"
    NO_CHANGE.save(other)
    plain, changed, unchanged = (Encoder(folder, adapter=each).encode(TEXTS) for each in (None, adapter, other))
    assert len(list(folder.iterdir())) == 3
    np.testing.assert_array_equal(plain, unchanged)
    assert not np.allclose(plain, changed, atol=0.01)


def test_an_adapter_is_read_as_it_was_written(adapter: Path, tmp_path: Path) -> None:
    read_adapter(adapter).save(tmp_path / "again.npz")
    again = read_adapter(tmp_path / "again.npz")
    for name, factors in read_adapter(adapter).factors.items():
        for before, after in zip(factors, again.factors[name], strict=True):
            np.testing.assert_array_equal(before, after)


def test_a_missing_adapter_is_named_with_the_mend(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"gone\.npz is missing.*make encoder"):
        Encoder(folder, adapter=tmp_path / "gone.npz")
