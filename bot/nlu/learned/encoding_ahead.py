"""Encodes the examples while the rest of the training reads them: `python -m bot.nlu.learned.encoding_ahead`.

Reading the examples keeps one processor busy, encoding them all. This begins with the first example; SentenceEncoder,
whose turn comes later, begins with the last, and both keep their vectors in one file. It loads no part of Rasa.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Iterator, Mapping

import yaml

from bot.data_files import read_mapping
from bot.encoder import Encoder, KeptVectors, encode_missing
from bot.encoder.weights import WeightsError
from bot.nlu.learned.text import encoded_text

CONFIG, EXAMPLES = Path("config.yml"), Path("data/nlu")
COMPONENT = "bot.nlu.learned.sentence_encoder.SentenceEncoder"
FOLDER = "var/encoder"
_BULLET = "- "
log = logging.getLogger(__name__)


def encoder_settings(pipeline: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the settings of the SentenceEncoder of a pipeline; None where it has none."""
    return next((entry for entry in pipeline if entry["name"] == COMPONENT), None)


def texts(folder: Path) -> Iterator[str]:
    """Yield the examples' texts as the encoder gets them; one that Rasa reads otherwise is encoded in vain."""
    for file in sorted(folder.glob("**/*.yml")):
        with file.open(encoding="utf-8") as stream:
            entries = yaml.load(stream, Loader=yaml.CSafeLoader)["nlu"]
        for entry in entries:
            for line in (entry.get("examples") or "").splitlines():
                if line.startswith(_BULLET):
                    yield encoded_text(line.removeprefix(_BULLET).strip())


def main() -> None:
    """Encode what is not kept yet; the training does without where that fails, and says why."""
    settings = encoder_settings(read_mapping(CONFIG)["pipeline"])
    if settings is None:
        return
    adapter = settings.get("adapter")
    try:
        encoder = Encoder(Path(settings.get("folder", FOLDER)), threads=1, adapter=Path(adapter) if adapter else None)
    except WeightsError as error:
        log.warning("nothing is encoded ahead: %s", error)
        return
    encode_missing(list(texts(EXAMPLES)), encoder, KeptVectors(encoder.kept_in))


if __name__ == "__main__":
    main()
