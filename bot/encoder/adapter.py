"""Low-rank changes to the encoder's weights, which fit it to a set of examples (LoRA, Hu and others, 2021)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.encoder.weights import Floats


@dataclass(frozen=True)
class Adapter:
    """For each changed tensor, by its name in the weights file, two factors whose product is added to it.

    Attributes:
        factors: (outputs, rank) and (rank, inputs).
    """

    factors: Mapping[str, tuple[Floats, Floats]]

    def adapted(self, name: str, weights: Floats) -> Floats:
        """Return a tensor's weights, shape (outputs, inputs), with the change that there is for it."""
        if name not in self.factors:
            return weights
        up, down = self.factors[name]
        adapted: Floats = weights + up @ down
        return adapted

    def save(self, path: Path) -> None:
        """Write the factors in half precision, which is finer than the 8 bits the graph keeps."""
        path.parent.mkdir(parents=True, exist_ok=True)
        halves = {
            f"{name}|{part}": factor.astype(np.float16)
            for name, factors in self.factors.items()
            for part, factor in zip(("up", "down"), factors, strict=True)
        }
        np.savez_compressed(path, **halves)


NO_CHANGE = Adapter({})


def read_adapter(path: Path) -> Adapter:
    """Read an adapter that `save` wrote."""
    with np.load(path) as file:
        names = sorted({entry.split("|")[0] for entry in file.files})
        return Adapter(
            {name: (file[f"{name}|up"].astype(np.float32), file[f"{name}|down"].astype(np.float32)) for name in names}
        )
