"""Tunes the encoder on the training data: `make encoder`, about twenty minutes.

Done once in a while by those who write examples, not with every training: its result, an adapter of 2.5 MB, is kept
in the repository. A fifth of the examples stays unseen, so that thresholds can be chosen on texts that the encoder
meets as it will meet people's (evaluation/thresholds.py).
"""

from __future__ import annotations

import sys
from pathlib import Path

from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.loading import load_data

from bot.nlu.learned.held_out import unseen
from bot.tuning.examples import tuned

ROOT = Path(__file__).resolve().parents[2]
ADAPTER = ROOT / "bot" / "encoder" / "adapter.npz"


def main() -> int:
    """Tune, showing progress, and write the adapter."""
    messages = load_data(str(ROOT / "data" / "nlu")).intent_examples
    examples = [(each.get(TEXT), each.get(INTENT_RESPONSE_KEY)) for each in messages if not unseen(each.get(TEXT))]
    print(f"Tuning the encoder on {len(examples)} of {len(messages)} examples.", flush=True)
    tuned(examples).save(ADAPTER)
    print(f"Wrote {ADAPTER.relative_to(ROOT)}. `make train` trains with it.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
