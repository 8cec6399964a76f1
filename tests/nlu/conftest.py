"""What the tests of Rasa components share: storage in a temporary folder and messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource


@pytest.fixture
def graph(tmp_path: Path) -> dict[str, Any]:
    """Storage, resource and context, as Rasa's engine gives them to a component."""
    return {
        "model_storage": LocalModelStorage.create(tmp_path),
        "resource": Resource("component"),
        "execution_context": ExecutionContext(GraphSchema({}), node_name="component"),
    }
