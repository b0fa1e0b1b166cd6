"""How like a sentence is to each piece of its source, across languages, by the embedder."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from ingest.embedding import Embedder, Vectors

_KEPT = 20_000
"""Vectors kept in memory (384 numbers each, 30 MB): the same provisions are cited again and again."""
_BATCH = 64


class Likeness:
    """Cosines between texts. What was embedded is remembered; safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def between(self, ones: Sequence[str], others: Sequence[str]) -> Vectors:
        """Cosines, shape ``(len(ones), len(others))``."""
        if not ones or not others:
            return np.zeros((len(ones), len(others)), dtype=np.float32)
        vectors = self._embed([*ones, *others])
        cosines: Vectors = vectors[: len(ones)] @ vectors[len(ones) :].T
        return cosines

    def _embed(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            missing = sorted({text for text in texts if text not in self._vectors}, key=len)
            for start in range(0, len(missing), _BATCH):
                batch = missing[start : start + _BATCH]
                self._vectors.update(zip(batch, self._embedder.questions(batch), strict=True))
            for text in texts:
                self._vectors.move_to_end(text)
            found = np.stack([self._vectors[text] for text in texts])
            while len(self._vectors) > _KEPT:
                self._vectors.popitem(last=False)
        return found
