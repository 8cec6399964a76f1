"""A Rasa component that takes away what featurizers before it found, to see what a pipeline owes to them."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class WithoutFeatures(GraphComponent):
    """Sets every sparse or every dense feature to zero, so that whatever comes after can still count on its shape."""

    def __init__(self, config: Dict[str, Any]) -> None:
        """Keep which features to take away: {"features": "sparse"} or "dense"."""
        self._sparse = config["features"] == "sparse"

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WithoutFeatures:
        """Create the component."""
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the features of each message to zero."""
        for message in messages:
            for feature in message.features:
                if feature.is_sparse() == self._sparse:
                    feature.features = feature.features * 0  # a new array: the vector may be kept for the next message
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the features of each example to zero."""
        self.process(training_data.training_examples)
        return training_data
