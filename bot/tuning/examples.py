"""Which examples the encoder is tuned on, and how often and in what shape it sees them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace

from bot.encoder.adapter import NO_CHANGE, Adapter
from bot.encoder.weights import packaged_weights, read_weights
from bot.nlu.learned.text import encoded_text
from bot.nlu.learned.typo_augmenter import mistyped
from bot.tuning.network import Settings, tune

# Every example is seen so often; of a few, more is learnt by seeing them oftener.
EPOCHS, EPOCHS_OF_FEW, FEW = 3, 6, 10_000
# Going on from an adapter takes one pass, in smaller steps: most of what it knows still holds.
ANEW, GOING_ON = Settings(), Settings(epochs=1, rate=5e-4)
# How often an example is seen with typing errors, and the share of letters mistyped then.
MISTYPED, RATE = 0.3, 0.06


def tuned(examples: Sequence[tuple[str, str]], start: Adapter | None = None) -> Adapter:
    """Return the adapter for (text, label) examples, showing progress.

    Args:
        examples: to learn from.
        start: an adapter to go on from; None to begin with the published weights.
    """
    started = time.monotonic()

    def report(line: str) -> None:
        print(f"    {time.monotonic() - started:4.0f} s  {line}", flush=True)

    texts = [(encoded_text(text), label) for text, label in examples]
    settings = GOING_ON if start else replace(ANEW, epochs=EPOCHS if len(texts) >= FEW else EPOCHS_OF_FEW)
    weights = read_weights(packaged_weights())
    return tune(weights, texts, settings, report, vary=_sometimes_mistyped, start=start or NO_CHANGE)


def _sometimes_mistyped(text: str, chance: random.Random) -> str:
    return mistyped(text, RATE, chance) if chance.random() < MISTYPED else text
