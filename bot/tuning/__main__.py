"""Tunes the encoder on the training data: `make encoder`, about ten minutes.

Done once in a while by those who write examples, not with every training: its result, an adapter of 2.5 MB, is kept
in the repository. A fifth of the examples stays unseen, so that thresholds can be chosen on texts that the encoder
meets as it will meet people's (evaluation/thresholds.py). It goes on from the adapter that is there;
`python -m bot.tuning --anew` begins with the published weights, which takes three times as long.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.loading import load_data

from bot.encoder.adapter import read_adapter
from bot.nlu.learned.held_out import unseen
from bot.tuning.examples import tuned

ROOT = Path(__file__).resolve().parents[2]
ADAPTER = ROOT / "bot" / "encoder" / "adapter.npz"


def main(arguments: Sequence[str] = ()) -> int:
    """Tune, showing progress, and write the adapter.

    Args:
        arguments: of the command line.
    """
    parser = argparse.ArgumentParser(
        prog="python -m bot.tuning", description="Fit the sentence encoder to the examples."
    )
    parser.add_argument("--anew", action="store_true", help="begin with the published weights, not with the adapter")
    anew = parser.parse_args(arguments).anew or not ADAPTER.exists()
    messages = load_data(str(ROOT / "data" / "nlu")).intent_examples
    examples = [(each.get(TEXT), each.get(INTENT_RESPONSE_KEY)) for each in messages if not unseen(each.get(TEXT))]
    print(f"Tuning the encoder on {len(examples)} of {len(messages)} examples.", flush=True)
    tuned(examples, start=None if anew else read_adapter(ADAPTER)).save(ADAPTER)
    print(f"Wrote {ADAPTER.relative_to(ROOT)}. `make train` trains with it.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
