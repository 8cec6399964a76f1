"""Fits the sentence encoder to the training examples: `make encoder`, about half an hour.

Done once in a while by those who write examples, not with every training: its result, an adapter of 2.5 MB, is kept
in the repository. A fifth of the examples stays unseen, so that thresholds can be chosen on texts that the encoder
meets as it will meet people's (benchmarks/thresholds.py).
"""

from __future__ import annotations

import hashlib
import random
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message

from bot.encoder.adapter import Adapter
from bot.encoder.tuning import Settings, tune
from bot.encoder.weights import packaged_weights, read_weights
from bot.nlu.sentence_encoder import encoded_text
from bot.nlu.text import folded
from bot.nlu.typo_augmenter import mistyped

ROOT = Path(__file__).resolve().parent.parent
ADAPTER = ROOT / "bot" / "encoder" / "adapter.npz"
UNSEEN = 5  # one example in so many
# Every example is seen so often; of a few, more is learnt by seeing them oftener.
EPOCHS, EPOCHS_OF_FEW, FEW = 3, 6, 10_000
# How often an example is seen with typing errors, and the share of letters mistyped then.
MISTYPED, RATE = 0.3, 0.06
_WORDS = re.compile(r"\w+")


def unseen(text: str) -> bool:
    """Whether the encoder is not tuned on an example. Those that differ only in dots and punctuation go together."""
    words = " ".join(_WORDS.findall(folded(text)))
    return int(hashlib.sha256(words.encode()).hexdigest(), 16) % UNSEEN == 0


def tuned(examples: Sequence[tuple[str, str]]) -> Adapter:
    """Return the adapter for (text, label) examples, showing progress."""
    started = time.monotonic()

    def report(line: str) -> None:
        print(f"    {time.monotonic() - started:4.0f} s  {line}", flush=True)

    texts = [(encoded_text(text), label) for text, label in examples]
    settings = Settings(epochs=EPOCHS if len(texts) >= FEW else EPOCHS_OF_FEW)
    return tune(read_weights(packaged_weights()), texts, settings, report, vary=_sometimes_mistyped)


def _sometimes_mistyped(text: str, chance: random.Random) -> str:
    return mistyped(text, RATE, chance) if chance.random() < MISTYPED else text


def _label(example: Message) -> str:
    return str(example.get(INTENT_RESPONSE_KEY))


def main() -> int:
    """Tune on the training data, and write the adapter."""
    messages = load_data(str(ROOT / "data" / "nlu")).intent_examples
    examples = [(each.get(TEXT), _label(each)) for each in messages if not unseen(each.get(TEXT))]
    print(f"Tuning the encoder on {len(examples)} of {len(messages)} examples.", flush=True)
    tuned(examples).save(ADAPTER)
    print(f"Wrote {ADAPTER.relative_to(ROOT)}. `make train` trains with it.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
