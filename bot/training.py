"""Trains the Rasa model when what it is made from has changed: `python -m bot.training`."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import time
import warnings
from pathlib import Path
from typing import Iterator

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
MODEL = MODELS / "kuntoutusneuvo.tar.gz"
FINGERPRINT = MODELS / "kuntoutusneuvo.sha256"
# Everything the model is made from: examples, dialogue, configuration, and the code and packages that train.
_INGREDIENTS = ("config.yml", "domain.yml", "data/**/*.yml", "bot/nlu/*.py", "bot/encoder/*.py", "requirements.lock")


def ingredients() -> Iterator[Path]:
    """Yield every file the model is made from, in a fixed order."""
    for pattern in _INGREDIENTS:
        yield from sorted(ROOT.glob(pattern))


def fingerprint() -> str:
    """Return a digest of the ingredients' names and contents."""
    digest = hashlib.sha256()
    for file in ingredients():
        digest.update(f"{file.relative_to(ROOT)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def up_to_date() -> bool:
    """Whether the model was made from the ingredients as they are now."""
    return MODEL.exists() and FINGERPRINT.exists() and FINGERPRINT.read_text().strip() == fingerprint()


def quiet() -> None:
    """Keep TensorFlow's and Rasa's chatter off the terminal and the telemetry off the network."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    # Rasa's cache of trained components would write each example's features to disk for every run.
    os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")
    warnings.filterwarnings("ignore")


def train() -> None:
    """Train the model and note its fingerprint.

    Raises:
        RuntimeError: Rasa reported that training failed.
    """
    quiet()
    made_from = fingerprint()
    from rasa.model_training import train as rasa_train  # takes seconds to import, so only where it is needed
    from rasa.shared.utils import io as rasa_io

    # Retrieval intents without responses are what we want: the words live in locales/, not in the domain.
    rasa_io.raise_warning = lambda *_, **__: None
    hooks = logging.getLogger("rasa.engine.training.hooks")
    hooks.setLevel(logging.INFO)
    hooks.addHandler(_Progress())
    result = rasa_train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data")],
        output=str(MODELS),
        fixed_model_name=MODEL.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.code != 0 or not result.model:
        raise RuntimeError(f"Rasa's training ended with code {result.code}")
    FINGERPRINT.write_text(made_from + "\n")


class _Progress(logging.Handler):
    """Says on the terminal which component is being trained."""

    def emit(self, record: logging.LogRecord) -> None:
        print(f"    {record.getMessage()}", flush=True)


def main() -> int:
    """Train unless the model is up to date; say what happens."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    if up_to_date():
        print("The model is up to date: nothing in the data or the configuration has changed.")
        return 0
    print("Training the model: the data or the configuration has changed. It takes about two minutes.", flush=True)
    started = time.monotonic()
    train()
    print(f"Trained in {time.monotonic() - started:.0f} s: {MODEL.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
