"""Runs the model's graph node by node.

Rasa hands its dozen nodes to dask's scheduler three times a message, which plans them again each time, and writes all
inputs into a debug message that nobody reads. That took longer than most components (docs/benchmarks/profile.md).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner


def run(
    self: DaskGraphRunner, inputs: Optional[Dict[Text, Any]] = None, targets: Optional[List[Text]] = None
) -> Dict[Text, Any]:
    """Return the outputs of the targets, with every node run after those that it needs.

    Raises:
        GraphRunError: a node failed in a way that is not its own kind of error.
    """
    wanted = tuple(targets or self._graph_schema.target_names)
    outputs: Dict[Text, Tuple[Text, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        for name, needs in _plan(self, wanted):
            outputs[name] = self._instantiated_nodes[name](*(outputs.get(need, need) for need in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(outputs[name] for name in wanted)


@lru_cache(maxsize=8)
def _plan(runner: DaskGraphRunner, targets: Tuple[Text, ...]) -> List[Tuple[Text, Tuple[Text, ...]]]:
    """Return the nodes that the targets need, in an order to run them in, each with what it needs itself."""
    nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
    planned: Dict[Text, Tuple[Text, ...]] = {}

    def plan(name: Text) -> None:
        if name in nodes and name not in planned:
            needs = tuple(nodes[name].needs.values())
            for need in needs:
                plan(need)
            planned[name] = needs

    for target in targets:
        plan(target)
    return list(planned.items())


def install() -> None:
    """Replace Rasa's own runner by this one."""
    DaskGraphRunner.run = run
