"""A Rasa pipeline whose sentence encoder is tuned on the same examples as the rest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.comparison.data import Example
from benchmarks.comparison.rasa_pipeline import RasaPipeline
from devtools.paths import ROOT

ADAPTERS = ROOT / "var" / "benchmark" / "adapters"


class TunedPipeline(RasaPipeline):
    """A pipeline whose sentence encoder is first tuned on the examples, as `make encoder` does it.

    With `again`, an adapter that was learnt from the same examples before is taken: an ablation's time is not shown.
    """

    def __init__(self, components: list[dict[str, Any]], again: bool) -> None:
        """Keep the pipeline, and whether an adapter may be taken again."""
        super().__init__(components)
        self._again = again

    def train(self, examples: Sequence[Example], folder: Path) -> None:
        """Tune where the configuration names an adapter, then train with what was learnt."""
        encoders = [component for component in self._config["pipeline"] if component.get("adapter")]
        if encoders:
            from bot.tuning.examples import tuned  # loads TensorFlow, which answering does not need

            kept = ADAPTERS / f"{sha256(json.dumps(examples).encode()).hexdigest()[:12]}.npz"
            if not (self._again and kept.exists()):
                tuned([(each.text, each.label) for each in examples]).save(kept)
            own = folder / "adapter.npz"
            shutil.copy(kept, own)
            for component in encoders:
                component["adapter"] = str(own)
        super().train(examples, folder)
