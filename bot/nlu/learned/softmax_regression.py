"""Multinomial logistic regression over sparse and dense features side by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

Floats = npt.NDArray[np.float32]
_TINY = np.float32(1e-8)


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


class Fitting(NamedTuple):
    """How to fit.

    Attributes:
        c: inverse strength of the regularisation.
        epochs: times every example is seen.
        rate: size of the first steps; steps shrink to nothing by the last one.
        batch: examples seen at a time.
        seed: of the order in which examples are seen.
    """

    c: float
    epochs: int
    rate: float
    batch: int
    seed: int


DEFAULTS = Fitting(c=10.0, epochs=8, rate=0.25, batch=512, seed=7)
# What may be found for the temperature; without a text to choose it on it is 1.
TEMPERATURES = (0.2, 5.0)


def fitted(
    sparse: scipy.sparse.csr_matrix,
    dense: Floats,
    labels: npt.NDArray[np.intp],
    example_weights: npt.NDArray[np.float64],
    fitting: Fitting,
    label_count: int,
) -> Weights:
    """Return the weights that make the labels likeliest, less their squared length / 2c.

    A few passes in small batches, each weight with a step of its own (AdaGrad: Duchi, Hazan and Singer, 2011), which
    suits features that most examples lack. A batch reads and changes only the weights of the sparse features in it.
    What that takes beside L-BFGS over the whole is in docs/adr/0021.

    Args:
        sparse: shape (examples, sparse features).
        dense: shape (examples, dense features).
        labels: of each example, counted from 0.
        example_weights: how much each example counts, shape (examples,).
        fitting: how to fit.
        label_count: number of labels; one that no example has becomes unlikely.
    """
    learner = _Learner(sparse, dense.shape[1], label_count, float(example_weights.sum()), fitting)
    shares = (example_weights / example_weights.mean()).astype(np.float32)
    chance = np.random.default_rng(fitting.seed)
    for _ in range(fitting.epochs):
        order = chance.permutation(len(labels))
        # Rows of one batch side by side, so that a batch is a slice.
        shuffled, shuffled_dense = sparse[order], dense[order]
        for start in range(0, len(order), fitting.batch):
            rows = slice(start, min(start + fitting.batch, len(order)))
            places = order[rows]
            learner.step(shuffled, shuffled_dense[rows], rows, labels[places], shares[places])
    return learner.weights


def temperature(scores: Floats, labels: npt.NDArray[np.intp]) -> float:
    """Return the temperature at which softmax(scores / temperature) makes the true labels likeliest.

    Args:
        scores: of texts that were not learnt from, shape (texts, labels).
        labels: of each text.
    """
    if not len(labels):
        return 1.0

    def loss(tried: float) -> float:
        return float(-log_softmax(scores / tried, axis=1)[np.arange(len(labels)), labels].mean())

    return float(minimize_scalar(loss, bounds=TEMPERATURES, method="bounded").x)


class _Learner:
    """The weights, and for each the sum of its squared gradients so far."""

    def __init__(
        self, sparse: scipy.sparse.csr_matrix, dense_width: int, labels: int, total: float, fitting: Fitting
    ) -> None:
        examples, width = sparse.shape
        shapes = ((width, labels), (dense_width, labels), (labels,))
        self.weights = Weights(*(np.zeros(shape, np.float32) for shape in shapes))
        self._squares = Weights(*(np.zeros(shape, np.float32) for shape in shapes))
        self._batches = -(-examples // fitting.batch)
        self._steps, self._done, self._rate = self._batches * fitting.epochs, 0, fitting.rate
        self._decay = 1 / (fitting.c * total)
        # A sparse weight shrinks only where it is read, so the more at a time the rarer its feature is.
        share = np.bincount(sparse.indices, minlength=width) / examples
        reads = self._batches * (1 - (1 - share) ** min(fitting.batch, examples))
        self._sparse_decay = (self._decay * self._batches / np.maximum(reads, _TINY)).astype(np.float32)[:, None]
        self._columns = np.zeros(width, np.int32)

    def step(
        self,
        sparse: scipy.sparse.csr_matrix,
        dense: Floats,
        rows: slice,
        labels: npt.NDArray[np.intp],
        shares: Floats,
    ) -> None:
        """Learn from a batch: the given rows of the sparse features, with all else of these rows alone."""
        first, last = sparse.indptr[rows.start], sparse.indptr[rows.stop]
        features = np.unique(sparse.indices[first:last])
        self._columns[features] = np.arange(len(features), dtype=np.int32)
        batch = scipy.sparse.csr_matrix(
            (
                sparse.data[first:last],
                self._columns[sparse.indices[first:last]],
                sparse.indptr[rows.start : rows.stop + 1] - first,
            ),
            shape=(len(labels), len(features)),
        )
        weights, squares = self.weights, self._squares
        read = Weights(weights.sparse[features], weights.dense, weights.intercept)
        errors = read.scores(batch, dense)
        errors -= errors.max(axis=1, keepdims=True)
        np.exp(errors, out=errors)
        errors /= errors.sum(axis=1, keepdims=True)
        errors[np.arange(len(labels)), labels] -= 1
        errors *= (shares / len(labels))[:, None]
        read_squares = squares.sparse[features]
        rate = np.float32(self._rate * (1 - self._done / self._steps))
        self._done += 1
        _move(read.sparse, read_squares, batch.T @ errors + self._sparse_decay[features] * read.sparse, rate)
        weights.sparse[features], squares.sparse[features] = read.sparse, read_squares
        _move(weights.dense, squares.dense, dense.T @ errors + np.float32(self._decay) * weights.dense, rate)
        _move(weights.intercept, squares.intercept, errors.sum(axis=0), rate)


def _move(weights: Floats, squares: Floats, gradient: Floats, rate: np.float32) -> None:
    """Change weights, and their sums of squared gradients, in place."""
    squares += gradient * gradient
    gradient *= rate
    gradient /= np.sqrt(squares) + _TINY
    weights -= gradient
