"""Multinomial logistic regression over sparse and dense features side by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse
from scipy.optimize import minimize

Floats = npt.NDArray[np.float32]


class Weights(NamedTuple):
    """The weights of each label, and its intercept: shapes (sparse, labels), (dense, labels), (labels,)."""

    sparse: Floats
    dense: Floats
    intercept: Floats

    def scores(self, sparse: scipy.sparse.csr_matrix, dense: Floats) -> Floats:
        """Return each label's score of each text, shape (texts, labels)."""
        found: Floats = sparse @ self.sparse
        found += dense @ self.dense
        found += self.intercept
        return found


def fitted(
    sparse: scipy.sparse.csr_matrix,
    dense: Floats,
    labels: npt.NDArray[np.intp],
    example_weights: npt.NDArray[np.float64],
    c: float,
    iterations: int,
) -> Weights:
    """Return the weights that make the labels likeliest, less their squared length / 2c.

    What scikit-learn's LogisticRegression finds, in a small part of its time: that takes one matrix, and dense features
    kept as a sparse one, in double precision, are most of its work (docs/adr/0002).

    Args:
        sparse: shape (examples, sparse features).
        dense: shape (examples, dense features).
        labels: of each example, counted from 0.
        example_weights: how much each example counts, shape (examples,).
        c: inverse strength of the regularisation.
        iterations: of L-BFGS, at most.
    """
    examples, width = sparse.shape
    total, column = example_weights.sum(), example_weights.astype(np.float32)[:, None]
    examples_of = sparse.T.tocsr()
    shape = (width + dense.shape[1] + 1, labels.max() + 1)
    rows = np.arange(examples)

    def cost(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        """Return the mean cost of an example, and how it changes with each weight."""
        weights = flat.reshape(shape)
        scores = _parts(weights.astype(np.float32), width).scores(sparse, dense)
        scores -= scores.max(axis=1, keepdims=True)
        likelihood = example_weights @ scores[rows, labels]
        np.exp(scores, out=scores)
        totals = scores.sum(axis=1, keepdims=True)
        likelihood -= example_weights @ np.log(totals[:, 0])
        scores /= totals
        scores[rows, labels] -= 1
        scores *= column
        gradient = weights / c
        gradient[-1] = scores.sum(axis=0)
        gradient[:width] += examples_of @ scores
        gradient[width:-1] += dense.T @ scores
        return (np.square(weights[:-1]).sum() / (2 * c) - likelihood) / total, gradient.ravel() / total

    # A short memory of earlier steps: each is as large as all weights together.
    found = minimize(
        cost, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 5}
    )
    return _parts(found.x.reshape(shape).astype(np.float32), width)


def _parts(weights: Floats, width: int) -> Weights:
    return Weights(weights[:width], weights[width:-1], weights[-1])
