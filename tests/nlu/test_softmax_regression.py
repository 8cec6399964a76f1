"""The classifier's weights are those that scikit-learn finds for the same examples."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse
from sklearn.linear_model import LogisticRegression

from bot.nlu.learned.softmax_regression import Fitting, Weights, fitted, temperature

C = 5.0
EXAMPLES, SPARSE, DENSE, LABELS = 120, 40, 8, 4
# Each example counts once.
ONCE = np.ones(EXAMPLES)


def examples() -> tuple[scipy.sparse.csr_matrix, np.ndarray, np.ndarray]:
    """Return sparse and dense features of examples whose labels both kinds tell of, with noise."""
    chance = np.random.default_rng(7)
    labels = chance.integers(LABELS, size=EXAMPLES)
    sparse = scipy.sparse.random(EXAMPLES, SPARSE, 0.1, "csr", np.float32, chance)
    sparse += scipy.sparse.csr_matrix(np.eye(LABELS, SPARSE, dtype=np.float32)[labels])
    dense = (np.eye(LABELS, DENSE)[labels] + chance.normal(0, 0.7, (EXAMPLES, DENSE))).astype(np.float32)
    return sparse.tocsr(), dense, labels


def weights(
    sparse: scipy.sparse.csr_matrix,
    dense: np.ndarray,
    labels: np.ndarray,
    counts: np.ndarray = ONCE,
    c: float = C,
    epochs: int = 2000,
    batch: int = 1000,
    seed: int = 7,
) -> Weights:
    """Return the weights fitted to examples; where nothing else is said, to all of them at a time."""
    return fitted(sparse, dense, labels, counts, Fitting(c, epochs, 0.5, batch, seed), LABELS)


def test_scores_are_those_of_scikit_learn() -> None:
    sparse, dense, labels = examples()
    both = scipy.sparse.hstack([sparse, dense]).tocsr()
    expected = LogisticRegression(C=C, max_iter=1000, tol=1e-8).fit(both, labels).decision_function(both)
    found = weights(sparse, dense, labels).scores(sparse, dense)
    # Only differences between labels matter: a number added to all changes no confidence.
    np.testing.assert_allclose(found - found.mean(axis=1, keepdims=True), expected, atol=0.02)


def test_small_batches_find_nearly_the_same_scores() -> None:
    sparse, dense, labels = examples()
    found = [weights(sparse, dense, labels, batch=batch).scores(sparse, dense) for batch in (1000, 16)]
    whole, small = (scores - scores.mean(axis=1, keepdims=True) for scores in found)
    np.testing.assert_allclose(small, whole, atol=0.05)


def test_a_seed_gives_the_same_weights_each_time_and_another_others() -> None:
    sparse, dense, labels = examples()
    first, again, other = (weights(sparse, dense, labels, epochs=3, batch=16, seed=seed) for seed in (7, 7, 8))
    for one, same in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, same)
    assert np.abs(first.dense - other.dense).max() > 0.001


def test_a_label_without_examples_is_never_the_likeliest() -> None:
    sparse, dense, labels = examples()
    known = labels < LABELS - 1
    found = weights(sparse[known], dense[known], labels[known], ONCE[known], epochs=50, batch=16)
    assert (found.scores(sparse, dense).argmax(axis=1) != LABELS - 1).all()
    assert found.intercept.argmin() == LABELS - 1


@pytest.mark.parametrize("true", [0.5, 1.0, 2.0])
def test_the_temperature_is_that_at_which_confidences_are_true(true: float) -> None:
    chance = np.random.default_rng(7)
    scores = chance.normal(0, 2, (20_000, LABELS))
    probabilities = np.exp(scores / true)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    labels = (probabilities.cumsum(axis=1) < chance.random((len(scores), 1))).sum(axis=1)
    assert temperature(scores.astype(np.float32), labels) == pytest.approx(true, rel=0.05)


def test_without_a_text_the_temperature_is_1() -> None:
    assert temperature(np.zeros((0, LABELS), np.float32), np.zeros(0, np.intp)) == 1.0


def test_weights_fall_into_the_three_parts() -> None:
    sparse, dense, labels = examples()
    found = weights(sparse, dense, labels, epochs=5)
    assert [part.shape for part in found] == [(SPARSE, LABELS), (DENSE, LABELS), (LABELS,)]
    assert {part.dtype for part in found} == {np.dtype(np.float32)}


def test_more_regularisation_means_smaller_weights() -> None:
    sparse, dense, labels = examples()
    loose, strict = (weights(sparse, dense, labels, c=c, epochs=200) for c in (C, C / 100))
    assert np.abs(strict.dense).max() < np.abs(loose.dense).max()


def test_an_example_that_counts_twice_is_as_good_as_two() -> None:
    sparse, dense, labels = examples()
    counts = np.where(np.arange(EXAMPLES) < 30, 2.0, 1.0)
    again = np.concatenate([np.arange(EXAMPLES), np.arange(30)])
    counted = weights(sparse, dense, labels, counts).scores(sparse, dense)
    repeated = weights(sparse[again], dense[again], labels[again], np.ones(len(again)))
    np.testing.assert_allclose(counted, repeated.scores(sparse, dense), atol=0.02)
    once = weights(sparse, dense, labels).scores(sparse, dense)
    assert np.abs(counted - once).max() > 0.2
