"""Learns an adapter that moves texts of one label together and those of different labels apart.

The network is written out once more, in TensorFlow, which comes with Rasa and can follow its gradients; the served
graph of bot/encoder cannot.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from bot.encoder.adapter import NO_CHANGE, Adapter
from bot.encoder.encoder import PREFIX
from bot.encoder.tokenizer import Tokenizer
from bot.encoder.weights import Embeddings, Floats, Weights, dequantised

# Texts of about one length share a batch, so that little of it is padding; this many batches are sorted at a time.
SORTED_BATCHES = 20
HIDDEN = -1e9  # what attention gives a piece that is only padding
NARROW = tf.bfloat16  # large products; twice as fast where the processor knows it


@dataclass(frozen=True)
class Settings:
    """How to learn.

    Attributes:
        rank: of the change to each weight matrix.
        epochs: times every text is seen.
        rate, label_rate: highest learning rates, of the changes and of the labels' directions.
        batch: texts seen at a time.
        scale: how much likelier a label is for a text that lies in its direction: softmax(scale * cosine).
        smoothing: share of the probability given to all labels alike, so that the last doubt need not be learnt away.
        dropout: share of each layer's changes left out by chance.
        longest: pieces of a text that are read; the rest is left out.
        first: texts of a label that its first direction is found from, at most.
        seed: of all chance.
    """

    rank: int = 16
    epochs: int = 3
    rate: float = 1e-3
    label_rate: float = 5e-3
    batch: int = 32
    scale: float = 20.0
    smoothing: float = 0.05
    dropout: float = 0.1
    longest: int = 96
    first: int = 40
    seed: int = 7


def tune(
    weights: Weights,
    examples: Sequence[tuple[str, str]],
    settings: Settings,
    report: Callable[[str], None],
    vary: Callable[[str, random.Random], str] = lambda text, _: text,
    start: Adapter = NO_CHANGE,
) -> Adapter:
    """Return the adapter learnt from (text, label) examples.

    Args:
        weights: of the encoder.
        examples: texts as the encoder gets them, with what they are about.
        settings: how to learn.
        report: told in a line how far it is.
        vary: gives a text as it is seen in one epoch, by chance.
        start: an adapter learnt before, to go on from.
    """
    tf.keras.utils.set_random_seed(settings.seed)
    chance = random.Random(settings.seed)
    tokenizer = Tokenizer(weights.vocabulary)
    first, last = [weights.vocabulary.start], [weights.vocabulary.end]

    def pieces(text: str) -> list[int]:
        return first + tokenizer.ids(PREFIX + text)[: settings.longest] + last

    texts = [pieces(text) for text, _ in examples]
    names = sorted({label for _, label in examples})
    labels = np.array([names.index(label) for _, label in examples], np.int32)
    network = _Network(weights, settings, start)
    centre, directions = _beginning(network, *_few(texts, labels, settings.first, chance))
    learner = _Learner(
        network, centre, directions, settings, steps=settings.epochs * math.ceil(len(texts) / settings.batch)
    )
    for epoch in range(settings.epochs):
        texts = [pieces(vary(text, chance)) for text, _ in examples]
        losses = []
        for number, batch in enumerate(_batches(texts, settings.batch, chance)):
            losses.append(float(learner.step(*network.read([texts[place] for place in batch]), labels[batch])))
            if number % 200 == 199:
                report(f"epoch {epoch + 1}/{settings.epochs}, {(number + 1) * settings.batch} of {len(texts)} texts")
        report(f"epoch {epoch + 1}/{settings.epochs}: loss {np.mean(losses):.3f}")
    return network.adapter()


class _Network:
    """The encoder's layers with a changeable pair of factors at each weight matrix."""

    def __init__(self, weights: Weights, settings: Settings, start: Adapter) -> None:
        shape = weights.shape
        self.width, self._epsilon = shape.width, shape.epsilon
        self._embeddings = Embeddings(weights)
        self._norm = [tf.constant(weights.floats(f"emb.ln.{part}")) for part in "wb"]
        chance = np.random.default_rng(settings.seed)
        self._layers = [_Layer(weights, f"l{number}", settings, start, chance) for number in range(shape.layers)]
        self.products = [product for layer in self._layers for product in layer.products]

    def read(self, texts: Sequence[list[int]]) -> tuple[Floats, Floats]:
        """Return the embeddings of texts' pieces, shape (texts, longest, width), and 1 for pieces, 0 for padding."""
        longest = max(map(len, texts))
        embeddings = np.zeros((len(texts), longest, self.width), np.float32)
        there = np.zeros((len(texts), longest), np.float32)
        for row, text in enumerate(texts):
            embeddings[row, : len(text)] = self._embeddings.of(text)
            there[row, : len(text)] = 1
        return embeddings, there

    def means(self, embeddings: tf.Tensor, there: tf.Tensor, dropout: float) -> tf.Tensor:
        """Return the means of the last layer over each text's pieces, shape (texts, width)."""
        hidden = _normalised(embeddings, self._norm, self._epsilon)
        mask = (1.0 - there[:, None, None, :]) * HIDDEN
        for layer in self._layers:
            hidden = layer(hidden, mask, dropout)
        return tf.reduce_sum(hidden * there[..., None], 1) / tf.reduce_sum(there, 1, keepdims=True)

    def adapter(self) -> Adapter:
        """Return the changes as they are now."""
        return Adapter({product.name: (product.up.numpy().T, product.down.numpy().T) for product in self.products})


class _Layer:
    """One transformer layer, as `_layer` in build.py has it."""

    def __init__(
        self, weights: Weights, name: str, settings: Settings, start: Adapter, chance: np.random.Generator
    ) -> None:
        shape = weights.shape
        self._heads, self._width, self._epsilon = shape.heads, shape.width, shape.epsilon
        self._queries, self._keys, self._values, self._joined, self._inner = (
            _Product(weights, f"{name}.{part}", shape.width, settings.rank, start, chance)
            for part in ("q", "k", "v", "ao", "fi")
        )
        self._outer = _Product(weights, f"{name}.fo", shape.inner, settings.rank, start, chance)
        self.products = [self._queries, self._keys, self._values, self._joined, self._inner, self._outer]
        self._norms = [
            [tf.constant(weights.floats(f"{name}.{norm}.{part}")) for part in "wb"] for norm in ("aln", "oln")
        ]

    def __call__(self, hidden: tf.Tensor, mask: tf.Tensor, dropout: float) -> tf.Tensor:
        length, size = tf.shape(hidden)[1], self._width // self._heads
        flat = tf.reshape(hidden, (-1, self._width))
        queries, keys, values = (
            tf.transpose(tf.reshape(product(flat), (-1, length, self._heads, size)), (0, 2, 1, 3))
            for product in (self._queries, self._keys, self._values)
        )
        attention = tf.nn.softmax(tf.matmul(queries, keys, transpose_b=True) / math.sqrt(size) + mask)
        attended = tf.reshape(tf.transpose(attention @ values, (0, 2, 1, 3)), (-1, self._width))
        flat = self._add(flat, self._joined(attended), 0, dropout)
        inner = tf.nn.gelu(self._inner(flat), approximate=False)
        flat = self._add(flat, self._outer(inner), 1, dropout)
        return tf.reshape(flat, (-1, length, self._width))

    def _add(self, flat: tf.Tensor, change: tf.Tensor, norm: int, dropout: float) -> tf.Tensor:
        kept = tf.nn.dropout(change, dropout) if dropout else change
        return _normalised(flat + kept, self._norms[norm], self._epsilon)


class _Product:
    """A product with fixed weights and their changeable factors; without a start these change nothing at first."""

    def __init__(
        self, weights: Weights, name: str, inputs: int, rank: int, start: Adapter, chance: np.random.Generator
    ) -> None:
        self.name = f"{name}.w"
        fixed = dequantised(weights.blocks(self.name, inputs))
        self._fixed = tf.constant(fixed.T, NARROW)
        self._bias = tf.constant(weights.floats(f"{name}.b"))
        nothing = np.zeros((len(fixed), rank), np.float32), chance.normal(0, 1 / math.sqrt(inputs), (rank, inputs))
        up, down = start.factors.get(self.name, nothing)
        self.down, self.up = (tf.Variable(factor.T.astype(np.float32)) for factor in (down, up))

    def __call__(self, values: tf.Tensor) -> tf.Tensor:
        narrow = tf.cast(values, NARROW)
        change = (narrow @ tf.cast(self.down, NARROW)) @ tf.cast(self.up, NARROW)
        return tf.cast(narrow @ self._fixed + change, tf.float32) + self._bias


class _Learner:
    """Changes a network step by step; the rates rise for a tenth of the steps and then fall to nothing."""

    def __init__(self, network: _Network, centre: Floats, directions: Floats, settings: Settings, steps: int) -> None:
        self._network, self._settings, self._steps = network, settings, steps
        self._centre, self._directions = tf.constant(centre), tf.Variable(directions)
        self._changes = [factor for product in network.products for factor in (product.down, product.up)]
        self._rate, self._label_rate = (tf.Variable(0.0) for _ in range(2))
        self._optimizers = [
            tf.keras.optimizers.legacy.Adam(learning_rate=lambda: self._rate),
            tf.keras.optimizers.legacy.Adam(learning_rate=lambda: self._label_rate),
        ]
        self._done = 0
        shapes = [(None, None, network.width), (None, None)]
        self._apply = tf.function(
            self._changed,
            input_signature=[*(tf.TensorSpec(shape) for shape in shapes), tf.TensorSpec((None,), tf.int32)],
        )

    def step(self, embeddings: Floats, there: Floats, labels: npt.NDArray[np.int32]) -> Any:
        """Learn from a batch and return its loss."""
        self._done += 1
        share = min(10 * self._done / self._steps, 1.0) * (1 - (self._done - 1) / self._steps)
        self._rate.assign(self._settings.rate * share)
        self._label_rate.assign(self._settings.label_rate * share)
        return self._apply(embeddings, there, labels)

    def _changed(self, embeddings: tf.Tensor, there: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            means = self._network.means(embeddings, there, self._settings.dropout)
            texts = tf.math.l2_normalize(means - self._centre, 1)
            cosines = tf.matmul(texts, tf.math.l2_normalize(self._directions, 1), transpose_b=True)
            count = self._directions.shape[0]
            goal = tf.one_hot(labels, count) * (1 - self._settings.smoothing) + self._settings.smoothing / count
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(goal, self._settings.scale * cosines))
        changes, directions = tape.gradient(loss, [self._changes, self._directions])
        clipped, _ = tf.clip_by_global_norm(changes, 1.0)
        self._optimizers[0].apply_gradients(zip(clipped, self._changes))  # noqa: B905 (AutoGraph's zip knows no `strict`)
        self._optimizers[1].apply_gradients([(directions, self._directions)])
        return loss


def _normalised(hidden: tf.Tensor, norm: Sequence[tf.Tensor], epsilon: float) -> tf.Tensor:
    mean, variance = tf.nn.moments(hidden, -1, keepdims=True)
    return tf.nn.batch_normalization(hidden, mean, variance, offset=norm[1], scale=norm[0], variance_epsilon=epsilon)


def _few(
    texts: Sequence[list[int]], labels: npt.NDArray[np.int32], most: int, chance: random.Random
) -> tuple[Sequence[list[int]], npt.NDArray[np.int32]]:
    """Return at most so many texts of each label, by chance, and their labels."""
    places = list(range(len(texts)))
    chance.shuffle(places)
    taken: Counter[int] = Counter()
    chosen = []
    for place in places:
        label = int(labels[place])
        if taken[label] < most:
            taken[label] += 1
            chosen.append(place)
    return [texts[place] for place in chosen], labels[chosen]


def _beginning(network: _Network, texts: Sequence[list[int]], labels: npt.NDArray[np.int32]) -> tuple[Floats, Floats]:
    """Return the mean of all texts' vectors, and from there the direction of each label's."""
    vectors = np.zeros((len(texts), network.width), np.float32)
    means = tf.function(lambda embeddings, there: network.means(embeddings, there, 0.0), reduce_retracing=True)
    for batch in _batches(texts, 64, random.Random(0)):
        vectors[batch] = means(*map(tf.constant, network.read([texts[place] for place in batch])))
    centre = vectors.mean(axis=0)
    offsets = vectors - centre
    offsets /= np.linalg.norm(offsets, axis=1, keepdims=True)
    return centre, np.stack([offsets[labels == label].mean(axis=0) for label in range(labels.max() + 1)])


def _batches(texts: Sequence[list[int]], size: int, chance: random.Random) -> Iterator[list[int]]:
    """Yield the places of texts of about one length, in an order by chance."""
    places = list(range(len(texts)))
    chance.shuffle(places)
    batches = []
    for start in range(0, len(places), size * SORTED_BATCHES):
        chunk = sorted(places[start : start + size * SORTED_BATCHES], key=lambda place: len(texts[place]))
        batches += [chunk[first : first + size] for first in range(0, len(chunk), size)]
    chance.shuffle(batches)
    yield from batches
