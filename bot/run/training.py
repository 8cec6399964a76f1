"""Trains the Rasa model when what it is made from has changed: `python -m bot.run.training`."""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import subprocess
import sys
import time
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Optional, Sequence

from bot.run.tied import tied

if TYPE_CHECKING:
    from rasa.shared.nlu.training_data.training_data import TrainingData

ROOT = Path(__file__).resolve().parents[2]
# Of the environment that trains, runs Rasa and runs the actions (docs/adr/0018).
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
MODELS = ROOT / "models"
MODEL = MODELS / "kuntoutusneuvo.tar.gz"
FINGERPRINT = MODELS / "kuntoutusneuvo.sha256"
# Everything the model is made from: examples, dialogue, configuration, and the words, code and packages that train.
# What only decides (bot/nlu/deciding, bot/decision and their words) is not part of it: docs/adr/0017.
_INGREDIENTS = (
    "config.yml",
    "domain.yml",
    "data/nlu/**/*.yml",
    "data/dialogue/**/*.yml",
    "data/words/*/learned.yml",
    "locales/*/_language.yml",
    "bot/nlu/learned/*.py",
    "bot/encoder/*.py",
    "bot/encoder/*.npz",
    "requirements/rasa.lock",
)
LOG = ROOT / "var" / "log" / "train.log"
# Keeps TensorFlow quiet, the telemetry off, and Rasa from writing every example's features to a cache on disk.
ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
_PROGRESS = "progress: "
# What Rasa remembers of a TrainingData is kept in attributes that begin with it.
_LAZY = "_lazy_"


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


def train() -> None:
    """Train the model in this process and note its fingerprint; `main` runs it in one of its own.

    Raises:
        RuntimeError: Rasa reported that training failed.
    """
    made_from = fingerprint()
    # These take seconds to import, so only where they are needed.
    from rasa.engine.graph import GraphNodeHook
    from rasa.engine.training import graph_trainer
    from rasa.model_training import train as rasa_train
    from rasa.shared.importers.rasa import RasaFileImporter
    from rasa.shared.nlu.training_data.training_data import TrainingData
    from rasa.shared.utils import io as rasa_io

    class NoFingerprints(GraphNodeHook):
        """Replaces Rasa's digests of every example and its features, which serve a cache that is off."""

        def __init__(self, **_: Any) -> None: ...

        def on_before_node(self, *_: Any, **__: Any) -> Dict[str, Any]:
            return {}

        def on_after_node(self, *_: Any, **__: Any) -> None: ...

    graph_trainer.TrainingHook = NoFingerprints
    TrainingData.merge = _merged
    RasaFileImporter.get_nlu_data = _once(RasaFileImporter.get_nlu_data)

    # Rasa warns of each retrieval intent's example that it has no response. Here the words live in locales/.
    rasa_io.raise_warning = lambda *_, **__: None
    hooks = logging.getLogger("rasa.engine.training.hooks")
    hooks.setLevel(logging.INFO)
    hooks.addHandler(_Progress())
    result = rasa_train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data" / "nlu"), str(ROOT / "data" / "dialogue")],
        output=str(MODELS),
        fixed_model_name=MODEL.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.code != 0 or not result.model:
        raise RuntimeError(f"Rasa's training ended with code {result.code}")
    FINGERPRINT.write_text(made_from + "\n")


def _once(read: Callable[..., TrainingData]) -> Callable[..., TrainingData]:
    """Return a reader of the examples that reads them once; Rasa asks for them twice, with and without a language."""
    found: List[TrainingData] = []

    def read_once(*arguments: Any) -> TrainingData:
        if not found:
            found.append(read(*arguments))
        return found[0]

    return read_once


def _merged(data: TrainingData, *others: Optional[TrainingData]) -> TrainingData:
    """Return training data with that of others: Rasa's `merge` without its deep copies, which took half a minute.

    Rasa merges the examples with next to nothing six times over, and looks for equal ones each time; the files' loader
    has done that.
    """
    merged = copy(data)
    for each in filter(None, others):
        merged.training_examples = [*merged.training_examples, *each.training_examples]
        merged.regex_features = [*merged.regex_features, *each.regex_features]
        merged.lookup_tables = [*merged.lookup_tables, *each.lookup_tables]
        merged.entity_synonyms = {**merged.entity_synonyms, **each.entity_synonyms}
        merged.responses = {**merged.responses, **each.responses}
    # What the copy has taken over of these is of `data` alone.
    for name in [name for name in vars(merged) if name.startswith(_LAZY)]:
        delattr(merged, name)
    return merged


class _Progress(logging.Handler):
    """Passes on which component is being trained."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the line that `main` shows."""
        print(f"{_PROGRESS}{record.getMessage()}", flush=True)


def _train_apart() -> bool:
    """Train in a process of its own, show its progress, and return whether it ended well.

    Another one encodes the examples meanwhile; where it ends in an error, the training encodes them all.
    """
    environment = {**os.environ, **ENVIRONMENT}
    with (
        LOG.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            tied([str(RASA_PYTHON), "-c", "from bot.run.training import train; train()"]),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
            errors="replace",
        ) as worker,
        subprocess.Popen(
            tied([str(RASA_PYTHON), "-m", "bot.nlu.learned.encoding_ahead"]),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        ) as ahead,
    ):
        assert worker.stdout is not None
        try:
            for line in worker.stdout:
                log.write(line)
                if line.startswith(_PROGRESS):
                    print(f"    {line.removeprefix(_PROGRESS).rstrip()}", flush=True)
        except BaseException:
            # Whoever interrupts the training wants it to end, and no process to be left behind.
            worker.kill()
            raise
        finally:
            ahead.kill()
    return worker.returncode == 0


def main(arguments: Sequence[str] = ()) -> int:
    """Train unless the model is up to date; say what happens. Rasa's own chatter goes to a log file.

    Args:
        arguments: of the command line; there are none but --help.
    """
    description = "Train the model where what it is made from has changed; two to four minutes."
    argparse.ArgumentParser(prog="python -m bot.run.training", description=description).parse_args(arguments)
    if up_to_date():
        print("The model is up to date: nothing that it is made from has changed.", flush=True)
        return 0
    print(
        "Training the model, since what it is made from has changed. This takes about four minutes the first time, "
        "and two later on: examples that have not changed are not encoded again.",
        flush=True,
    )
    started = time.monotonic()
    LOG.parent.mkdir(parents=True, exist_ok=True)
    MODELS.mkdir(exist_ok=True)
    if not _train_apart():
        print(f"Training failed. The end of {LOG.relative_to(ROOT)}:", file=sys.stderr)
        print("\n".join(LOG.read_text(encoding="utf-8").splitlines()[-12:]), file=sys.stderr)
        return 1
    print(f"Trained in {time.monotonic() - started:.0f} s: {MODEL.relative_to(ROOT)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
