"""What all components of the pipeline share: how Rasa's engine creates, stores and loads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self


class Created(GraphComponent):
    """A component that Rasa's engine creates from its configuration."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Create the component; one that learns is untrained."""
        return cls._made(config, execution_context.node_name)

    @classmethod
    def _made(cls, config: Dict[str, Any], name: str) -> Self:
        """Return a new component; `name` tells it from the others of the pipeline."""
        raise NotImplementedError


class Component(Created):
    """A component that learns nothing: it is made from its configuration alone."""

    def __init__(self, config: Dict[str, Any]) -> None:
        """Keep the configuration, in which Rasa's engine has filled in the defaults."""
        self._config = config

    @classmethod
    def _made(cls, config: Dict[str, Any], name: str) -> Self:
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Return the messages as they are."""
        return messages


class Learner(Created):
    """A component that learns: what it learned is a folder of the model's."""

    _model_storage: ModelStorage
    _resource: Resource

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Create an untrained component."""
        component = super().create(config, model_storage, resource, execution_context)
        component._model_storage, component._resource = model_storage, resource
        return component

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Load a trained component."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._read(folder)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples, and store what was learned."""
        self._learn(training_data)
        with self._model_storage.write_to(self._resource) as folder:
            self._write(folder)
        return self._resource

    def _learn(self, training_data: TrainingData) -> None:
        """Learn from the examples."""
        raise NotImplementedError

    def _write(self, folder: Path) -> None:
        """Write what was learned into a folder."""
        raise NotImplementedError

    def _read(self, folder: Path) -> None:
        """Read what `_write` wrote."""
        raise NotImplementedError


class Featurizing:
    """What the featurizers share: training examples get the same features as messages, and any setting is accepted."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the features to each message."""
        raise NotImplementedError

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to each training example."""
        self.process(training_data.training_examples)
        return training_data

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Accept any settings: what uses them checks them."""
