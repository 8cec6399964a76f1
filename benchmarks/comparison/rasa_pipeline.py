"""A Rasa pipeline of any components, trained and asked as Rasa itself does it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.model_training import train_nlu
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.utils.log_utils import configure_structlog

from benchmarks.comparison.data import Example
from benchmarks.comparison.model import Answer

REFUSED = (DEFAULT_NLU_FALLBACK_INTENT_NAME, None)  # None: not a word of the message was known


class RasaPipeline:
    """The NLU half of a Rasa assistant."""

    def __init__(self, components: list[dict[str, Any]]) -> None:
        """Keep the pipeline as config.yml would hold it."""
        self._config: dict[str, Any] = {
            "recipe": "default.v1",
            "assistant_id": "benchmark",
            "language": "fi",
            "pipeline": components,
        }

    def train(self, examples: Sequence[Example], folder: Path) -> None:
        """Train with Rasa's own command.

        Raises:
            RuntimeError: Rasa made no model.
        """
        # JSON, since in YAML a text's own brackets would be read as entities.
        data = {"rasa_nlu_data": {"common_examples": [{"text": each.text, "intent": each.label} for each in examples]}}
        with TemporaryDirectory() as temporary:
            config, nlu = Path(temporary, "config.yml"), Path(temporary, "nlu.json")
            config.write_text(yaml.safe_dump(self._config), encoding="utf-8")
            nlu.write_text(json.dumps(data), encoding="utf-8")
            if not train_nlu(str(config), str(nlu), str(folder), fixed_model_name="model"):
                raise RuntimeError("Rasa made no model")

    def load(self, folder: Path) -> None:
        """Load the model as Rasa's server would."""
        configure_structlog(logging.WARNING)
        self._loop = asyncio.new_event_loop()
        self._agent = Agent.load(str(folder / "model.tar.gz"))

    def rank(self, text: str) -> Answer:
        """Parse the text; a fallback is a refusal, and no label of the ranking."""
        parsed = self._loop.run_until_complete(self._agent.processor.parse_message(UserMessage(text)))
        label = parsed[INTENT][INTENT_NAME_KEY]
        ranking = [
            (entry[INTENT_NAME_KEY], entry[PREDICTED_CONFIDENCE_KEY])
            for entry in parsed[INTENT_RANKING_KEY]
            if entry[INTENT_NAME_KEY] not in REFUSED
        ]
        return Answer(None if label in REFUSED else label, ranking)
