"""The classifier's weights are those that scikit-learn finds for the same examples."""

from __future__ import annotations

import numpy as np
import scipy.sparse
from sklearn.linear_model import LogisticRegression

from bot.nlu.softmax_regression import fitted

C = 5.0
EXAMPLES, SPARSE, DENSE, LABELS = 120, 40, 8, 4


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
    found = fitted(sparse, dense, labels, C, iterations=1000).scores(sparse, dense)
    # Only differences between labels matter: a number added to all changes no confidence.
    np.testing.assert_allclose(found - found.mean(axis=1, keepdims=True), expected, atol=0.02)


def test_weights_fall_into_the_three_parts() -> None:
    sparse, dense, labels = examples()
    weights = fitted(sparse, dense, labels, C, iterations=5)
    assert [part.shape for part in weights] == [(SPARSE, LABELS), (DENSE, LABELS), (LABELS,)]
    assert {part.dtype for part in weights} == {np.dtype(np.float32)}


def test_more_regularisation_means_smaller_weights() -> None:
    sparse, dense, labels = examples()
    loose, strict = (fitted(sparse, dense, labels, c, iterations=200) for c in (C, C / 100))
    assert np.abs(strict.dense).max() < np.abs(loose.dense).max()
