"""The classifier's weights are those that scikit-learn finds for the same examples."""

from __future__ import annotations

import numpy as np
import scipy.sparse
from sklearn.linear_model import LogisticRegression

from bot.nlu.learned.softmax_regression import fitted

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


def test_scores_are_those_of_scikit_learn() -> None:
    sparse, dense, labels = examples()
    both = scipy.sparse.hstack([sparse, dense]).tocsr()
    expected = LogisticRegression(C=C, max_iter=1000, tol=1e-8).fit(both, labels).decision_function(both)
    found = fitted(sparse, dense, labels, ONCE, C, iterations=1000).scores(sparse, dense)
    # Only differences between labels matter: a number added to all changes no confidence.
    np.testing.assert_allclose(found - found.mean(axis=1, keepdims=True), expected, atol=0.02)


def test_weights_fall_into_the_three_parts() -> None:
    sparse, dense, labels = examples()
    weights = fitted(sparse, dense, labels, ONCE, C, iterations=5)
    assert [part.shape for part in weights] == [(SPARSE, LABELS), (DENSE, LABELS), (LABELS,)]
    assert {part.dtype for part in weights} == {np.dtype(np.float32)}


def test_more_regularisation_means_smaller_weights() -> None:
    sparse, dense, labels = examples()
    loose, strict = (fitted(sparse, dense, labels, ONCE, c, iterations=200) for c in (C, C / 100))
    assert np.abs(strict.dense).max() < np.abs(loose.dense).max()


def test_an_example_that_counts_twice_is_as_good_as_two() -> None:
    sparse, dense, labels = examples()
    counts = np.where(np.arange(EXAMPLES) < 30, 2.0, 1.0)
    again = np.concatenate([np.arange(EXAMPLES), np.arange(30)])
    counted = fitted(sparse, dense, labels, counts, C, iterations=500).scores(sparse, dense)
    repeated = fitted(sparse[again], dense[again], labels[again], np.ones(len(again)), C, iterations=500)
    np.testing.assert_allclose(counted, repeated.scores(sparse, dense), atol=0.02)
    once = fitted(sparse, dense, labels, ONCE, C, iterations=500).scores(sparse, dense)
    assert np.abs(counted - once).max() > 0.2
