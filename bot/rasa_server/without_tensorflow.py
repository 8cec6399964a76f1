"""Keeps TensorFlow out of a server whose model does not use it: half of its memory and of its start (docs/adr/0009)."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any, Dict, Text, Type

# Names that rasa.utils.train_utils, which every component imports, takes from TensorFlow's side, by module. They serve
# training only.
_TRAINING_ONLY = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}
_NO_GRAPH: Dict[Text, Any] = {"nodes": {}}


class _TrainingOnly:
    """Stands in for a class that only training uses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"{type(self).__name__} needs TensorFlow, which this server leaves out: see docs/adr/0009")


def import_train_utils() -> None:
    """Import rasa.utils.train_utils with stand-ins for the classes that need TensorFlow.

    The modules that it takes them from stay as they are for anyone else: a component that uses TensorFlow imports it
    then, and works.
    """
    absent = [name for name in _TRAINING_ONLY if name not in sys.modules]
    for module in absent:
        stand_in = ModuleType(module)
        for name in _TRAINING_ONLY[module]:
            setattr(stand_in, name, type(name, (_TrainingOnly,), {}))
        sys.modules[module] = stand_in
    try:
        importlib.import_module("rasa.utils.train_utils")
    finally:
        for module in absent:
            del sys.modules[module]


def skip_training_graph() -> None:
    """Let a model be loaded without its training graph, which names components that import TensorFlow."""
    from rasa.engine.storage.storage import ModelMetadata

    load = ModelMetadata.from_dict.__func__

    def from_dict(cls: Type[ModelMetadata], serialized: Dict[Text, Any]) -> ModelMetadata:
        """Return the model's metadata; a server trains nothing."""
        metadata: ModelMetadata = load(cls, {**serialized, "train_schema": _NO_GRAPH})
        return metadata

    ModelMetadata.from_dict = classmethod(from_dict)


def install() -> None:
    """Apply both changes; call this before anything else of Rasa is imported."""
    import_train_utils()
    skip_training_graph()
